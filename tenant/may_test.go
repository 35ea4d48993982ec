package tenant_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// boss may do most among the customer's people, and seller among the staff.
func boss() tenant.Standing {
	return tenant.Standing{
		Side: tenant.CustomerSide, Role: tenant.Administrator, Access: tenant.AccessFull, Open: true,
		Features: tenant.StandardFeatures().Names(),
	}
}

func seller() tenant.Standing {
	who := boss()
	who.Side, who.Assigned, who.Super = tenant.VendorSide, true, true
	return who
}

func TestRefusalsSayWhatToDo(t *testing.T) {
	with := func(who tenant.Standing, change func(*tenant.Standing)) tenant.Standing {
		change(&who)
		return who
	}
	user := func(change func(*tenant.Standing)) tenant.Standing { return with(boss(), change) }
	staff := func(change func(*tenant.Standing)) tenant.Standing { return with(seller(), change) }

	tests := []struct {
		name   string
		who    tenant.Standing
		do     tenant.Action
		reason tenant.Reason
		is     error
		text   string
	}{
		{
			"a stranger at the customer's", user(func(s *tenant.Standing) { s.Role = "" }), tenant.SeeCustomer,
			"not_a_member", tenant.ErrNotFound,
			"may not see the customer: they are not among the customer's people; an Administrator can invite them",
		},
		{
			"a pending user", user(func(s *tenant.Standing) { s.Pending = true }), tenant.SeeCustomer,
			"not_accepted", tenant.ErrForbidden,
			"may not see the customer: the invitation has not been accepted yet; open the link in its letter",
		},
		{
			"a user of an archived customer", user(func(s *tenant.Standing) { s.Archived = true }), tenant.SeeCustomer,
			"archived", tenant.ErrForbidden, "may not see the customer: the customer is archived; ask the vendor",
		},
		{
			"a user whose portal is closed", user(func(s *tenant.Standing) { s.Open = false }), tenant.SeeTokens,
			"portal_disabled", tenant.ErrForbidden, "may not see tokens: the customer's portal is closed; ask the vendor",
		},
		{
			"a user without access", user(func(s *tenant.Standing) { s.Access = tenant.AccessDisabled }), tenant.JoinCustomer,
			"access_disabled", tenant.ErrForbidden, "may not accept the invitation: the customer's people have no access; ask the vendor",
		},
		{
			"a user who may look", user(func(s *tenant.Standing) { s.Access = tenant.AccessReadOnly }), tenant.InviteMember,
			"read_only", tenant.ErrForbidden,
			"may not invite people: the customer's people have read-only access; ask the vendor for full access",
		},
		{
			"a user without the feature", user(func(s *tenant.Standing) { s.Features = nil }), tenant.StartInstallation,
			"feature_disabled", tenant.ErrNotFound,
			"may not manage installations: the customer does not have the feature deployments; ask the vendor",
		},
		{
			"what a user of any role may not", boss(), tenant.SetAccess,
			"other_side", tenant.ErrForbidden, "may not set the access level: only the vendor's own people may",
		},
		{
			"what concerns the vendor as a whole", boss(), tenant.SeeSettings,
			"other_side", tenant.ErrForbidden, "may not see settings: only the vendor's own people may",
		},
		{
			"the same, asked in no customer's room", tenant.Standing{Side: tenant.CustomerSide}, tenant.ManageSettings,
			"other_side", tenant.ErrForbidden, "may not manage settings: only the vendor's own people may",
		},
		{
			"a user with too low a role", user(func(s *tenant.Standing) { s.Role = tenant.User }), tenant.ManageMembers,
			"role_too_low", tenant.ErrForbidden, "may not manage the customer's people: it takes an Administrator; ask one of them",
		},
		{
			"a stranger at the vendor's", staff(func(s *tenant.Standing) { s.Role = "" }), tenant.SeeProducts,
			"not_a_member", tenant.ErrForbidden,
			"may not see products: they are not among the vendor's staff; an Administrator of the vendor can invite them",
		},
		{
			"pending staff", staff(func(s *tenant.Standing) { s.Pending = true }), tenant.SeeProducts,
			"not_accepted", tenant.ErrForbidden,
			"may not see products: the invitation to the staff has not been accepted yet; open the link in its letter",
		},
		{
			"staff who are not assigned", staff(func(s *tenant.Standing) { s.Role, s.Assigned = tenant.User, false }), tenant.EditCustomer,
			"not_assigned", tenant.ErrNotFound,
			"may not edit the customer: they are not assigned to this customer; an Administrator of the vendor can assign them",
		},
		{
			"staff and an archived customer", staff(func(s *tenant.Standing) { s.Archived = true }), tenant.EditCustomer,
			"archived", tenant.ErrForbidden, "may not edit the customer: the customer is archived; unarchive it first",
		},
		{
			"staff and a closed portal", staff(func(s *tenant.Standing) { s.Open = false }), tenant.InviteMember,
			"portal_disabled", tenant.ErrForbidden, "may not invite people: the customer's portal is closed; open it first",
		},
		{
			"staff and a customer without access", staff(func(s *tenant.Standing) { s.Access = "" }), tenant.InviteMember,
			"access_disabled", tenant.ErrForbidden,
			"may not invite people: the customer's people have no access; raise the access level to read-only or full first",
		},
		{
			"staff and a feature that is off", staff(func(s *tenant.Standing) { s.Features = nil }), tenant.StartInstallation,
			"feature_disabled", tenant.ErrNotFound,
			"may not manage installations: the customer does not have the feature deployments; switch it on first",
		},
		{
			"what is the customer's own", seller(), tenant.RotateServiceAccount,
			"other_side", tenant.ErrForbidden, "may not rotate service accounts: only the customer's own people may: an Administrator",
		},
		{
			"what is for each of the customer's people", seller(), tenant.LeaveCustomer,
			"other_side", tenant.ErrForbidden,
			"may not leave: only the customer's own people may: a Viewer, a User or an Administrator",
		},
		{
			"staff and prices", staff(func(s *tenant.Standing) { s.Super = false }), tenant.SeePrices,
			"not_super_admin", tenant.ErrForbidden,
			"may not see prices: only those may who see prices; an Administrator among them, or the operator, can let others see them",
		},
		{
			"staff with too low a role", staff(func(s *tenant.Standing) { s.Role = tenant.Viewer }), tenant.AddCustomer,
			"role_too_low", tenant.ErrForbidden, "may not add customers: it takes a User or an Administrator; ask one of them",
		},
		{
			"what is no action", seller(), 0,
			"unknown_action", tenant.ErrForbidden, "may not do something unknown: there is no such thing to do",
		},
		{
			"nobody", tenant.Standing{Role: tenant.Administrator}, tenant.SeeCustomer,
			"not_a_member", tenant.ErrNotFound,
			"may not see the customer: it is not known who asks; sign in",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			verdict := tenant.May(tt.who, tt.do)
			require.Equal(t, tt.reason, verdict.Reason)
			require.False(t, verdict.Allowed())
			err := verdict.Err()
			require.ErrorIs(t, err, tt.is)
			require.EqualError(t, err, tt.text)
		})
	}
	require.NoError(t, tenant.May(boss(), tenant.InviteMember).Err())
	require.Empty(t, tenant.May(boss(), tenant.InviteMember).Why())
	require.Error(t, tenant.Verdict{}.Err(), "a verdict that nobody gave is no")
}

// To who must not know of a customer, one that is there looks like one that is not.
func TestUnseen(t *testing.T) {
	unseen := func(who tenant.Standing, do tenant.Action) bool {
		var refused *tenant.Refusal
		return errors.As(tenant.May(who, do).Err(), &refused) && refused.Unseen()
	}
	for do := tenant.Action(0); do < 255; do++ {
		about := do >= tenant.SeeCustomer && do <= tenant.ManageScans
		for _, role := range []tenant.Role{tenant.Viewer, tenant.User} {
			require.Equal(t, about, unseen(tenant.Standing{Side: tenant.VendorSide, Role: role}, do), "%s by a %s", do, role)
		}
		require.Equal(t, about, unseen(tenant.Standing{Side: tenant.VendorSide}, do), "%s by a stranger", do)
		require.Equal(t, about, unseen(tenant.Standing{Side: tenant.CustomerSide}, do), "%s by another customer's", do)
		require.Equal(t, about, unseen(tenant.Standing{}, do), "%s by nobody", do)
		require.Equal(t, about, unseen(tenant.Standing{Side: tenant.VendorSide, Role: tenant.Administrator, Pending: true}, do), "%s by pending staff", do)
		require.False(t, unseen(boss(), do), "%s", do)
		require.False(t, unseen(seller(), do), "%s", do)
	}
}

func TestMayCostsNothing(t *testing.T) {
	who := boss()
	var verdict tenant.Verdict
	require.Zero(t, testing.AllocsPerRun(1000, func() { verdict = tenant.May(who, tenant.StartInstallation) }))
	require.True(t, verdict.Allowed())
}

func BenchmarkMay(b *testing.B) {
	who := boss()
	b.ReportAllocs()
	for b.Loop() {
		if !tenant.May(who, tenant.StartInstallation).Allowed() {
			b.Fatal("refused")
		}
	}
}
