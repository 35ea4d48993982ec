package registryproxy

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// An asker asks for a column of the table: through a proxy of its own with a token
// that is good for whatever is asked for, or the registry itself without one.
type asker struct {
	*stock
	t         *testing.T
	column    string
	base      string // the address
	transport http.RoundTripper
	access    string                     // the token, if any
	room      entitlement.RepositoryPath // where it may push, if anywhere; below it lies another one
}

// asker makes one for a column.
func (s *stock) asker(t *testing.T, column string) *asker {
	t.Helper()
	if column == direct {
		return &asker{stock: s, t: t, column: column, base: s.upstream.Registry, transport: s.upstream.Transport, room: "acme/direct"}
	}
	front := *s.stand
	front.serve(t, publishingGate{s.gate}, func(c *Config) {
		if column == concealed {
			c.Refusals = Conceal
		}
	})
	a := &asker{stock: s, t: t, column: column, base: front.server.URL, transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	token, actions := s.gate.token(t, "globex"), ":pull"
	if column == vendor {
		token, actions, a.room = s.gate.token(t, ""), ":pull,push", "acme/push"
	}
	var scopes []string
	for _, r := range []entitlement.RepositoryPath{app, other, "acme/ended", "acme/nowhere", "acme/untagged", "acme/push", "acme/push/other"} {
		scopes = append(scopes, "repository:"+string(r)+actions)
	}
	a.access = front.bearer(t, token, scopes...)
	return a
}

// in asks on behalf of a test.
func (a asker) in(t *testing.T) *asker {
	a.t = t
	return &a
}

// ask sends a request, and follows no redirects.
func (a *asker) ask(method, path, body string, header ...string) (*reply, string) {
	a.t.Helper()
	require.False(a.t, a.column == direct && method == http.MethodDelete && !strings.HasPrefix(path, a.path("")), "the registry itself would delete %s", path)
	req, err := http.NewRequestWithContext(a.t.Context(), method, a.base+path, strings.NewReader(body))
	require.NoError(a.t, err)
	if a.access != "" {
		req.Header.Set("Authorization", "Bearer "+a.access)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := a.transport.RoundTrip(req)
	require.NoError(a.t, err)
	answer, err := io.ReadAll(resp.Body)
	require.NoError(a.t, err)
	require.NoError(a.t, resp.Body.Close())
	return &reply{resp.StatusCode, resp.Header}, string(answer)
}

func (a *asker) get(path string, header ...string) (*reply, string) {
	a.t.Helper()
	return a.ask(http.MethodGet, path, "", header...)
}

// path is one in the room.
func (a *asker) path(format string, args ...any) string {
	return "/v2/" + string(a.room) + "/" + fmt.Sprintf(format, args...)
}

// location is the path that an answer leads to, with what is added to its query;
// empty if it leads nowhere.
func (a *asker) location(resp *reply, more ...string) string {
	a.t.Helper()
	to, err := url.Parse(resp.Header.Get("Location"))
	require.NoError(a.t, err)
	if to.Path == "" {
		return ""
	}
	require.Contains(a.t, []string{"", strings.TrimPrefix(a.base, "http://")}, to.Host)
	if len(more) > 0 && to.RawQuery != "" {
		more = append([]string{to.RawQuery}, more...)
	}
	if len(more) > 0 {
		to.RawQuery = strings.Join(more, "&")
	}
	return to.RequestURI()
}

// inShort is an answer that is not the one that is asked for, in short.
func inShort(resp *reply, body string) string {
	if resp.StatusCode >= 400 {
		if code := codeIn(body); code != "" {
			return fmt.Sprintf("%d %s", resp.StatusCode, code)
		}
	}
	return strconv.Itoa(resp.StatusCode)
}

// answers says what is answered, where it is not the status.
func (a *asker) answers(method string, status int, paths ...string) string {
	a.t.Helper()
	for _, path := range paths {
		if resp, body := a.ask(method, path, ""); resp.StatusCode != status {
			return inShort(resp, body)
		}
	}
	return ""
}

func gets(status int, paths ...string) probe {
	return func(a *asker) string { return a.answers(http.MethodGet, status, paths...) }
}

func heads(status int, paths ...string) probe {
	return func(a *asker) string { return a.answers(http.MethodHead, status, paths...) }
}
