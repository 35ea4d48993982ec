package registryproxy

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestTagsList(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	closure := s.publish(t, app, "1.4.0")
	for _, v := range []string{"1.4.1", "1.4.3", "1.5.0", "3.0.0"} {
		s.gate.publish(app, entitlement.Pinned{Version: v, Tag: v, Closures: []entitlement.Closure{closure}})
	}
	s.gate.grant("globex", "app", entitlement.Only("1.4.1", "1.5.0"), time.Time{})
	s.gate.grant("later", "app", entitlement.Only("7.0.0"), time.Time{})
	token := s.gate.token(t, "globex")
	bearer := s.bearer(t, token, pull(app))
	tests := []struct {
		name, query string
		want        []string
		link        string
		code        string
	}{
		{name: "all", want: []string{"1.4.0", "1.4.1", "1.4.2", "1.5.0"}},
		{name: "a page", query: "n=2", want: []string{"1.4.0", "1.4.1"}, link: `</v2/acme/app/tags/list?last=1.4.1&n=2>; rel="next"`},
		{name: "the next", query: "n=2&last=1.4.1", want: []string{"1.4.2", "1.5.0"}},
		{name: "behind one that is not held", query: "last=1.4.3", want: []string{"1.5.0"}},
		{name: "behind one that is not there", query: "last=1.4.1-x", want: []string{"1.4.2", "1.5.0"}},
		{name: "behind the last", query: "last=9", want: []string{}},
		{name: "none", query: "n=0", want: []string{}},
		{name: "more than there are", query: "n=9000000000000000000", want: []string{"1.4.0", "1.4.1", "1.4.2", "1.5.0"}},
		{name: "less than none", query: "n=-1", code: codePagination},
		{name: "no number", query: "n=ten", code: codePagination},
		{name: "empty", query: "n=", code: codePagination},
		{name: "too large a number", query: "n=99999999999999999999", code: codePagination},
		{name: "two numbers", query: "n=1&n=2", code: codePagination},
		{name: "not a query", query: "n=%zz", code: codePagination},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			resp, body := s.request(t, http.MethodGet, "/v2/acme/app/tags/list?"+tt.query, bearer)
			require.Equal(t, tt.link, resp.Header.Get("Link"))
			if tt.code != "" {
				require.Equal(t, http.StatusBadRequest, resp.StatusCode)
				require.Equal(t, tt.code, code(t, body))
				return
			}
			require.Equal(t, http.StatusOK, resp.StatusCode)
			var list struct {
				Name string
				Tags []string
			}
			require.NoError(t, json.Unmarshal([]byte(body), &list))
			require.Equal(t, "acme/app", list.Name)
			require.Equal(t, tt.want, list.Tags)
		})
	}
	t.Run("a client follows the pages", func(t *testing.T) {
		t.Parallel()
		tags, err := remote.List(s.ref(t, app, "x").Context(), loginWith(token), remote.WithPageSize(1))
		require.NoError(t, err)
		require.Equal(t, []string{"1.4.0", "1.4.1", "1.4.2", "1.5.0"}, tags)
	})
	t.Run("nothing of what is held is there yet", func(t *testing.T) {
		t.Parallel()
		resp, body := s.request(t, http.MethodGet, "/v2/acme/app/tags/list", s.bearer(t, s.gate.token(t, "later"), pull(app)))
		require.Equal(t, http.StatusNotFound, resp.StatusCode)
		require.Equal(t, codeNameUnknown, code(t, body))
	})
}
