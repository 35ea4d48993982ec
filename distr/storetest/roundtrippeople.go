package storetest

import (
	"errors"
	"fmt"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// peoplesNames puts text that is bent easily into what is kept of people, and
// each truth value on its own.
func peoplesNames(t T, s distr.Store) {
	t.Helper()
	long := tenant.Email(strings.Repeat("a", 64) + "@" + strings.Repeat("b.", 124) + "example")
	for i, m := range []tenant.Member{
		{Name: "Zoë 株式会社 🐙", Email: "zo&e'\"@example.com", Role: tenant.Administrator},
		{Name: "e\u0301", Email: long, Role: tenant.Viewer, Super: true},
		{Name: "'; DROP TABLE members; --", Email: "%_@example.com", Via: tenant.ViaOperator},
		{Name: "NULL", Email: "null@example.com", Invitation: tenant.Invitation{Hash: [32]byte{31: 1}, By: "<b>&amp;"}},
	} {
		m.ID = tenant.MemberID(fmt.Sprint("named-", i))
		update(t, s, acme, func(tx distr.VendorTx) error {
			return errors.Join(tx.PutStaff(m), edit(tx, customerID, func(c distr.CustomerTx) error { return c.PutMember(m) }))
		})
		staff := look(t, s, acme, distr.VendorView.Staff)
		require.Equal(t, text(m), text(staff[len(staff)-1]), "one of the staff")
		members := lookCustomer(t, s, customerID, distr.CustomerView.Members)
		require.Equal(t, text(m), text(members[len(members)-1]), "a member")
		where := look(t, s, acme, func(v distr.VendorView) ([]tenant.CustomerID, error) { return v.Memberships(m.Email) })
		require.Equal(t, []tenant.CustomerID{customerID}, where, "where %s is a member", m.Email)
	}
	for _, want := range []tenant.Settings{
		{PortalForAll: true}, {AutoInvite: true}, {StopPulls: true}, {PortalMode: tenant.PortalNewOnly},
		{DefaultAccess: tenant.AccessFull, App: "é <&>\u2028", Domain: "xn--9ca.example"},
		{Features: []tenant.FeatureDef{{Name: "b"}, {Name: "a", Requires: []tenant.Feature{"b"}}}},
	} {
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.SetSettings(want) })
		kept := look(t, s, acme, distr.VendorView.Settings)
		require.Equal(t, text(want), text(kept), "settings")
	}
	for _, want := range []tenant.Profile{
		{Portal: true}, {DomainsOnly: true}, {PortalVersion: tenant.PortalNew}, {Domains: []tenant.Domain{"a.example", "xn--9ca.example"}}, {Plan: "é"},
	} {
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.SetProfile(want) })
		kept := lookCustomer(t, s, customerID, distr.CustomerView.Customer)
		require.Equal(t, text(want), text(kept.Profile), "a profile")
	}
}
