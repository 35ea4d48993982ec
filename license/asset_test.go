package license_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestAssetKind(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		as         license.AssetKind
		want       license.AssetKind
		err        error
	}{
		{name: "a name is what the list says", text: "www.example.com", as: license.Domain, want: license.Subdomain},
		{name: "and the other way round", text: "example.com", as: license.Subdomain, want: license.Domain},
		{name: "an address", text: "192.0.2.1", as: license.Address, want: license.Address},
		{name: "a range", text: "2001:db8::/120", as: license.Address, want: license.Address},
		{name: "an API", text: "https://example.com/v1", as: license.API, want: license.API},
		{name: "a name is no address", text: "example.com", as: license.Address, err: license.ErrKind},
		{name: "an address is no name", text: "192.0.2.1", as: license.Domain, err: license.ErrKind},
		{name: "a URL is no name", text: "https://example.com", as: license.Subdomain, err: license.ErrKind},
		{name: "a URL is no address", text: "https://192.0.2.1", as: license.Address, err: license.ErrKind},
		{name: "a name is no web application", text: "example.com", as: license.WebApp, err: license.ErrNeedsURL},
		{name: "an address is no API", text: "192.0.2.1", as: license.API, err: license.ErrNeedsURL},
		{name: "a kind that there is not", text: "example.com", as: "website", err: license.ErrKind},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := license.ParseAsset(tt.text, tt.as)
			require.ErrorIs(t, err, tt.err)
			require.Equal(t, tt.want, got.Kind)
			if err != nil {
				require.ErrorIs(t, err, tenant.ErrInvalid)
			}
		})
	}
}

func TestAssetAccepts(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{name: "IDNA's other full stops", text: "a｡example．com。", want: "a.example.com"},
		{name: "a soft hyphen is nothing", text: "exam\u00adple.com", want: "example.com"},
		{name: "right to left", text: "مثال.إختبار", want: "xn--mgbh0fb.xn--kgbechtv"},
		{name: "a final sigma is itself", text: "όνος.gr", want: "xn--yxaej1b.gr"},
		{name: "capitals in ASCII form", text: "XN--MNCHEN-3YA.DE", want: "xn--mnchen-3ya.de"},
		{name: "a name that begins with digits", text: "1und1.de", want: "1und1.de"},
		{name: "a name whose end is no number", text: "example.0xyz", want: "example.0xyz"},
		{name: "a part of 63 bytes", text: strings.Repeat("a", 63) + ".de", want: strings.Repeat("a", 63) + ".de"},
		{name: "a service record", text: "_sip._tcp.example.com", want: "_sip._tcp.example.com"},
		{name: "IPv4 in IPv6 as a range", text: "::ffff:192.0.2.5/125", want: "192.0.2.0/29"},
		{name: "the largest range", text: "10.0.16.7/20", want: "10.0.16.0/20"},
		{name: "the largest IPv6 range", text: "2001:db8::1:0/116", want: "2001:db8::1:0/116"},
		{name: "one address as a range", text: "2001:db8::1/128", want: "2001:db8::1"},
		{name: "no compression of one group", text: "2001:db8:0:1:1:1:1:1", want: "2001:db8:0:1:1:1:1:1"},
		{name: "NAT64 stays", text: "64:ff9b::192.0.2.1", want: "64:ff9b::c000:201"},
		{name: "tabs and line ends around", text: "\texample.com\r\n", want: "example.com"},
		{name: "a port without a number", text: "https://example.com:/", want: "https://example.com/"},
		{name: "the last port", text: "https://example.com:65535", want: "https://example.com:65535/"},
		{name: "another scheme's port", text: "https://example.com:80", want: "https://example.com:80/"},
		{name: "a URL with the dot", text: "https://example.com./", want: "https://example.com/"},
		{name: "a URL on a public suffix", text: "https://co.uk/", want: "https://co.uk/"},
		{name: "encoded dots", text: "https://example.com/a/%2e%2e/b/%2E/c", want: "https://example.com/b/c"},
		{name: "dots above the root", text: "https://example.com/../../a", want: "https://example.com/a"},
		{name: "an empty part is gone up from", text: "https://example.com/a//../b", want: "https://example.com/a/b"},
		{name: "a dot is part of a name", text: "https://example.com/.well-known/a..b/...", want: "https://example.com/.well-known/a..b/..."},
		{name: "decoded once only", text: "https://example.com/%252e%252e/a", want: "https://example.com/%252e%252e/a"},
		{name: "other letters are encoded", text: "https://example.com/münchen", want: "https://example.com/m%C3%BCnchen"},
		{name: "and stay so", text: "https://example.com/m%c3%bcnchen", want: "https://example.com/m%C3%BCnchen"},
		{name: "what a path does not hold", text: `https://example.com/a"<b>|{c}[d]^`, want: "https://example.com/a%22%3Cb%3E%7C%7Bc%7D%5Bd%5D%5E"},
		{name: "what it may hold", text: "https://example.com/a;b=1,2/@c:d/!$&'()*+~", want: "https://example.com/a;b=1,2/@c:d/!$&'()*+~"},
		{name: "a query first", text: "https://example.com?a=https://b/", want: "https://example.com/"},
		{name: "a fragment first", text: "https://example.com#/a", want: "https://example.com/"},
		{name: "slashes only", text: "https://example.com///", want: "https://example.com/"},
		{name: "an encoded NUL is a path like any", text: "https://example.com/%00", want: "https://example.com/%00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, err := license.ParseAsset(tt.text, license.Auto)
			require.NoError(t, err)
			require.Equal(t, tt.want, got.Canonical)
			again, err := license.ParseAsset(got.Canonical, license.Auto)
			require.NoError(t, err)
			require.Equal(t, got, again)
		})
	}
}

// What is canonical already is not copied. For a name the list of suffixes makes an
// error of its own, and throws it away.
func TestAssetNothingIsCopied(t *testing.T) {
	for text, most := range map[string]float64{"www.example.com": 1, "192.0.2.1": 0, "2001:db8::1": 0, "https://example.com:8443/app": 0} {
		allocs := testing.AllocsPerRun(100, func() {
			if a, err := license.ParseAsset(text, license.Auto); err != nil || a.Canonical != text {
				t.Errorf("%s is %s: %v", text, a, err)
			}
		})
		require.LessOrEqual(t, allocs, most, "%s", text)
	}
}
