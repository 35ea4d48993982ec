//go:build unix

package faults

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// A muddle is a registry that mixes its answers about blobs up: one gets what another
// was to get, or what somebody got before, or its own answer and one more behind it.
// All have the same size, so that only the digest tells them apart.
type muddle struct {
	inner http.Handler

	mu     sync.Mutex
	chance *rand.Rand // nil: it mixes nothing up
	last   []answer
	mixed  int
}

func (m *muddle) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet || !strings.Contains(r.URL.Path, "/blobs/") {
		m.inner.ServeHTTP(w, r)
		return
	}
	recorded := httptest.NewRecorder()
	m.inner.ServeHTTP(recorded, r)
	given, more := m.choose(answer{recorded.Code, recorded.Header(), recorded.Body.Bytes()})
	if more.body == nil {
		give(w, given)
		return
	}
	conn, rw, err := http.NewResponseController(w).Hijack()
	if err != nil {
		give(w, given)
		return
	}
	defer conn.Close()
	for _, a := range []answer{given, more} {
		resp := &http.Response{
			StatusCode: a.status, ProtoMajor: 1, ProtoMinor: 1, Header: a.header,
			ContentLength: int64(len(a.body)), Body: io.NopCloser(bytes.NewReader(a.body)),
		}
		_ = resp.Write(rw) // to a proxy that may have gone
		_ = rw.Flush()
	}
	_ = conn.SetReadDeadline(time.Now().Add(time.Second))
	_, _ = rw.ReadByte() // until the proxy asks again, or goes
}

// choose says what somebody gets, and what comes behind it without having been asked
// for.
func (m *muddle) choose(own answer) (given, more answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.chance == nil || own.status != http.StatusOK {
		return own, answer{}
	}
	m.last = append(m.last, own)
	if len(m.last) > 8 {
		m.last = m.last[1:]
	}
	other := m.last[m.chance.IntN(len(m.last))]
	if bytes.Equal(other.body, own.body) {
		return own, answer{}
	}
	m.mixed++
	if m.chance.IntN(2) == 0 {
		return own, other
	}
	return other, answer{}
}

func give(w http.ResponseWriter, a answer) {
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // to a proxy that may have gone
}

// TestMixedUp is that nobody gets a blob that is another's from a store of blobs,
// whatever the registry behind it says, and that none is kept.
func TestMixedUp(t *testing.T) {
	seed := seeded(t)
	m := &muddle{}
	w := newWorld(t, func(inner http.Handler) http.Handler {
		m.inner = inner
		return m
	}, 300<<10, 300<<10)
	m.mu.Lock()
	m.chance = chance(seed, 0)
	m.mu.Unlock()
	rounds := roundsOf(t, 24)
	folders := t.TempDir()
	require.NoError(t, w.rounds(t, rounds, func(n int) error {
		return w.mixed(chance(seed, n+1), filepath.Join(folders, fmt.Sprint(n)))
	}))
	m.mu.Lock()
	t.Logf("%d rounds, %d answers mixed up: %s", rounds, m.mixed, w.tally())
	require.Positive(t, m.mixed)
	m.chance = nil
	m.mu.Unlock()
	for n := range rounds {
		requireKept(t, filepath.Join(folders, fmt.Sprint(n)))
	}
	w.all(t, nil)
	w.close(t)
}

// mixed is one proxy with a store of its own, which several clients ask at once.
func (w *world) mixed(chance *rand.Rand, folder string) error {
	blobs, err := registryproxy.OpenBlobs(registryproxy.BlobsConfig{Folder: folder})
	if err != nil {
		return err
	}
	s, err := w.begin(w.up.host, blobs, patience)
	if err != nil {
		return err
	}
	var clients sync.WaitGroup
	wrong := make([]error, roundClients)
	for i := range wrong {
		own := rand.New(rand.NewPCG(chance.Uint64(), 0))
		clients.Go(func() { wrong[i] = w.askWhole(s.host, own) })
	}
	clients.Wait()
	return errors.Join(errors.Join(wrong...), s.idle(), blobs.Close(), s.close())
}

// askWhole asks for all of some blobs.
func (w *world) askWhole(host string, chance *rand.Rand) (wrong error) {
	c := newClient(host)
	c.bearer = w.bearer
	defer c.close()
	for range roundAsks {
		part := pick(chance, pick(chance, w.wares).blobs[1:])
		wrong = errors.Join(wrong, w.judge(c.get(context.Background(), blobPath(far, part.digest)))(part.digest, part.data, http.StatusOK))
	}
	return wrong
}
