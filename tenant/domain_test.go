package tenant_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestParseDomain(t *testing.T) {
	tests := []struct {
		name, text string
		want       tenant.Domain
		why        string // why it is refused; empty if it is not
	}{
		{name: "as it is", text: "acme.example", want: "acme.example"},
		{name: "capitals", text: "ACME.Example", want: "acme.example"},
		{name: "spaces around it", text: "  acme.example ", want: "acme.example"},
		{name: "one below another", text: "mail.acme.example", want: "mail.acme.example"},
		{name: "in its own letters", text: "Bücher.example", want: "xn--bcher-kva.example"},
		{name: "a full stop of IDNA", text: "acme\u3002example", want: "acme.example"},
		{name: "digits and a name", text: "163.com", want: "163.com"},
		{name: "a homoglyph is another one", text: "\u0430cme.example", want: "xn--cme-5cd.example"},
		{name: "empty", text: "", why: "two parts or more"},
		{name: "one part", text: "localhost", why: "two parts or more"},
		{name: "an address", text: "ann@acme.example", why: "not one"},
		{name: "with an @", text: "@acme.example", why: "not one"},
		{name: "a wildcard", text: "*.acme.example", why: "not one"},
		{name: "all below it", text: ".acme.example", why: "1 to 63 bytes"},
		{name: "a trailing dot", text: "acme.example.", why: "no dot stands at its end"},
		{name: "a port", text: "acme.example:443", why: "not one"},
		{name: "a URL", text: "https://acme.example", why: "not one"},
		{name: "IPv4", text: "192.0.2.1", why: "an IP address"},
		{name: "IPv4 in two parts", text: "192.513", why: "an IP address"},
		{name: "IPv4 in hexadecimal", text: "192.0x201", why: "an IP address"},
		{name: "hexadecimal of nothing", text: "192.0x", why: "an IP address"},
		{name: "IPv6", text: "[2001:db8::1]", why: "not one"},
		{name: "the sign for kelvin", text: "ban\u212a.example", why: `comes out as "bank.example"`},
		{name: "a long s", text: "ac\u017fme.example", why: `comes out as "acsme.example"`},
		{name: "letters of full width", text: "ＡＣＭＥ.example", why: `comes out as "acme.example"`},
		{name: "a dot in disguise", text: "acme\u2488example", why: "not one"},
		{name: "Punycode of ASCII", text: "xn--acme-.example", why: "not one"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tenant.ParseDomain(tt.text)
			require.Equal(t, tt.want, got)
			if tt.why == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
		})
	}
}

func TestAllowsDomain(t *testing.T) {
	tests := []struct {
		name    string
		only    bool
		domains []tenant.Domain
		email   tenant.Email
		want    bool
	}{
		{"not switched on", false, nil, "ann@evil.example", true},
		{"not switched on, with a list", false, []tenant.Domain{"acme.example"}, "ann@evil.example", true},
		{"an empty list", true, nil, "ann@acme.example", false},
		{"listed", true, []tenant.Domain{"acme.example", "globex.example"}, "ann@globex.example", true},
		{"not listed", true, []tenant.Domain{"acme.example"}, "ann@globex.example", false},
		{"below one that is listed", true, []tenant.Domain{"acme.example"}, "ann@mail.acme.example", false},
		{"above one that is listed", true, []tenant.Domain{"mail.acme.example"}, "ann@acme.example", false},
		{"ends with one that is listed", true, []tenant.Domain{"acme.example"}, "ann@evilacme.example", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, tenant.Profile{DomainsOnly: tt.only, Domains: tt.domains}.AllowsDomain(tt.email))
		})
	}
}

// There is no way round a list of domains. Each of these is refused, is outside, or
// is what is sent to too: then the domain of the recipient is the one that is listed.
func TestDomainCorpus(t *testing.T) {
	list := tenant.Profile{DomainsOnly: true, Domains: tenant.DomainsOf("acme.com", "bank.com", "acsme.com")}
	const refused, outside, inside = "refused", "outside", "inside"
	tests := []struct{ name, text, want string }{
		{"as it is", "ann@acme.com", inside},
		{"capitals", "ANN@ACME.COM", inside},
		{"a plus", "ann+anything@acme.com", inside},
		{"a quoted @", `"a@acme.com"@evil.com`, refused},
		{"the same, unquoted", "a@acme.com@evil.com", refused},
		{"a quoted name", `"ann"@acme.com`, refused},
		{"an encoded word", "=?utf-8?q?a=40evil.com?=@acme.com", refused},
		{"the beginning of one", "=?utf-8@acme.com", refused},
		{"a route with %", "a%evil.com@acme.com", refused},
		{"a route with !", "evil.com!a@acme.com", refused},
		{"a route with @ and :", "@acme.com:a@evil.com", refused},
		{"a comment behind", "a@evil.com (x@acme.com)", refused},
		{"a comment within", "a(x)@acme.com", refused},
		{"a comment in the domain", "a@acme.com(evil.com)", refused},
		{"a full stop of IDNA", "a@acme\u3002com", inside},
		{"another one", "a@acme\uff0ecom", inside},
		{"a third one", "a@acme\uff61com", inside},
		{"Cyrillic а", "a@\u0430cme.com", outside},
		{"Cyrillic с", "a@a\u0441me.com", outside},
		{"Greek ο", "a@acme.c\u03bfm", outside},
		{"the sign for kelvin", "a@ban\u212a.com", refused},
		{"a long s", "a@ac\u017fme.com", refused},
		{"full width", "a@\uff41cme.com", refused},
		{"a mathematical a", "a@\U0001d41acme.com", refused},
		{"a soft hyphen", "a@ac\u00adme.com", refused},
		{"a space without width", "a@ac\u200bme.com", refused},
		{"a joiner", "a@ac\u200dme.com", refused},
		{"a dot at the end", "a@acme.com.", refused},
		{"a dot of IDNA at the end", "a@acme.com\u3002", refused},
		{"two dots", "a@acme..com", refused},
		{"a dot before", "a@.acme.com", refused},
		{"below", "a@evil.acme.com", outside},
		{"behind", "a@acme.com.evil.com", outside},
		{"joined", "a@evilacme.com", outside},
		{"a line end, and a header", "a@acme.com\r\nBcc: b@evil.com", refused},
		{"a line end", "a@acme.com\n", refused},
		{"NUL", "a@acme.com\x00.evil.com", refused},
		{"a list", "a@evil.com,b@acme.com", refused},
		{"another list", "a@evil.com;b@acme.com", refused},
		{"a name to show", "a@acme.com <a@evil.com>", refused},
		{"angles", "<a@acme.com>", refused},
		{"IPv4", "a@127.0.0.1", refused},
		{"IPv4 in brackets", "a@[127.0.0.1]", refused},
		{"IPv6 in brackets", "a@[IPv6:::1]", refused},
		{"a local part of no ASCII", "\u0430nn@acme.com", refused},
		{"an @ of full width", "a\uff20acme.com", refused},
		{"a slash", "a@acme.com/evil.com", refused},
		{"a fragment", "a@evil.com#acme.com", refused},
		{"a space within", "a@acme.com evil.com", refused},
		{"Punycode of ASCII", "a@xn--acme-.com", refused},
		{"too long", strings.Repeat("a", 64) + "@" + strings.Repeat("b.", 95) + "acme.com", refused},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			email, err := tenant.ParseEmail(tt.text)
			if tt.want == refused {
				require.ErrorIs(t, err, tenant.ErrInvalid)
				require.Empty(t, email)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tt.want == inside, list.AllowsDomain(email), email)
			_, recipient, _ := strings.Cut(string(email), "@")
			require.Equal(t, tt.want == inside, slices.Contains(list.Domains, tenant.Domain(recipient)))
		})
	}
}

func TestDomainsOf(t *testing.T) {
	require.Equal(t, []tenant.Domain{"a.example", "b.example"}, tenant.DomainsOf("b.example", "a.example", "b.example"))
	require.NotNil(t, tenant.DomainsOf())
}

// A domain and the address in it have one canonical form, which is that of itself.
func FuzzParseDomain(f *testing.F) {
	for _, s := range []string{"acme.example", "ＡＣＭＥ。example", "bücher.example", "faß.example", "xn--bcher-kva.example", "192.0.2.1", "1.0x7f", "a.\u0130", "אב.example", "*.a.b", "ban\u212a.com"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := tenant.ParseDomain(s)
		email, errOfEmail := tenant.ParseEmail("a@" + strings.Trim(s, " "))
		if err != nil {
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.Error(t, errOfEmail)
			return
		}
		again, err := tenant.ParseDomain(string(d))
		require.NoError(t, err, "the canonical form of %q is refused", s)
		require.Equal(t, d, again)
		if errOfEmail == nil {
			require.Equal(t, d, email.Domain())
			require.True(t, tenant.Profile{DomainsOnly: true, Domains: []tenant.Domain{d}}.AllowsDomain(email))
		} else {
			require.Greater(t, len(d), 252, "an address is refused for its length alone")
		}
	})
}
