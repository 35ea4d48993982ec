package attacks_test

import (
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestAClientThatLeaves takes its request to the upstream along: an upstream that
// hangs does not make us hang with it, once for each client that gave up.
func TestAClientThatLeaves(t *testing.T) {
	t.Parallel()
	h := newHostile(t)
	repository := h.add(t, "hang", true)
	asked, left := make(chan struct{}), make(chan struct{})
	h.loose("hang", func(_ http.ResponseWriter, r *http.Request, _ http.Handler) {
		close(asked)
		<-r.Context().Done()
		close(left)
	})
	conn := dial(t, h.acme.host)
	_, err := io.WriteString(conn, request(http.MethodGet, "/v2/"+repository+"/blobs/"+held(t, chart, old)[2].digest.String(), h.acme.host, h.acme.bearer(t, globex, repository)))
	require.NoError(t, err)
	wait(t, asked)
	require.NoError(t, conn.Close())
	wait(t, left)
}

func wait(t *testing.T, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(patience):
		require.Fail(t, "nothing happened")
	}
}
