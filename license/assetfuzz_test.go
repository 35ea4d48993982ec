package license_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/publicsuffix"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Nothing that anybody writes panics; what is an asset comes out the same when it
// is read again; and what is none is refused by a text that is fit to be shown.
func FuzzParseAsset(f *testing.F) {
	for _, row := range assetRows() {
		for _, text := range row.texts {
			f.Add(text, string(row.as))
		}
	}
	for _, text := range []string{"xn--a-ecp.ru", "a\u200db", "İ.com", "ß。de", "::ffff:1.2.3.4/120", "https://[::ffff:1.2.3.4]:080/%2E%2e/%", "http://a/%e2%80%ae", "xn--", "0x", "[]", "https://[", "1.2.3.4:", "::%", "https://xn--/"} {
		f.Add(text, "")
	}
	f.Fuzz(func(t *testing.T, text, as string) {
		a, err := license.ParseAsset(text, license.AssetKind(as))
		if err != nil {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.Zero(t, a)
			require.True(t, utf8.ValidString(err.Error()))
			require.Less(t, len(err.Error()), 2000)
			return
		}
		again, err := license.ParseAsset(a.Canonical, license.AssetKind(as))
		require.NoError(t, err)
		require.Equal(t, a, again)
		require.Equal(t, a.Key(), again.Key())
		own, err := license.ParseAsset(a.Canonical, a.Kind)
		require.NoError(t, err, "it is of its own kind")
		require.Equal(t, a, own)
		require.LessOrEqual(t, len(a.Canonical), 2048)
		for i := range len(a.Canonical) {
			require.True(t, a.Canonical[i] > ' ' && a.Canonical[i] < 0x7f, "%q", a.Canonical)
		}
		require.Positive(t, a.Counts())
		require.LessOrEqual(t, a.Counts(), int64(4096))
		require.Equal(t, a.Kind == license.WebApp || a.Kind == license.API, a.IsURL())
		if suffix, icann := publicsuffix.PublicSuffix(a.Canonical); !a.IsURL() && icann {
			require.NotEqual(t, suffix, a.Canonical)
		}
		var inventory license.Inventory
		require.Equal(t, a.Counts(), inventory.Add(a))
		require.Zero(t, inventory.Add(again))
	})
}
