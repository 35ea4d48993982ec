package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	crowd       = 64
	crowdLayers = 5
	crowdMemory = 64 << 20 // bytes above what an idle server has
)

// TestCrowd lets many clients pull one image at the same time through a store of
// blobs that has nothing of it, and then through one that has all of it. Each blob is
// fetched once, everybody gets all of it, and the server's memory does not grow with
// the size of the image. DISTR_FAULT_LAYER is the size of a layer, in megabytes.
func TestCrowd(t *testing.T) {
	size := 4
	if text := os.Getenv("DISTR_FAULT_LAYER"); text != "" {
		var err error
		size, err = strconv.Atoi(text)
		require.NoError(t, err, "DISTR_FAULT_LAYER is a number of megabytes")
	}
	fetched := &fetches{of: map[string]int{}}
	up := newElsewhere(t, fetched.count)
	t.Cleanup(func() { up.close(t) })
	image, err := newWare("1.0.0", 1, size<<20, size<<20, size<<20, size<<20, size<<20)
	require.NoError(t, err)
	require.NoError(t, image.push(t.Context(), up.host, far, tenant.Token{}, up.over))
	folder, sold := furnished(t, up.server.URL)
	p := spawn(t, orders{Folder: folder, Blobs: 8 << 30})
	p.must(t, "publish far "+image.version)
	first := newClient(p.host)
	require.NoError(t, first.login(t.Context(), sold.globex, far))
	first.close()
	fetched.forget()
	for _, how := range []string{"cold", "warm"} {
		p.must(t, "rest")
		idle := p.memory(t, "VmRSS")
		require.NoError(t, os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.cmd.Process.Pid), []byte("5"), 0)) // its peak is what it is now
		began := time.Now()
		var all sync.WaitGroup
		wrong := make([]error, crowd)
		for i := range crowd {
			all.Go(func() { wrong[i] = image.stream(t.Context(), p.host, first.bearer) })
		}
		all.Wait()
		require.NoError(t, errors.Join(wrong...))
		took, peak := time.Since(began), p.memory(t, "VmHWM")
		total := int64(crowd * crowdLayers * size)
		t.Logf("%s: %d MB in %s, %d MB/s; idle %d KiB, peak %d KiB above that", how, total, took.Round(time.Millisecond),
			int64(float64(total)/took.Seconds()), idle>>10, (peak-idle)>>10)
		for _, b := range image.blobs {
			require.Equal(t, 1, fetched.times(b.digest.String()), "%s, %s", how, b.digest)
		}
		if !raced { // which needs memory of its own
			require.LessOrEqual(t, peak-idle, int64(crowdMemory), how)
		}
	}
	p.end(t)
	require.Equal(t, len(image.blobs), requireKept(t, blobsIn(folder)))
}

// fetches counts how often each blob is fetched.
type fetches struct {
	mu sync.Mutex
	of map[string]int // by digest
}

func (f *fetches) count(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/blobs/") {
			f.mu.Lock()
			f.of[path.Base(r.URL.Path)]++
			f.mu.Unlock()
		}
		inner.ServeHTTP(w, r)
	})
}

func (f *fetches) times(digest string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.of[digest]
}

func (f *fetches) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.of)
}

// stream pulls all of the ware and compares it with what it should be, a little at a
// time.
func (w ware) stream(ctx context.Context, host, bearer string) error {
	c := newClient(host)
	c.bearer = bearer
	defer c.close()
	if _, err := c.verified(ctx, manifestPath(far, w.version), w.digest); err != nil {
		return err
	}
	buffer := make([]byte, 256<<10)
	for _, b := range w.blobs {
		if err := c.compare(ctx, blobPath(far, b.digest), b.data, buffer); err != nil {
			return fmt.Errorf("%s: %w", b.digest, err)
		}
	}
	return nil
}

func (c *client) compare(ctx context.Context, path string, want, buffer []byte) error {
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
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%w: %s", errAnswer, resp.Status)
	}
	for {
		n, err := resp.Body.Read(buffer)
		if n > len(want) || !bytes.Equal(buffer[:n], want[:n]) {
			return fmt.Errorf("%w: other bytes", errAnswer)
		}
		want = want[n:]
		switch {
		case errors.Is(err, io.EOF) && len(want) == 0:
			return nil
		case err != nil:
			return err
		}
	}
}

// memory is a number of the process's status, in bytes.
func (p *process) memory(t *testing.T, name string) int64 {
	t.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if words := strings.Fields(line); len(words) == 3 && words[0] == name+":" {
			kibibytes, err := strconv.ParseInt(words[1], 10, 64)
			require.NoError(t, err)
			return kibibytes << 10
		}
	}
	require.Fail(t, "the process has no "+name)
	return 0
}
