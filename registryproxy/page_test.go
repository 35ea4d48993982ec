package registryproxy

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestPages follows the links through lists of any length, in pages of any size:
// each name comes once, in order, and no page but the last is short.
func TestPages(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		sorted := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z0-9_][a-zA-Z0-9._/-]{0,5}`), 0, 30, rapid.ID).Draw(t, "names")
		slices.Sort(sorted)
		n := rapid.IntRange(1, 12).Draw(t, "n")
		seen := []string{}
		for target := fmt.Sprintf("/v2/_catalog?n=%d", n); target != ""; {
			p, no := readPage(httptest.NewRequest(http.MethodGet, target, nil))
			require.Nil(t, no)
			names, more := p.of(sorted)
			require.NotNil(t, names)
			seen = append(seen, names...)
			target = ""
			if more {
				require.Len(t, names, n)
				link := p.next("/v2/_catalog", names[n-1])
				target = strings.TrimSuffix(strings.TrimPrefix(link, "<"), `>; rel="next"`)
				require.Len(t, link, len(target)+len(`<>; rel="next"`))
			}
		}
		require.Equal(t, sorted, seen)
	})
}

// TestPageLimit is a list that is longer than one page may be.
func TestPageLimit(t *testing.T) {
	t.Parallel()
	var sorted []string
	for i := range maxPage + 5 {
		sorted = append(sorted, fmt.Sprintf("a%05d", i))
	}
	for _, query := range []string{"", "?n=10000", "?n=10001", "?n=9000000000000000000"} {
		p, no := readPage(httptest.NewRequest(http.MethodGet, "/v2/_catalog"+query, nil))
		require.Nil(t, no)
		names, more := p.of(sorted)
		require.True(t, more, query)
		require.Equal(t, sorted[:maxPage], names)
		require.Equal(t, `</v2/_catalog?last=a09999&n=10000>; rel="next"`, p.next("/v2/_catalog", names[maxPage-1]))
	}
}
