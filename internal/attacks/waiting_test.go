package attacks_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNobodyIsWaitedFor: a client that sends a part of a request and then nothing
// is answered, where there is something to answer, and let go of. A connection
// that stays costs whoever opened it nothing, and us a goroutine each.
func TestNobodyIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", false).acme
	const half = "Content-Length: 100\r\n\r\nhalf"
	const chunk = "Transfer-Encoding: chunked\r\n\r\n40\r\nhalf"
	customer := s.bearer(t, globex) + "\r\n"
	tests := []struct {
		name, raw string
		status    int // 0: no answer
	}{
		{"nothing at all", "", 0},
		{"half a line (slowloris)", "GET /v2/ HT", 0},
		{"half the headers (slowloris)", "GET /v2/ HTTP/1.1\r\nHost: registry\r\nX-A: b\r\n", 0},
		{"a stranger's manifest", "PUT /v2/acme/app/manifests/9 HTTP/1.1\r\nHost: registry\r\n" + half, 401},
		{"a stranger's upload", "POST /v2/acme/app/blobs/uploads/ HTTP/1.1\r\nHost: registry\r\n" + half, 401},
		{"a stranger's upload in chunks", "POST /v2/acme/app/blobs/uploads/ HTTP/1.1\r\nHost: registry\r\n" + chunk, 401},
		{"a stranger's upload, expecting", "PUT /v2/acme/app/blobs/uploads/x HTTP/1.1\r\nHost: registry\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n", 401},
		{"a stranger's login", "POST /token HTTP/1.1\r\nHost: registry\r\nContent-Type: application/x-www-form-urlencoded\r\n" + half, 400},
		{"a stranger's login in chunks", "POST /token HTTP/1.1\r\nHost: registry\r\nContent-Type: application/x-www-form-urlencoded\r\n" + chunk, 400},
		{"a login by another method", "PUT /token HTTP/1.1\r\nHost: registry\r\n" + half, 405},
		{"a login with GET and a body", "GET /token HTTP/1.1\r\nHost: registry\r\n" + half, 401},
		{"a ping with a body", "GET /v2/ HTTP/1.1\r\nHost: registry\r\n" + half, 401},
		{"the keys with a body", "GET /.well-known/jwks.json HTTP/1.1\r\nHost: registry\r\n" + half, 200},
		{"the health with a body", "GET /healthz HTTP/1.1\r\nHost: registry\r\n" + half, 200},
		{"what is not there, with a body", "GET /x HTTP/1.1\r\nHost: registry\r\n" + half, 404},
		{"a body behind a bad path", "GET /v2/../x HTTP/1.1\r\nHost: registry\r\n" + chunk, 401},
		{"a customer's manifest", "PUT /v2/acme/app/manifests/9 HTTP/1.1\r\nHost: registry\r\n" + customer + half, 403},
		{"a customer's upload", "PATCH /v2/acme/app/blobs/uploads/x HTTP/1.1\r\nHost: registry\r\n" + customer + chunk, 403},
		{"a customer's pull with a body", "GET /v2/acme/app/manifests/1.4.2 HTTP/1.1\r\nHost: registry\r\n" + customer + half, 200},
		{"a customer's ping with a body", "GET /v2/ HTTP/1.1\r\nHost: registry\r\n" + customer + half, 200},
	}
	// All of them wait at the same time.
	conns := make([]net.Conn, len(tests))
	for i, tt := range tests {
		conns[i] = dial(t, s.host)
		defer conns[i].Close()
		_, err := io.WriteString(conns[i], tt.raw)
		require.NoError(t, err)
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from := bufio.NewReader(conns[i])
			if tt.status != 0 {
				resp, err := http.ReadResponse(from, nil)
				require.NoError(t, err)
				_, err = io.Copy(io.Discard, resp.Body)
				require.NoError(t, err)
				require.NoError(t, resp.Body.Close())
				require.Equal(t, tt.status, resp.StatusCode)
			}
			_, err := io.Copy(io.Discard, from)
			require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "the connection is still there")
		})
	}
}

// TestABodyWithoutEndIsNotReadToItsEnd: the answer comes at once, and nobody can
// feed us for as long as they like.
func TestABodyWithoutEndIsNotReadToItsEnd(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", false).acme
	customer := s.bearer(t, globex)
	tests := []struct {
		name, method, target, who string
		status                    int
	}{
		{"a stranger's manifest", "PUT", "/v2/acme/app/manifests/9", "", 401},
		{"a customer's manifest", "PUT", "/v2/acme/app/manifests/9", customer, 403},
		{"a customer's upload", "POST", "/v2/acme/app/blobs/uploads/", customer, 403},
		{"a customer's chunk", "PATCH", "/v2/acme/app/blobs/uploads/x", customer, 403},
		{"a customer's last chunk", "PUT", "/v2/acme/app/blobs/uploads/x?digest=sha256:" + zeros(64), customer, 403},
		{"a customer's delete", "DELETE", "/v2/acme/app/manifests/1.4.2", customer, 405},
		{"a customer's pull", "GET", "/v2/acme/app/tags/list", customer, 200},
		{"a login", "POST", "/token", "Content-Type: application/x-www-form-urlencoded", 400},
	}
	for _, tt := range tests {
		for _, form := range []struct{ name, header, piece string }{
			{"long", "Content-Length: 1000000000000", strings.Repeat("x", 4<<10)},
			{"in chunks", "Transfer-Encoding: chunked", "1000\r\n" + strings.Repeat("x", 4<<10) + "\r\n"},
		} {
			t.Run(tt.name+", "+form.name, func(t *testing.T) {
				t.Parallel()
				conn := dial(t, s.host)
				defer conn.Close()
				header := []string{form.header}
				if tt.who != "" {
					header = append(header, tt.who)
				}
				_, err := io.WriteString(conn, request(tt.method, tt.target, s.host, header...))
				require.NoError(t, err)
				fed := make(chan int)
				go func() {
					n := 0
					for {
						written, err := io.WriteString(conn, form.piece)
						if n += written; err != nil {
							fed <- n
							return
						}
					}
				}()
				answers := read(t, conn, tt.method)
				require.Len(t, answers, 1)
				require.Equal(t, tt.status, answers[0].status, answers[0].body)
				require.True(t, answers[0].closes)
				require.Less(t, <-fed, 64<<20, "and not by our own deadline")
			})
		}
	}
}
