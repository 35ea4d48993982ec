package attacks_test

import (
	"cmp"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// challengeForm is all that may ever stand in a challenge: nothing of a stranger's
// path but a repository's name.
var challengeForm = regexp.MustCompile(`^Bearer realm="http://[A-Za-z0-9.:-]+/token",service="registry"(,scope="repository:[a-z0-9/._-]+:[a-z,]+")?(,error="[a-z_]+")?$`)

// TestPathDifferentials: what is judged is what was written, whatever another
// server would make of it.
func TestPathDifferentials(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	shops := []struct {
		*shop
		replace *strings.Replacer
	}{
		{s.acme, strings.NewReplacer("HELD", old, "OTHER", next, "HOST", s.acme.host)},
		{s.umbra, strings.NewReplacer("HELD", next, "OTHER", old, "HOST", s.umbra.host)},
	}
	for _, shop := range shops {
		for _, a := range append(anotherPath(), sameThing()...) {
			t.Run(string(shop.config.Vendor)+"/"+a.name, func(t *testing.T) {
				target, repository := shop.replace.Replace(a.target), shop.replace.Replace(cmp.Or(a.repository, app))
				customer, own := shop.bearer(t, globex, repository), shop.bearer(t, staff, repository)
				for _, method := range []string{http.MethodGet, http.MethodHead} {
					got := one(t, shop.host, method, target, customer)
					require.Equal(t, a.status, got.status, "%s %s: %s", method, target, got.body)
					if method == http.MethodGet {
						require.Equal(t, a.code, got.code(), got.body)
						require.NotContains(t, got.header, "X-Injected")
					}
					if !a.any {
						require.Equal(t, a.status, one(t, shop.host, method, target, own).status, "staff get no further with it")
					}
					stranger := one(t, shop.host, method, target)
					require.Contains(t, []int{400, 401, 404}, stranger.status)
					if stranger.status == http.StatusUnauthorized {
						require.Regexp(t, challengeForm, stranger.header.Get("WWW-Authenticate"))
					}
				}
			})
		}
	}
}
