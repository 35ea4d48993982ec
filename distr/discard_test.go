package distr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// To discard an installation destroys its account with the record, so whoever may not
// revoke it discards only what they started themselves and nobody has used.
func TestDiscardIsForWhatCameToNothing(t *testing.T) {
	const uma, ulf = "uma@globex.example", "ulf@globex.example"
	for _, c := range []struct {
		name    string
		by      func(o *office) *distr.Account
		use     func(t *testing.T, o *office, s distr.Started)
		discard func(o *office) *distr.Account
		refused bool
	}{
		{name: "one's own, never used"},
		{name: "one's own, used just now", use: func(t *testing.T, o *office, s distr.Started) { require.True(t, o.opens(t, s.Token)) }, refused: true},
		{name: "one's own, used and forgotten", use: func(t *testing.T, o *office, s distr.Started) {
			require.True(t, o.opens(t, s.Token))
			require.NoError(t, ignore(o.globex.Grants(t.Context())))
			_, _, err := o.globex.NewToken(t.Context(), "another") // the customer is loaded anew
			require.NoError(t, err)
		}, refused: true},
		{name: "one's own, used in another process", use: func(t *testing.T, o *office, s distr.Started) {
			other := o.newHub(o.store)
			stop := keep(t, other, distr.PullLog{})
			_, err := other.Vendor("acme").Authenticate(t.Context(), s.Token)
			require.NoError(t, err)
			require.NoError(t, stop(), "and written down")
		}, refused: true},
		{name: "another's", by: func(o *office) *distr.Account { return o.user(ulf) }, refused: true},
		{name: "the vendor's", by: func(o *office) *distr.Account { return o.globex }, refused: true},
		{name: "one's own, revoked after it was used", use: func(t *testing.T, o *office, s distr.Started) {
			require.True(t, o.opens(t, s.Token))
			require.NoError(t, o.globex.RevokeInstallation(t.Context(), s.Installation.ID))
		}, refused: true},
		{
			name: "used, by who may revoke it", use: func(t *testing.T, o *office, s distr.Started) { require.True(t, o.opens(t, s.Token)) },
			discard: func(o *office) *distr.Account { return o.user("ann@globex.example") },
		},
		{
			name: "used, by the vendor", use: func(t *testing.T, o *office, s distr.Started) { require.True(t, o.opens(t, s.Token)) },
			discard: func(o *office) *distr.Account { return o.globex },
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			a, _ := w.customer(t, "globex")
			o := w.people(t, a, map[string]tenant.Role{uma: tenant.User, ulf: tenant.User})
			who := func(pick func(o *office) *distr.Account) *distr.Account {
				if pick == nil {
					return o.user(uma)
				}
				return pick(o)
			}
			s := install(t, who(c.by), "factory")
			if c.use != nil {
				c.use(t, o, s)
			}
			err := who(c.discard).DiscardInstallation(t.Context(), s.Installation.ID)
			if !c.refused {
				require.NoError(t, err)
				require.Empty(t, installations(t, a))
				return
			}
			require.Equal(t, tenant.RoleTooLow, because(err))
			require.ErrorContains(t, err, "may not revoke service accounts: it takes an Administrator")
			require.Len(t, installations(t, a), 1)
			last := newest(o.events(t, "globex"))
			require.NotEqual(t, distr.InstallationDiscarded, last.Kind)
		})
	}
}
