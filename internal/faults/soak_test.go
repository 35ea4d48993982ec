//go:build unix

package faults

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	soakWares   = 24 // far more than its store of blobs has room for
	soakClients = 6
	soakPause   = 300 * time.Millisecond // of each client, about, between two things that it does
	soakSamples = 60
)

// TestSoak lets a server run for as long as DISTR_SOAK says, while clients pull, log
// in, are refused and go away in the middle. Memory, descriptors and goroutines stay
// what they were.
func TestSoak(t *testing.T) {
	text := os.Getenv("DISTR_SOAK")
	if text == "" {
		t.Skip("this takes as long as DISTR_SOAK says, as in DISTR_SOAK=1h")
	}
	long, err := time.ParseDuration(text)
	require.NoError(t, err)
	s := newSoak(t, seeded(t))
	ctx, stop := context.WithCancel(t.Context())
	var clients sync.WaitGroup
	for n := range soakClients {
		clients.Go(func() { s.use(ctx, chance(s.seed, n)) })
	}
	var samples []sample
	for tick := time.NewTicker(long / soakSamples); len(samples) < soakSamples && s.wrong.Load() == nil; {
		<-tick.C
		samples = append(samples, s.take(t))
		t.Logf("%s %+v %v", time.Now().Format(time.TimeOnly), samples[len(samples)-1], s.did())
	}
	stop()
	clients.Wait()
	if wrong := s.wrong.Load(); wrong != nil {
		require.NoError(t, *wrong)
	}
	for name, of := range map[string]struct {
		value func(sample) int64
		slack int64 // beside a tenth
	}{
		"memory, in bytes": {func(s sample) int64 { return s.memory }, 8 << 20},
		"descriptors":      {func(s sample) int64 { return s.descriptors }, 8},
		"goroutines":       {func(s sample) int64 { return s.goroutines }, 16},
	} {
		before, after := median(samples[soakSamples/4:soakSamples/2], of.value), median(samples[soakSamples/4*3:], of.value)
		t.Logf("%s: %d in the second quarter, %d in the last", name, before, after)
		require.LessOrEqual(t, after, before+before/10+of.slack, "%s grew", name)
	}
	s.server.must(t, "settle")
	s.server.end(t)
}

// A soak is a server in use.
type soak struct {
	seed   uint64
	shop   shop
	server *process
	wares  []ware
	wrong  atomic.Pointer[error] // the first answer that came whole and was not right

	pulled, parts, refused, left, strangers atomic.Int64
}

func newSoak(t *testing.T, seed uint64) *soak {
	t.Helper()
	up := newElsewhere(t, nil)
	t.Cleanup(func() { up.close(t) })
	folder, sold := furnished(t, up.server.URL)
	s := &soak{seed: seed, shop: sold, server: spawn(t, orders{Folder: folder, Blobs: 8 << 20, Metrics: true})}
	over := &http.Transport{}
	defer over.CloseIdleConnections()
	for n := range soakWares {
		w, err := newWare(fmt.Sprintf("1.%d.0", n), seed+uint64(n), 700<<10, 200<<10)
		require.NoError(t, err)
		require.NoError(t, w.push(t.Context(), up.host, far, tenant.Token{}, over))
		require.NoError(t, w.push(t.Context(), s.server.host, near, s.shop.staff, over))
		s.server.must(t, "publish far "+w.version)
		s.server.must(t, "publish near "+w.version)
		s.wares = append(s.wares, w)
	}
	return s
}

// use is one client, who does something now and then.
func (s *soak) use(ctx context.Context, chance *rand.Rand) {
	c := newClient(s.server.host)
	defer c.close()
	for n := 0; ctx.Err() == nil && s.wrong.Load() == nil; n++ {
		var err error
		if n%200 == 0 {
			err = c.login(ctx, s.shop.globex, near, far)
		}
		if err == nil {
			err = s.act(ctx, c, chance)
		}
		if err != nil && ctx.Err() == nil {
			s.wrong.CompareAndSwap(nil, &err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(soakPause/2 + time.Duration(chance.Int64N(int64(soakPause)))):
		}
	}
}

// act does one thing.
func (s *soak) act(ctx context.Context, c *client, chance *rand.Rand) error {
	w := s.wares[chance.IntN(len(s.wares))]
	r := []entitlement.RepositoryPath{near, far}[chance.IntN(2)]
	layer := w.blobs[1]
	switch roll := chance.IntN(100); {
	case roll < 50:
		s.pulled.Add(1)
		return c.pull(ctx, r, w.version)
	case roll < 60:
		s.parts.Add(1)
		a, err := c.get(ctx, blobPath(r, layer.digest), "Range", "bytes=1000-99999")
		if err == nil && (a.status != http.StatusPartialContent || string(a.body) != string(layer.data[1000:100_000])) {
			err = fmt.Errorf("a part: %w: %d, %d bytes", errAnswer, a.status, len(a.body))
		}
		return err
	case roll < 75:
		s.refused.Add(1)
		a, err := c.get(ctx, manifestPath(vault, w.version))
		if err == nil && a.status != http.StatusUnauthorized && a.status != http.StatusNotFound {
			err = fmt.Errorf("what is not held: %w: %d", errAnswer, a.status)
		}
		return err
	case roll < 90:
		s.left.Add(1)
		return leave(ctx, c, blobPath(r, layer.digest), chance.Int64N(int64(len(layer.data))))
	default:
		s.strangers.Add(1)
		wrong := *c
		if err := wrong.login(ctx, tenant.Token{}, near); !errors.Is(err, errAnswer) {
			return fmt.Errorf("a stranger: %w: %w", errAnswer, err)
		}
		return nil
	}
}

// leave goes away after so many bytes of an answer.
func leave(ctx context.Context, c *client, path string, after int64) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.host+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.bearer)
	resp, err := c.over.RoundTrip(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_, err = io.CopyN(io.Discard, resp.Body, after)
	return err
}

// did is what the clients have done.
func (s *soak) did() string {
	return fmt.Sprintf("pulls %d, parts %d, refused %d, left %d, strangers %d", s.pulled.Load(), s.parts.Load(), s.refused.Load(), s.left.Load(), s.strangers.Load())
}

// A sample is how a server does.
type sample struct{ memory, descriptors, goroutines, seconds int64 }

// take looks at the server's own numbers, after it has collected what it does not
// need any more.
func (s *soak) take(t *testing.T) sample {
	t.Helper()
	s.server.must(t, "rest")
	read := func(path string) string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.metrics+path, nil)
		require.NoError(t, err)
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		defer resp.Body.Close()
		text, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		return string(text)
	}
	numbers := map[string]int64{}
	for line := range strings.Lines(read("/metrics")) {
		if words := strings.Fields(line); len(words) == 2 {
			if value, err := strconv.ParseFloat(words[1], 64); err == nil {
				numbers[words[0]] = int64(value)
			}
		}
	}
	for _, name := range []string{"process_resident_memory_bytes", "process_open_fds", "go_goroutines"} {
		require.Positive(t, numbers[name], name)
	}
	return sample{numbers["process_resident_memory_bytes"], numbers["process_open_fds"], numbers["go_goroutines"], numbers["process_cpu_seconds_total"]}
}

func median(samples []sample, of func(sample) int64) int64 {
	var values []int64
	for _, s := range samples {
		values = append(values, of(s))
	}
	slices.Sort(values)
	return values[len(values)/2]
}
