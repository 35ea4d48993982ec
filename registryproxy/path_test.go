package registryproxy

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPathsOnTheWire sends paths as no client library would, and finds that
// none of them leads round the decision.
func TestPathsOnTheWire(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	newer, held := digestOf(t, s.newer), digestOf(t, s.index)
	tests := []struct {
		name   string
		path   string
		status int
	}{
		{"as it should be", "/v2/acme/app/manifests/1.4.2", 200},
		{"with a host in front", s.server.URL + "/v2/acme/app/manifests/1.4.2", 200},
		{"with a query", "/v2/acme/app/manifests/1.4.2?ns=registry.example&from=acme/other", 200},
		{"not held", "/v2/acme/app/manifests/2.0.0", 403},
		{"dots", "/v2/acme/app/manifests/../../../acme/app/manifests/2.0.0", 400},
		{"dots in the name", "/v2/x/../acme/app/manifests/2.0.0", 400},
		{"escaped dots", "/v2/x/%2e%2e/acme/app/manifests/2.0.0", 400},
		{"escaped slashes", "/v2/acme/app/blobs/..%2Fmanifests%2F2.0.0", 400},
		{"escaped slash in the name", "/v2/acme%2Fapp/manifests/2.0.0", 400},
		{"escaped tag", "/v2/acme/app/manifests/%32.0.0", 400},
		{"escaped digest", "/v2/acme/app/manifests/sha256%3A" + newer[7:], 400},
		{"escaped zero", "/v2/acme/app/manifests/1.4.2%00", 400},
		{"two slashes", "/v2/acme/app//manifests/2.0.0", 400},
		{"two slashes in front", "//v2/acme/app/manifests/2.0.0", 404},
		{"another case", "/V2/acme/app/manifests/2.0.0", 404},
		{"another case of the name", "/v2/acme/APP/manifests/2.0.0", 400},
		{"a semicolon", "/v2/acme/app;x/manifests/2.0.0", 400},
		{"a backslash", `/v2/acme\app/manifests/2.0.0`, 400},
		{"digest in capitals", "/v2/acme/app/manifests/sha256:" + strings.ToUpper(held[7:]), 400},
		{"digest under another algorithm", "/v2/acme/app/manifests/sha512:" + held[7:] + held[7:], 404},
		{"a name under a name", "/v2/acme/app/manifests/acme/app/manifests/2.0.0", 401},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", s.host)
			require.NoError(t, err)
			defer func() { require.NoError(t, conn.Close()) }()
			_, err = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n", tt.path, s.host, bearer)
			require.NoError(t, err)
			resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
			require.NoError(t, err)
			require.NoError(t, resp.Body.Close())
			require.Equal(t, tt.status, resp.StatusCode)
			require.NotEqual(t, newer, resp.Header.Get("Docker-Content-Digest"))
		})
	}
}
