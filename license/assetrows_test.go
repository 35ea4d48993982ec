package license_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An assetRow is one worked example: one or several texts, and what all of them
// come out as.
type assetRow struct {
	row     int
	texts   []string
	as      license.AssetKind
	want    string // the canonical form; empty: an error
	kind    license.AssetKind
	counts  int64
	sameAs  int   // the row whose asset it is
	refused error // nil with no want: any error
}

func assetRows() []assetRow {
	return []assetRow{
		{row: 1, texts: []string{"example.com"}, want: "example.com", kind: license.Domain, counts: 1},
		{row: 2, texts: []string{"EXAMPLE.com"}, want: "example.com", kind: license.Domain, counts: 1, sameAs: 1},
		{row: 3, texts: []string{"example.com."}, want: "example.com", kind: license.Domain, counts: 1, sameAs: 1},
		{row: 4, texts: []string{" example.com "}, want: "example.com", kind: license.Domain, counts: 1, sameAs: 1},
		{row: 5, texts: []string{"ｅｘａｍｐｌｅ.com"}, want: "example.com", kind: license.Domain, counts: 1, sameAs: 1},
		{row: 6, texts: []string{"www.example.com"}, want: "www.example.com", kind: license.Subdomain, counts: 1},
		{row: 7, texts: []string{"a.b.example.com"}, want: "a.b.example.com", kind: license.Subdomain, counts: 1},
		{row: 8, texts: []string{"example.co.uk"}, want: "example.co.uk", kind: license.Domain, counts: 1},
		{row: 9, texts: []string{"www.example.co.uk"}, want: "www.example.co.uk", kind: license.Subdomain, counts: 1},
		{row: 10, texts: []string{"co.uk", "com"}, refused: license.ErrPublicSuffix},
		{row: 11, texts: []string{"alice.github.io"}, want: "alice.github.io", kind: license.Domain, counts: 1},
		{row: 12, texts: []string{"github.io"}, want: "github.io", kind: license.Domain, counts: 1},
		{row: 13, texts: []string{"localhost"}, want: "localhost", kind: license.Domain, counts: 1},
		{row: 14, texts: []string{"db01.corp.internal"}, want: "db01.corp.internal", kind: license.Subdomain, counts: 1},
		{row: 15, texts: []string{"münchen.de"}, want: "xn--mnchen-3ya.de", kind: license.Domain, counts: 1},
		{row: 16, texts: []string{"MÜNCHEN.DE", "xn--mnchen-3ya.de"}, want: "xn--mnchen-3ya.de", kind: license.Domain, counts: 1, sameAs: 15},
		{row: 17, texts: []string{"faß.de"}, want: "xn--fa-hia.de", kind: license.Domain, counts: 1},
		{row: 18, texts: []string{"fass.de"}, want: "fass.de", kind: license.Domain, counts: 1},
		{row: 19, texts: []string{"例え。テスト"}, want: "xn--r8jz45g.xn--zckzah", kind: license.Domain, counts: 1},
		{row: 20, texts: []string{"my_app.example.com"}, want: "my_app.example.com", kind: license.Subdomain, counts: 1},
		{row: 21, texts: []string{"r3---sn-x.example.com"}, want: "r3---sn-x.example.com", kind: license.Subdomain, counts: 1},
		{row: 22, texts: []string{"-bad.example.com", "example..com", "exa mple.com", "xn--a.com"}},
		{row: 23, texts: []string{"*.example.com"}, refused: license.ErrWildcard},
		{row: 24, texts: []string{"example.com:8443", "192.0.2.1:443"}, refused: license.ErrNeedsURL},
		{row: 25, texts: []string{"user@example.com", "example.com/path"}},
		{row: 26, texts: []string{"192.0.2.1"}, want: "192.0.2.1", kind: license.Address, counts: 1},
		{row: 27, texts: []string{"::ffff:192.0.2.1"}, want: "192.0.2.1", kind: license.Address, counts: 1, sameAs: 26},
		{row: 28, texts: []string{"192.0.2.1/32"}, want: "192.0.2.1", kind: license.Address, counts: 1, sameAs: 26},
		{row: 29, texts: []string{"192.0.2.001", "192.0.2.256", "0x7f.0.0.1", "3221225985"}, refused: license.ErrAddress},
		{row: 30, texts: []string{"2001:DB8:0:0::1", "[2001:db8::1]"}, want: "2001:db8::1", kind: license.Address, counts: 1},
		{row: 31, texts: []string{"fe80::1%eth0"}, refused: license.ErrZone},
		{row: 32, texts: []string{"192.0.2.0/29", "192.0.2.5/29"}, want: "192.0.2.0/29", kind: license.Address, counts: 8},
		{row: 33, texts: []string{"10.0.0.0/8", "2001:db8::/64"}, refused: license.ErrRangeTooLarge},
		{row: 34, texts: []string{"https://example.com"}, want: "https://example.com/", kind: license.WebApp, counts: 1},
		{row: 35, texts: []string{"HTTPS://Example.COM:443/"}, want: "https://example.com/", kind: license.WebApp, counts: 1, sameAs: 34},
		{row: 36, texts: []string{"http://example.com", "http://example.com:80/"}, want: "http://example.com/", kind: license.WebApp, counts: 1, sameAs: 34},
		{row: 37, texts: []string{"https://example.com:8443/"}, want: "https://example.com:8443/", kind: license.WebApp, counts: 1},
		{row: 38, texts: []string{"http://example.com:443/"}, want: "http://example.com:443/", kind: license.WebApp, counts: 1},
		{row: 39, texts: []string{"https://example.com/app"}, want: "https://example.com/app", kind: license.WebApp, counts: 1},
		{row: 40, texts: []string{
			"https://example.com/app/", "https://example.com//app", "https://example.com/a/../app/./",
			"https://example.com/%61pp", "https://example.com/app?x=1#y",
		}, want: "https://example.com/app", kind: license.WebApp, counts: 1, sameAs: 39},
		{row: 41, texts: []string{"https://example.com/App"}, want: "https://example.com/App", kind: license.WebApp, counts: 1},
		{row: 42, texts: []string{"https://example.com/a%2fb"}, want: "https://example.com/a%2Fb", kind: license.WebApp, counts: 1},
		{row: 43, texts: []string{"https://user:pw@example.com/"}, refused: license.ErrUserinfo},
		{row: 44, texts: []string{"ftp://example.com/", "https:///x", "https://example.com:0/", "https://example.com:99999/"}, refused: license.ErrURL},
		{row: 45, texts: []string{"https://münchen.de/"}, want: "https://xn--mnchen-3ya.de/", kind: license.WebApp, counts: 1},
		{row: 46, texts: []string{"https://[2001:DB8::1]:443/"}, want: "https://[2001:db8::1]/", kind: license.WebApp, counts: 1},
		{row: 47, texts: []string{"https://192.0.2.1/", "https://[::ffff:192.0.2.1]/"}, want: "https://192.0.2.1/", kind: license.WebApp, counts: 1},
		{row: 48, texts: []string{"https://0x7f.1/"}, refused: license.ErrAddress},
		{row: 49, texts: []string{"https://api.example.com/v1", "https://api.example.com/v1/"}, as: license.API, want: "https://api.example.com/v1", kind: license.API, counts: 1},
		{row: 50, texts: []string{"https://api.example.com/v2"}, as: license.API, want: "https://api.example.com/v2", kind: license.API, counts: 1},
		{row: 51, texts: []string{"https://example.com/app"}, as: license.API, want: "https://example.com/app", kind: license.API, counts: 1, sameAs: 39},
	}
}

func TestAssetRows(t *testing.T) {
	rows, keys := assetRows(), map[string]int{}
	require.Len(t, rows, 51)
	for i, row := range rows {
		require.Equal(t, i+1, row.row)
		for _, text := range row.texts {
			got, err := license.ParseAsset(text, row.as)
			if row.want == "" {
				require.ErrorIs(t, err, tenant.ErrInvalid, "row %d: %q", row.row, text)
				if row.refused != nil {
					require.ErrorIs(t, err, row.refused, "row %d: %q", row.row, text)
				}
				require.Zero(t, got)
				continue
			}
			require.NoError(t, err, "row %d: %q", row.row, text)
			require.Equal(t, license.Asset{Canonical: row.want, Kind: row.kind}, got, "row %d: %q", row.row, text)
			require.Equal(t, row.counts, got.Counts(), "row %d: %q", row.row, text)
			// One key for the row, and for no other but that which is the same.
			first := row.row
			if row.sameAs != 0 {
				first = row.sameAs
			}
			if _, known := keys[got.Key()]; !known {
				require.Zero(t, row.sameAs, "row %d: %q has a key of its own: %s", row.row, text, got.Key())
				keys[got.Key()] = row.row
			}
			require.Equal(t, first, keys[got.Key()], "row %d: %q has the key of another: %s", row.row, text, got.Key())
		}
	}
}

// Row 32 says what a range adds to an address in it, and row 51 what a URL adds as
// an API that is there as a web application.
func TestAssetRowsTogether(t *testing.T) {
	var inventory license.Inventory
	add := func(text string, as license.AssetKind) int64 {
		a, err := license.ParseAsset(text, as)
		require.NoError(t, err)
		return inventory.Add(a)
	}
	require.EqualValues(t, 1, add("192.0.2.1", license.Auto))
	require.EqualValues(t, 7, add("192.0.2.0/29", license.Auto))
	require.EqualValues(t, 1, add("https://example.com/app", license.WebApp))
	require.EqualValues(t, 0, add("https://example.com/app", license.API))
	require.EqualValues(t, 9, inventory.Total())
}

// A name and its URL, and an address and its, are two.
func TestHostAndURLAreTwo(t *testing.T) {
	for _, name := range []string{"example.com", "192.0.2.1"} {
		host, err := license.ParseAsset(name, license.Auto)
		require.NoError(t, err)
		url, err := license.ParseAsset("https://"+name, license.Auto)
		require.NoError(t, err)
		require.NotEqual(t, host.Key(), url.Key())
		require.True(t, strings.HasPrefix(url.Key(), "url:"))
	}
}
