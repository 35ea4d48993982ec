package registryproxy

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// catalogOf is the answer to a request for the catalog.
func (s *stand) catalogOf(t *testing.T, bearer, query string) (repositories []string, link string) {
	t.Helper()
	resp, body := s.request(t, http.MethodGet, "/v2/_catalog?"+query, bearer)
	require.Equal(t, http.StatusOK, resp.StatusCode, body)
	require.Equal(t, "application/json", resp.Header.Get("Content-Type"))
	require.Equal(t, "private, no-cache", resp.Header.Get("Cache-Control"))
	head, none := s.request(t, http.MethodHead, "/v2/_catalog?"+query, bearer)
	require.Empty(t, none)
	require.Equal(t, said(resp), said(head))
	var list struct{ Repositories []string }
	require.NoError(t, json.Unmarshal([]byte(body), &list))
	require.NotNil(t, list.Repositories, "never null")
	return list.Repositories, resp.Header.Get("Link")
}

func TestCatalog(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	closure := s.publish(t, app, "1.4.0")
	s.gate.product("tools", "tools", "acme-b/tools", "acme/b-tools")
	for _, r := range []entitlement.RepositoryPath{"tools", "acme-b/tools", "acme/b-tools"} {
		s.gate.publish(r, entitlement.Pinned{Version: "1", Tag: "1", Closures: []entitlement.Closure{closure}})
	}
	s.gate.product("secret", "acme/b")
	s.gate.publish("acme/b", entitlement.Pinned{Version: "1", Tag: "1", Closures: []entitlement.Closure{closure}})
	s.gate.grant("globex", "tools", entitlement.All(), time.Time{})
	s.gate.grant("globex", "secret", entitlement.All(), time.Unix(1, 0))
	s.gate.grant("globex", "other", entitlement.Only("7.0.0"), time.Time{})
	bearer := s.bearer(t, s.gate.token(t, "globex"))
	tests := []struct {
		name, query string
		want        []string
		link        string
		code        string
	}{
		{name: "all", want: []string{"acme-b/tools", "acme/app", "acme/b-tools", "tools"}},
		{name: "a page", query: "n=2", want: []string{"acme-b/tools", "acme/app"}, link: `</v2/_catalog?last=acme%2Fapp&n=2>; rel="next"`},
		{name: "the next", query: "last=acme%2Fapp&n=2", want: []string{"acme/b-tools", "tools"}},
		{name: "behind one that is not held", query: "last=acme/b", want: []string{"acme/b-tools", "tools"}},
		{name: "behind the last", query: "last=z", want: []string{}},
		{name: "none", query: "n=0", want: []string{}},
		{name: "more than there are", query: "n=100000", want: []string{"acme-b/tools", "acme/app", "acme/b-tools", "tools"}},
		{name: "less than none", query: "n=-1", code: codePagination},
		{name: "no number", query: "n=", code: codePagination},
		{name: "not a query", query: "n=%zz", code: codePagination},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.code != "" {
				resp, body := s.request(t, http.MethodGet, "/v2/_catalog?"+tt.query, bearer)
				require.Equal(t, http.StatusBadRequest, resp.StatusCode)
				require.Equal(t, tt.code, code(t, body))
				return
			}
			repositories, link := s.catalogOf(t, bearer, tt.query)
			require.Equal(t, tt.want, repositories)
			require.Equal(t, tt.link, link)
		})
	}
	t.Run("each can list its tags, and no other can", func(t *testing.T) {
		t.Parallel()
		all, _ := s.catalogOf(t, s.bearer(t, s.gate.token(t, "")), "")
		require.Equal(t, []string{"acme-b/tools", "acme/app", "acme/b", "acme/b-tools", "acme/other", "tools"}, all, "staff see all")
		held, _ := s.catalogOf(t, bearer, "")
		for _, r := range all {
			resp, _ := s.request(t, http.MethodGet, "/v2/"+r+"/tags/list", s.bearer(t, s.gate.token(t, "globex"), "repository:"+r+":pull"))
			require.Equal(t, strings.Contains(fmt.Sprint(held), r+" ") || held[len(held)-1] == r, resp.StatusCode == http.StatusOK, r)
		}
	})
	t.Run("nothing held", func(t *testing.T) {
		t.Parallel()
		_, body := s.request(t, http.MethodGet, "/v2/_catalog", s.bearer(t, s.gate.token(t, "initech")))
		require.JSONEq(t, `{"repositories":[]}`, body)
	})
}

// TestCatalogWithAClient asks as crane does, for the scope registry:catalog:*,
// and follows the pages.
func TestCatalogWithAClient(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.gate.grant("globex", "other", entitlement.All(), time.Time{})
	registry, err := name.NewRegistry(s.host, name.Insecure)
	require.NoError(t, err)
	for _, login := range []remote.Option{loginWith(s.gate.token(t, "globex")), loginWith(s.gate.token(t, ""))} {
		repositories, err := remote.Catalog(t.Context(), registry, login, remote.WithPageSize(1))
		require.NoError(t, err)
		require.Equal(t, []string{"acme/app", "acme/other"}, repositories)
	}
}

// TestCatalogIsAsOfNow holds one token and changes what it is worth.
func TestCatalogIsAsOfNow(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	token := s.gate.token(t, "globex")
	bearer := s.bearer(t, token, "registry:catalog:*")
	see := func(want ...string) {
		t.Helper()
		repositories, link := s.catalogOf(t, bearer, "")
		require.Equal(t, append([]string{}, want...), repositories)
		require.Empty(t, link)
	}
	see("acme/app")
	s.gate.grant("globex", "other", entitlement.All(), time.Time{})
	see("acme/app", "acme/other")
	s.gate.change(func(g *testGate) { g.grants["globex"][0].Expires = time.Now() })
	see("acme/other")
	s.gate.change(func(g *testGate) { g.off["globex"] = true })
	see()
	s.gate.revoke(token)
	resp, _ := s.request(t, http.MethodGet, "/v2/_catalog", bearer)
	require.Equal(t, http.StatusUnauthorized, resp.StatusCode)
	require.Equal(t, `Bearer realm="`+s.server.URL+`/token",service="registry",error="invalid_token"`, resp.Header.Get("WWW-Authenticate"), "no scope is asked for that is not granted")
}
