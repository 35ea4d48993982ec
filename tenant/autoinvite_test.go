package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestAutoInviteOf(t *testing.T) {
	yes, no := true, false
	newOnly := tenant.Settings{PortalMode: tenant.PortalNewOnly, AutoInvite: true}
	forAll := tenant.Settings{PortalForAll: true, AutoInvite: true}
	mixed := tenant.Settings{AutoInvite: true}
	off := tenant.Settings{PortalForAll: true}
	globex := tenant.Customer{ID: "globex", Profile: tenant.Profile{Email: "it@globex.example", Access: tenant.AccessFull}}
	with := func(change func(*tenant.Customer)) tenant.Customer {
		c := globex
		change(&c)
		return c
	}
	disabled := with(func(c *tenant.Customer) { c.Access = tenant.AccessDisabled })
	nobody := with(func(c *tenant.Customer) { c.Email = "" })
	opened := with(func(c *tenant.Customer) { c.Portal = true })
	elsewhere := with(func(c *tenant.Customer) {
		c.DomainsOnly, c.Domains, c.Access = true, []tenant.Domain{"initech.example"}, tenant.AccessDisabled
	})
	listed := with(func(c *tenant.Customer) { c.DomainsOnly, c.Domains = true, []tenant.Domain{"globex.example"} })

	tests := []struct {
		name     string
		settings tenant.Settings
		c        tenant.Customer
		override *bool
		want     tenant.Outcome
		invites  bool
	}{
		{"on, New only", newOnly, globex, nil, "sent", true},
		{"on, opened for all", forAll, globex, nil, "sent", true},
		{"on, by customer", mixed, globex, nil, "portal_disabled", false},
		{"on, by customer, and open for this one", mixed, opened, nil, "portal_disabled", false},
		{"on, by customer, open for this one, and asked for", mixed, opened, &yes, "sent", true},
		{"on, by customer, closed, and asked for", mixed, globex, &yes, "portal_disabled", false},
		{"off", off, globex, nil, "auto_invite_off", false},
		{"off, and asked for", off, globex, &yes, "sent", true},
		{"off, and not wanted", off, globex, &no, "auto_invite_off", false},
		{"on, and not wanted", forAll, globex, &no, "override_off", false},
		{"as it begins", tenant.Settings{}, globex, nil, "auto_invite_off", false},
		{"nobody to write to", forAll, nobody, &yes, "no_email", false},
		{"nobody to write to, and off", tenant.Settings{}, nobody, nil, "no_email", false},
		{"not wanted, and the portal is closed", mixed, globex, &no, "override_off", false},
		{"the portal is closed, and the domain is not listed", mixed, elsewhere, nil, "portal_disabled", false},
		{"the domain is not listed, and there is no access", forAll, elsewhere, nil, "domain_not_allowed", false},
		{"the domain is listed", forAll, listed, nil, "sent", true},
		{"no access yet", forAll, disabled, nil, "held:access_disabled", true},
		{"no access yet, and asked for", off, disabled, &yes, "held:access_disabled", true},
		{"no access level", newOnly, with(func(c *tenant.Customer) { c.Access = "" }), nil, "held:access_disabled", true},
		{"to look", newOnly, with(func(c *tenant.Customer) { c.Access = tenant.AccessReadOnly }), nil, "sent", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			outcome := tt.settings.AutoInviteOf(tt.c, tt.override)
			require.Equal(t, tt.want, outcome)
			require.Equal(t, tt.invites, outcome.Invites())
		})
	}
}
