package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestAddressTemplates(t *testing.T) {
	tests := []struct {
		name, template string
		want           string // what it is filled in as
		why            string // why it is refused; empty if it is not
	}{
		{name: "a host", template: "https://get.acme.example", want: "https://get.acme.example"},
		{name: "a slash at the end", template: "https://get.acme.example/", want: "https://get.acme.example"},
		{name: "a port", template: "https://get.acme.example:8443/x", want: "https://get.acme.example:8443/x"},
		{name: "the app in the host", template: "https://{app}.acme.example", want: "https://app.acme.example"},
		{name: "the app in the path", template: "https://get.acme.example/{app}", want: "https://get.acme.example/app"},
		{name: "the customer in the path", template: "https://get.acme.example/c/{customer}/", want: "https://get.acme.example/c/Globex_1.x"},
		{name: "this machine", template: "http://localhost:8080/{customer}", want: "http://localhost:8080/Globex_1.x"},
		{name: "this machine by number", template: "http://127.0.0.1:8080", want: "http://127.0.0.1:8080"},
		{name: "no scheme", template: "get.acme.example", why: "https://"},
		{name: "not encrypted", template: "http://get.acme.example", why: "https://"},
		{name: "a script", template: "javascript://get.acme.example", why: "https://"},
		{name: "capitals", template: "HTTPS://get.acme.example", why: "https://"},
		{name: "the customer in the host", template: "https://{customer}.acme.example", why: "{customer} stands in the path"},
		{name: "the customer as the port", template: "https://get.acme.example:{customer}", why: "{customer} stands in the path"},
		{name: "another variable", template: "https://get.acme.example/{user}", why: "all that it is filled in with"},
		{name: "a brace", template: "https://get.acme.example/{", why: "all that it is filled in with"},
		{name: "a login", template: "https://ann:pw@acme.example", why: "port"},
		{name: "a name before the host", template: "https://ann@acme.example", why: "its host"},
		{name: "no host", template: "https:///x", why: "its host"},
		{name: "nothing", template: "https://", why: "https://"},
		{name: "a host of one part", template: "https://portal", why: "its host"},
		{name: "a host in capitals", template: "https://Get.acme.example", why: "its host"},
		{name: "a homoglyph", template: "https://get.\u0430cme.example", why: "its host"},
		{name: "another host by number", template: "http://127.0.0.2", why: "https://"},
		{name: "a port that is none", template: "https://get.acme.example:http", why: "port"},
		{name: "no port", template: "https://get.acme.example:", why: "port"},
		{name: "a port in hexadecimal", template: "https://get.acme.example:0x1f", why: "port"},
		{name: "a query", template: "https://get.acme.example/?c={customer}", why: "no ? or #"},
		{name: "a query without a path", template: "https://get.acme.example?c=1", why: "its host"},
		{name: "a fragment", template: "https://get.acme.example/#x", why: "no ? or #"},
		{name: "a line end", template: "https://get.acme.example/\r\nBcc:", why: "no ? or #"},
		{name: "a quote", template: `https://get.acme.example/"`, why: "no ? or #"},
		{name: "a space", template: "https://get.acme.example/ x", why: "no ? or #"},
		{name: "a backslash", template: `https://get.acme.example\@evil.example`, why: "its host"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tenant.Settings{App: "app", ClassicAddress: tt.template, NewAddress: tt.template}
			err := s.Check(tenant.StandardFeatures())
			if tt.why != "" {
				require.ErrorIs(t, err, tenant.ErrInvalid)
				require.ErrorContains(t, err, tt.why)
				return
			}
			require.NoError(t, err)
			for _, v := range []tenant.PortalVersion{tenant.PortalClassic, tenant.PortalNew} {
				c := tenant.Customer{ID: "Globex_1.x", Profile: tenant.Profile{PortalVersion: v}}
				require.Equal(t, tt.want, s.PortalOf(c).Address)
			}
		})
	}
}

// A store of the vendor's own may keep IDs that we would not make: none of them
// leads anywhere else.
func TestAddressEscapes(t *testing.T) {
	s := tenant.Settings{App: "app", ClassicAddress: "https://get.acme.example/c/{customer}/home"}
	for id, want := range map[tenant.CustomerID]string{
		"globex":       "https://get.acme.example/c/globex/home",
		"a/../b":       "https://get.acme.example/c/a%2F..%2Fb/home",
		"a?b#c":        "https://get.acme.example/c/a%3Fb%23c/home",
		"{app}":        "https://get.acme.example/c/%7Bapp%7D/home",
		"\u00e9 \r\n%": "https://get.acme.example/c/%C3%A9%20%0D%0A%25/home",
	} {
		require.Equal(t, want, s.PortalOf(tenant.Customer{ID: id}).Address)
	}
}
