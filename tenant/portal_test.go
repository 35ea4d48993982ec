package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestPortalOf(t *testing.T) {
	mixed := tenant.Settings{
		App: "app", ClassicAddress: "https://get.acme.example/{app}/{customer}", NewAddress: "https://{app}.portal.example",
	}
	forAll, newOnly, domain := mixed, mixed, mixed
	forAll.PortalForAll = true
	newOnly.PortalMode = tenant.PortalNewOnly
	domain.Domain = "portal.acme.example"
	customer := func(open bool, v tenant.PortalVersion) tenant.Customer {
		return tenant.Customer{ID: "globex", Profile: tenant.Profile{Portal: open, PortalVersion: v}}
	}
	const classic, ours, own = "https://get.acme.example/app/globex", "https://app.portal.example", "https://portal.acme.example"
	tests := []struct {
		name     string
		settings tenant.Settings
		c        tenant.Customer
		want     tenant.Portal
	}{
		{"as it begins", mixed, customer(false, ""), tenant.Portal{Open: false, Source: "customer", Address: classic}},
		{"opened", mixed, customer(true, ""), tenant.Portal{Open: true, Source: "customer", Address: classic}},
		{"opened, New", mixed, customer(true, "new"), tenant.Portal{Open: true, Source: "customer", Version: "new", Address: ours}},
		{"opened, New, at a domain", domain, customer(true, "new"), tenant.Portal{Open: true, Source: "customer", Version: "new", Address: own}},
		{"Classic, and there is a domain", domain, customer(true, ""), tenant.Portal{Open: true, Source: "customer", Address: classic}},
		{"for all", forAll, customer(false, ""), tenant.Portal{Open: true, Source: "all", Address: classic}},
		{"for all, and open anyway", forAll, customer(true, "new"), tenant.Portal{Open: true, Source: "all", Version: "new", Address: ours}},
		{"New only", newOnly, customer(false, ""), tenant.Portal{Open: true, Source: "mode", Version: "new", Address: ours}},
		{"no address is set", tenant.Settings{}, customer(true, ""), tenant.Portal{Open: true, Source: "customer"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := tt.c
			require.Equal(t, tt.want, tt.settings.PortalOf(tt.c))
			require.Equal(t, before, tt.c)
		})
	}
}
