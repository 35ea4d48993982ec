package webhook_test

import (
	"context"
	"crypto/rand"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
)

// BenchmarkDeliver tells one endpoint of 10 000 events that wait, over TLS, with the
// history, from an SQLite database on disk. The receiver finds out whether they come
// in order.
func BenchmarkDeliver(b *testing.B) {
	const events = 10_000
	key, err := distr.NewMasterKey(rand.Reader)
	require.NoError(b, err)
	for b.Loop() {
		b.StopTimer()
		store, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "portal.db"), sqlite.Config{})
		require.NoError(b, err)
		w := &world{store: store, key: key, hub: distr.New(store, distr.Config{MasterKeys: []distr.MasterKey{key}})}
		w.acme = w.hub.Vendor("acme").As(distr.Operator())
		var last, wrong atomic.Int64
		ended, end := context.WithCancel(b.Context())
		server := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			n, err := strconv.ParseInt(strings.TrimPrefix(r.Header.Get("webhook-id"), "evt_"), 10, 64)
			if err != nil || n != last.Add(1)+1 {
				wrong.Add(1)
			}
			if n == events+1 {
				end()
			}
		}))
		r := &receiver{Server: server}
		_, _, err = w.acme.AddEndpoint(b.Context(), distr.NewEndpoint{URL: server.URL, Kinds: []distr.Kind{"letter."}, Private: true})
		require.NoError(b, err)
		happen(b, store, slices.Repeat([]distr.Kind{"letter.happened"}, events)...)
		s := w.sender(b, r.trusted)
		b.StartTimer()
		stop := run(b, s)
		<-ended.Done()
		stop()
		b.StopTimer()
		require.Zero(b, wrong.Load())
		require.EqualValues(b, events, last.Load())
		server.Close()
		require.NoError(b, store.Close())
		b.StartTimer()
	}
	b.ReportMetric(float64(b.N)*events/b.Elapsed().Seconds(), "events/s")
}
