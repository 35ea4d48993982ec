package registryproxy

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestStaffTags is lists of tags as registries give them, good ones and others.
func TestStaffTags(t *testing.T) {
	t.Parallel()
	gate := newTestGate()
	gate.product("app", app)
	all := `{"name":"up/app","tags":["c","a","B","b","a"]}`
	tests := []struct {
		name, query string
		upstream    roundTripper
		status      int
		body, link  string
	}{
		{name: "all, in any order", upstream: answer(200, nil, all), status: 200, body: `{"name":"acme/app","tags":["B","a","b","c"]}`},
		{name: "a page, of a registry without pages", query: "?n=2", upstream: answer(200, nil, all), status: 200, body: `{"name":"acme/app","tags":["B","a"]}`, link: `</v2/acme/app/tags/list?last=a&n=2>; rel="next"`},
		{name: "the next one", query: "?n=2&last=a", upstream: answer(200, nil, all), status: 200, body: `{"name":"acme/app","tags":["b","c"]}`},
		{name: "none", query: "?n=0", upstream: answer(200, nil, all), status: 200, body: `{"name":"acme/app","tags":[]}`},
		{name: "null", upstream: answer(200, nil, `{"name":"up/app","tags":null}`), status: 200, body: `{"name":"acme/app","tags":[]}`},
		{
			name: "a page of its own", query: "?n=1", status: 200, body: all, link: `</v2/acme/app/tags/list?next=x>; rel="next"`,
			upstream: answer(200, http.Header{"Link": {`</v2/acme/app/tags/list?next=x>; rel="next"`}}, all),
		},
		{name: "no number, of which nobody is asked", query: "?n=-1", status: 400},
		{name: "no list", upstream: answer(200, nil, `<html>`), status: 502},
		{name: "a list without an end", upstream: answer(200, nil, all+strings.Repeat(" ", maxStaffTags)), status: 502},
		{name: "no repository", upstream: answer(404, nil, `{"errors":[]}`), status: 404, body: `{"errors":[]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &stand{gate: gate, upstream: Upstream{Registry: "http://up.example", Transport: tt.upstream}}
			s.serve(t, publishingGate{gate})
			resp, body := s.request(t, http.MethodGet, "/v2/acme/app/tags/list"+tt.query, s.bearer(t, gate.token(t, ""), pull(app)))
			require.Equal(t, tt.status, resp.StatusCode, body)
			require.Equal(t, tt.link, resp.Header.Get("Link"))
			if tt.body != "" {
				require.JSONEq(t, tt.body, body)
			}
		})
	}
}
