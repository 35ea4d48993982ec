package registryproxy

import (
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/ear"
)

// listenTo serves a stand's proxy once more, by way of an ear.
func (s *stand) listenTo(tb testing.TB) *ear.Listener {
	tb.Helper()
	s.server = httptest.NewUnstartedServer(s.proxy)
	heard := &ear.Listener{Listener: s.server.Listener}
	s.server.Listener = heard
	s.server.Start()
	tb.Cleanup(s.server.Close)
	s.host = strings.TrimPrefix(s.server.URL, "http://")
	return heard
}

// requireHeard is that all of an answer was brought by the kernel, but for what goes
// out together with the headers, here and upstream. The client may have it before the
// server knows.
func requireHeard(tb testing.TB, bytes *atomic.Int64, size int) {
	tb.Helper()
	const headers = 8192
	require.Eventually(tb, func() bool { return bytes.Load() >= int64(size-headers) }, 10*time.Second, time.Millisecond,
		"something hides where the bytes come from, or that the kernel could bring them")
}
