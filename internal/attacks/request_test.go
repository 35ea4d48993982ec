package attacks_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A message is bytes on a connection, and what is answered to what can be taken
// for requests in them. TOKEN is globex's, AUTH the header line with it; HELD and
// OTHER are the first lines of a pull of a tag that it holds and of one that it
// does not, and HOST a header.
type message struct {
	name, raw string
	statuses  []int
	open      bool // the connection stays
}

func framing() []message {
	long := strings.Repeat("x", 4<<10)
	return []message{
		{"as it should be", "HELD HOST AUTH \r\n", []int{200}, true},
		{"two Host headers", "HELD HOST Host: evil.example\r\nAUTH \r\n", []int{400}, false},
		{"no Host header", "HELD AUTH \r\n", []int{400}, false},
		{"a Host header with a quote in it", "GET /v2/ HTTP/1.1\r\nHost: a\"b\r\n\r\n", []int{400}, false},
		{"a Host header that is a list", "GET /v2/ HTTP/1.1\r\nHost: a,b\r\n\r\n", []int{400}, true},
		{"a Host header that ends the realm", "GET /v2/ HTTP/1.1\r\nHost: a;b=c\r\n\r\n", []int{400}, true},
		{"an empty Host header", "GET /v2/ HTTP/1.1\r\nHost: \r\n\r\n", []int{400}, true},
		{"a forwarded host of a stranger's", "GET /v2/ HTTP/1.1\r\nHOST X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nX-Forwarded-Proto: https\r\n\r\n", []int{401}, true},
		{"HTTP/1.0", "GET /v2/acme/app/manifests/1.4.2 HTTP/1.0\r\nAUTH \r\n", []int{200}, false},
		{"HTTP/1.0 without a name to answer to", "GET /v2/ HTTP/1.0\r\n\r\n", []int{400}, false},
		{"HTTP/0.9", "GET /v2/\r\n\r\n", []int{400}, false},
		{"HTTP/2 with nothing before it", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", []int{404}, false},
		{"a version that is none", "GET /v2/ HTTP/1.1.1\r\nHOST \r\n", []int{400}, false},
		{"a request of a connection", "CONNECT 10.0.0.1:443 HTTP/1.1\r\nHOST AUTH \r\n", []int{404}, true},
		{"a trace", "TRACE /v2/acme/app/manifests/1.4.2 HTTP/1.1\r\nHOST AUTH \r\n", []int{405}, true},
		{"a method of our own", "PURGE /v2/acme/app/manifests/1.4.2 HTTP/1.1\r\nHOST AUTH \r\n", []int{405}, true},
		{"a method in lower case", "get /v2/acme/app/manifests/1.4.2 HTTP/1.1\r\nHOST AUTH \r\n", []int{405}, true},
		{"a method that is none", "G(T /v2/ HTTP/1.1\r\nHOST AUTH \r\n", []int{400}, false},

		// Two requests where another server sees one, or the other way round.
		{"a pull that is allowed, and one that is not", "HELD HOST AUTH \r\nOTHER HOST AUTH \r\nHELD HOST AUTH \r\n", []int{200, 403, 200}, true},
		{"one with a login, and one without", "HELD HOST AUTH \r\nHELD HOST \r\n", []int{200, 401}, true},
		{"a body that looks like a request", "PUT /v2/acme/app/manifests/9 HTTP/1.1\r\nHOST AUTH Content-Length: 999\r\n\r\nHELD HOST AUTH \r\n", []int{403}, false},
		{"both lengths, the chunks are none", "POST /v2/acme/app/blobs/uploads/ HTTP/1.1\r\nHOST AUTH Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nHELD HOST AUTH \r\n", []int{403}, false},
		{"a pull with both lengths", "HELD HOST AUTH Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nOTHER HOST AUTH \r\n", []int{200, 403}, true},
		{"a coding that is none", "HELD HOST AUTH Transfer-Encoding: xchunked\r\n\r\n", []int{501}, false},
		{"two codings", "HELD HOST AUTH Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", []int{501}, false},
		{"a coding behind a tab", "HELD HOST AUTH Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n", []int{400}, false},
		{"two lengths", "HELD HOST AUTH Content-Length: 0\r\nContent-Length: 5\r\n\r\n", []int{400}, false},
		{"a length with a sign", "HELD HOST AUTH Content-Length: +5\r\n\r\n", []int{400}, false},
		{"a length below nothing", "HELD HOST AUTH Content-Length: -1\r\n\r\n", []int{400}, false},
		{"a length in hexadecimal", "HELD HOST AUTH Content-Length: 0x5\r\n\r\n", []int{400}, false},
		{"a length beyond all numbers", "HELD HOST AUTH Content-Length: 99999999999999999999\r\n\r\n", []int{400}, false},
		{"a chunk that is none", "POST /token HTTP/1.1\r\nHOST Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", []int{400}, false},
		{"an endless chunk extension", "POST /token HTTP/1.1\r\nHOST Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n1;" + strings.Repeat("x", 1<<20), []int{400}, false},
		{"a login in a trailer", "HELD HOST Transfer-Encoding: chunked\r\nTrailer: Authorization\r\n\r\n0\r\nAUTH \r\n", []int{401}, false},

		// Headers.
		{"a space before the colon", "HELD HOST X-A : b\r\nAUTH \r\n", []int{400}, false},
		{"a zero byte in a header", "HELD HOST X-A: \x00\r\nAUTH \r\n", []int{400}, false},
		{"a header without a name", "HELD HOST : b\r\nAUTH \r\n", []int{400}, false},
		{"64 KiB in one header", "HELD HOST AUTH X-A: " + strings.Repeat("x", 70<<10) + "\r\n\r\n", []int{431}, false},
		{"64 KiB in many", "HELD HOST AUTH " + strings.Repeat("X-A: "+long+"\r\n", 20) + "\r\n", []int{431}, false},
		{"headers without end", "HELD HOST AUTH " + strings.Repeat("X-A: "+long+"\r\n", 1<<10), []int{431}, false},
		{"an endless line", "GET /v2/" + strings.Repeat("x", 1<<20) + " HTTP/1.1\r\nHOST AUTH \r\n", []int{431}, false},
		{"another path for the server behind (IIS, Symfony)", "OTHER HOST AUTH X-Original-URL: /v2/acme/app/manifests/1.4.2\r\nX-Rewrite-URL: /v2/acme/app/manifests/1.4.2\r\n\r\n", []int{403}, true},
		{"another method", "HELD HOST AUTH X-HTTP-Method-Override: DELETE\r\nX-Method-Override: DELETE\r\n\r\nHELD HOST AUTH \r\n", []int{200, 200}, true},
		{"the login is no longer wanted behind us", "HELD HOST AUTH Connection: Authorization\r\n\r\n", []int{200}, true},
		{"another protocol", "HELD HOST AUTH Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n", []int{200}, true},
		{"something to expect", "HELD HOST AUTH Expect: a-miracle\r\n\r\n", []int{417}, false},

		// One login, and no other.
		{"two logins, the second is bad", "HELD HOST AUTH Authorization: Bearer x\r\n\r\n", []int{401}, true},
		{"two logins, the first is bad", "HELD HOST Authorization: Bearer x\r\nAUTH \r\n", []int{401}, true},
		{"the same login twice", "HELD HOST AUTH AUTH \r\n", []int{401}, true},
		{"two logins in two cases", "HELD HOST AUTH authorization: Bearer x\r\n\r\n", []int{401}, true},
		{"in lower case", "HELD HOST authorization: bearer TOKEN\r\n\r\n", []int{200}, true},
		{"spaces around", "HELD HOST Authorization: \t Bearer TOKEN \t\r\n\r\n", []int{200}, true},
		{"two spaces between", "HELD HOST Authorization: Bearer  TOKEN\r\n\r\n", []int{401}, true},
		{"a tab between", "HELD HOST Authorization: Bearer\tTOKEN\r\n\r\n", []int{401}, true},
		{"nothing between", "HELD HOST Authorization: BearerTOKEN\r\n\r\n", []int{401}, true},
		{"no token", "HELD HOST Authorization: Bearer\r\n\r\n", []int{401}, true},
		{"an empty login", "HELD HOST Authorization:\r\n\r\n", []int{401}, true},
		{"two tokens", "HELD HOST Authorization: Bearer TOKEN TOKEN\r\n\r\n", []int{401}, true},
		{"two tokens in a list", "HELD HOST Authorization: Bearer TOKEN, Bearer TOKEN\r\n\r\n", []int{401}, true},
		{"a token in quotes", "HELD HOST Authorization: Bearer \"TOKEN\"\r\n\r\n", []int{401}, true},
		{"another scheme", "HELD HOST Authorization: Token TOKEN\r\n\r\n", []int{401}, true},
		{"the password itself", "HELD HOST Authorization: Basic PASSWORD\r\n\r\n", []int{401}, true},
		{"the token as a password", "HELD HOST Authorization: Basic TOKEN\r\n\r\n", []int{401}, true},
		{"a token in the query", "GET /v2/acme/app/manifests/1.4.2?access_token=TOKEN HTTP/1.1\r\nHOST \r\n", []int{401}, true},
		{"a token in a cookie", "HELD HOST Cookie: Authorization=Bearer TOKEN\r\n\r\n", []int{401}, true},
		{"a token for the proxy", "HELD HOST Proxy-Authorization: Bearer TOKEN\r\n\r\n", []int{401}, true},
		{"a login of 20 KiB", "HELD HOST Authorization: Bearer " + strings.Repeat("x", 20<<10) + "\r\n\r\n", []int{401}, true},
		{"a token of dots (CVE-2025-30204)", "HELD HOST Authorization: Bearer " + strings.Repeat(".", 15<<10) + "\r\n\r\n", []int{401}, true},
	}
}

// TestFraming: each request is answered for itself, by what it says, whatever is
// wrong with how it is written.
func TestFraming(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", false).acme
	token := s.access(t, globex)
	replace := strings.NewReplacer(
		"HELD ", "GET /v2/acme/app/manifests/1.4.2 HTTP/1.1\r\n", "OTHER ", "GET /v2/acme/app/manifests/2.0.0 HTTP/1.1\r\n",
		"HOST ", "Host: "+s.host+"\r\n", "AUTH ", "Authorization: Bearer "+token+"\r\n", "TOKEN", token, "PASSWORD", basic(s.tokens[globex]),
	)
	const probe = "GET /healthz HTTP/1.1\r\nHost: probe\r\n\r\n"
	for _, m := range framing() {
		t.Run(m.name, func(t *testing.T) {
			raw, methods := replace.Replace(m.raw), make([]string, len(m.statuses)+1)
			if m.open {
				raw += probe
			}
			for i := range methods {
				methods[i] = http.MethodGet
			}
			got := wire(t, s.host, raw, methods...)
			var statuses []int
			for _, r := range got {
				statuses = append(statuses, r.status)
				require.NotContains(t, r.header.Get("WWW-Authenticate"), "evil")
			}
			want := m.statuses
			if m.open {
				want = append(want[:len(want):len(want)], http.StatusOK) // to the probe
			}
			require.Equal(t, want, statuses)
		})
	}
}
