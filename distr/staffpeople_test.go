package distr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestStaff(t *testing.T) {
	t.Run("the first is put in by the operator", func(t *testing.T) {
		o := newOffice(t)
		before := len(o.events(t, ""))
		boss, err := o.acme.InviteStaff(t.Context(), distr.NewMember{Email: "Boss@acme.example", Name: "Boss", Role: tenant.Viewer})
		require.NoError(t, err)
		require.Equal(t, tenant.Administrator, boss.Member.Role)
		require.True(t, boss.RoleForced)
		require.False(t, boss.Member.Pending())
		require.Equal(t, tenant.ViaOperator, boss.Member.Via)
		require.Empty(t, boss.Token.Reveal())
		require.Equal(t, []distr.Kind{distr.StaffJoined}, o.kinds(t, "", before))
		_, err = o.as(distr.Staff("boss@acme.example")).Customers(t.Context(), distr.CustomerQuery{})
		require.NoError(t, err)
	})
	onEachStore(t, "of those who are first at once, one", func(t *testing.T, o *office) {
		atOnce(8, func(i int) {
			_, err := o.acme.InviteStaff(t.Context(), distr.NewMember{Email: string('a'+rune(i)) + "@acme.example", Role: tenant.Viewer})
			if err != nil {
				t.Error(err)
			}
		})
		staff, err := o.acme.Staff(t.Context())
		require.NoError(t, err)
		require.Len(t, staff, 8)
		for i, m := range staff {
			require.Equal(t, i == 0, m.Role == tenant.Administrator)
			require.Equal(t, i > 0, m.Pending())
		}
	})
	t.Run("all others are invited", func(t *testing.T) {
		o := newOffice(t)
		o.hire(t, "boss@acme.example", "")
		boss := o.as(distr.Staff("boss@acme.example"))
		bob, err := boss.InviteStaff(t.Context(), distr.NewMember{Email: "bob@acme.example"})
		require.NoError(t, err)
		require.Equal(t, tenant.User, bob.Member.Role)
		_, err = o.as(distr.Staff("bob@acme.example")).Customers(t.Context(), distr.CustomerQuery{})
		require.Equal(t, tenant.NotAccepted, because(err))
		opened, err := o.hub.Vendor("acme").LookAt(t.Context(), bob.Token)
		require.NoError(t, err)
		require.Equal(t, distr.Opened{Side: tenant.VendorSide, Email: "bob@acme.example", Role: tenant.User, By: "boss@acme.example", Expires: bob.Member.Expires}, opened)
		again, err := boss.ResendStaff(t.Context(), bob.Member.ID)
		require.NoError(t, err)
		_, err = o.acme.Accept(t.Context(), bob.Token, "")
		require.Equal(t, tenant.InviteInvalid, because(err))
		accepted, err := o.acme.Accept(t.Context(), again.Token, "Bob")
		require.NoError(t, err)
		require.Equal(t, tenant.VendorSide, accepted.Side)
		require.Equal(t, "Bob", accepted.Member.Name)
		_, err = o.acme.Accept(t.Context(), again.Token, "Bob")
		require.Equal(t, tenant.InviteUsed, because(err))
		_, err = o.as(distr.Staff("bob@acme.example")).InviteStaff(t.Context(), distr.NewMember{Email: "x@acme.example"})
		require.Equal(t, tenant.RoleTooLow, because(err))
	})
	t.Run("the last Administrator stays, unless the operator says so", func(t *testing.T) {
		o := newOffice(t)
		boss := o.hire(t, "boss@acme.example", "")
		v := o.as(distr.Staff(boss.Email))
		_, err := v.SetStaffRole(t.Context(), boss.ID, tenant.User)
		require.ErrorIs(t, err, tenant.ErrConflict)
		require.ErrorIs(t, v.RemoveStaff(t.Context(), boss.ID), tenant.ErrConflict)
		require.NoError(t, o.acme.RemoveStaff(t.Context(), boss.ID))
		_, err = v.Staff(t.Context())
		require.Equal(t, tenant.NotMember, because(err))
	})
	onEachStore(t, "two Administrators who remove each other", func(t *testing.T, o *office) {
		pair := []tenant.Member{o.hire(t, "ann@acme.example", ""), o.hire(t, "bob@acme.example", tenant.Administrator)}
		removed := make([]error, 2)
		atOnce(2, func(i int) {
			removed[i] = o.as(distr.Staff(pair[i].Email)).RemoveStaff(t.Context(), pair[1-i].ID)
		})
		require.NotEqual(t, removed[0] == nil, removed[1] == nil, removed)
		staff, err := o.acme.Staff(t.Context())
		require.NoError(t, err)
		require.Len(t, staff, 1)
	})
	t.Run("prices are given on by who sees them", func(t *testing.T) {
		o := newOffice(t)
		boss, bob := o.hire(t, "boss@acme.example", ""), o.hire(t, "bob@acme.example", tenant.Viewer)
		_, err := o.as(distr.Staff(boss.Email)).SetSuper(t.Context(), boss.ID, true)
		require.Equal(t, tenant.NotSuperAdmin, because(err))
		m, err := o.acme.SetSuper(t.Context(), bob.ID, true)
		require.NoError(t, err)
		require.True(t, m.Super)
		for _, on := range []bool{true, false} { // a Viewer who sees prices gives and takes nothing, not even from himself
			_, err = o.as(distr.Staff(bob.Email)).SetSuper(t.Context(), boss.ID, on)
			require.Equal(t, tenant.RoleTooLow, because(err))
			_, err = o.as(distr.Staff(bob.Email)).SetSuper(t.Context(), bob.ID, on)
			require.Equal(t, tenant.RoleTooLow, because(err))
		}
		_, err = o.acme.SetStaffRole(t.Context(), bob.ID, tenant.Administrator)
		require.NoError(t, err)
		_, err = o.as(distr.Staff(bob.Email)).SetSuper(t.Context(), boss.ID, true)
		require.NoError(t, err)
		before := len(o.events(t, ""))
		_, err = o.acme.SetSuper(t.Context(), bob.ID, true)
		require.NoError(t, err)
		require.Len(t, o.events(t, ""), before, "nothing to change")

		// Whoever does not see prices cannot get at an invitation that lets somebody.
		cal, err := o.acme.InviteStaff(t.Context(), distr.NewMember{Email: "cal@acme.example"})
		require.NoError(t, err)
		_, err = o.acme.SetSuper(t.Context(), cal.Member.ID, true)
		require.NoError(t, err)
		_, err = o.acme.SetSuper(t.Context(), boss.ID, false)
		require.NoError(t, err)
		_, err = o.as(distr.Staff(boss.Email)).ResendStaff(t.Context(), cal.Member.ID)
		require.ErrorIs(t, err, tenant.ErrForbidden)
		_, err = o.as(distr.Staff(boss.Email)).InviteStaff(t.Context(), distr.NewMember{Email: "cal@acme.example"})
		require.ErrorIs(t, err, tenant.ErrForbidden)
	})
}

func TestAssignments(t *testing.T) {
	seen := func(t *testing.T, v *distr.Vendor, q distr.CustomerQuery) (ids []tenant.CustomerID) {
		t.Helper()
		customers, err := v.Customers(t.Context(), q)
		require.NoError(t, err)
		for _, c := range customers {
			ids = append(ids, c.ID)
		}
		return ids
	}
	t.Run("staff see whom they are assigned to", func(t *testing.T) {
		o := newOffice(t)
		for _, id := range []tenant.CustomerID{"a", "b", "c", "d", "e"} {
			o.open(t, id)
		}
		o.hire(t, "boss@acme.example", "")
		bob := o.hire(t, "bob@acme.example", tenant.User)
		v := o.as(distr.Staff(bob.Email))
		require.Empty(t, seen(t, v, distr.CustomerQuery{}))
		_, err := v.Account("b").Customer(t.Context())
		require.ErrorIs(t, err, tenant.ErrNotFound)
		_, none := v.Account("none").Customer(t.Context())
		require.ErrorIs(t, none, tenant.ErrNotFound)
		boss := o.as(distr.Staff("boss@acme.example"))
		require.Len(t, seen(t, boss, distr.CustomerQuery{}), 6)

		before := len(o.events(t, ""))
		require.NoError(t, boss.Assign(t.Context(), bob.ID, "e", "b", "globex", "c", "b"))
		require.Equal(t, []distr.Kind{distr.StaffAssigned, distr.StaffAssigned, distr.StaffAssigned, distr.StaffAssigned}, o.kinds(t, "", before))
		require.Equal(t, []tenant.CustomerID{"b", "c", "e", "globex"}, seen(t, v, distr.CustomerQuery{}))
		require.Equal(t, []tenant.CustomerID{"b", "c"}, seen(t, v, distr.CustomerQuery{Limit: 2}))
		require.Equal(t, []tenant.CustomerID{"e", "globex"}, seen(t, v, distr.CustomerQuery{After: "c", Limit: 2}))
		require.Equal(t, []tenant.CustomerID{"e", "globex"}, seen(t, v, distr.CustomerQuery{After: "d"}))
		require.Empty(t, seen(t, v, distr.CustomerQuery{After: "globex"}))
		_, err = v.Account("b").Customer(t.Context())
		require.NoError(t, err)

		require.NoError(t, boss.Unassign(t.Context(), bob.ID, "b", "a"))
		require.Equal(t, []tenant.CustomerID{"c", "e", "globex"}, seen(t, v, distr.CustomerQuery{}))
		_, err = v.Account("b").Customer(t.Context())
		require.ErrorIs(t, err, tenant.ErrNotFound)

		_, err = boss.SetStaffRole(t.Context(), bob.ID, tenant.Administrator)
		require.NoError(t, err)
		require.Len(t, seen(t, v, distr.CustomerQuery{}), 6)
	})
	t.Run("all or none", func(t *testing.T) {
		o := newOffice(t)
		o.hire(t, "boss@acme.example", "")
		bob := o.hire(t, "bob@acme.example", tenant.User)
		before := len(o.events(t, ""))
		require.ErrorIs(t, o.acme.Assign(t.Context(), bob.ID, "globex", "none"), tenant.ErrNotFound)
		require.ErrorIs(t, o.acme.Unassign(t.Context(), bob.ID, "none"), tenant.ErrNotFound)
		require.ErrorIs(t, o.acme.Assign(t.Context(), "mem_none", "globex"), tenant.ErrNotFound)
		require.Equal(t, tenant.RoleTooLow, because(o.as(distr.Staff(bob.Email)).Assign(t.Context(), bob.ID, "globex")))
		require.Len(t, o.events(t, ""), before)
		assigned, err := o.acme.Assignments(t.Context(), bob.ID)
		require.NoError(t, err)
		require.Empty(t, assigned)
	})
	t.Run("assignments of others say nothing to who sees no customer", func(t *testing.T) {
		o := newOffice(t)
		o.hire(t, "boss@acme.example", "")
		bob, vic := o.hire(t, "bob@acme.example", tenant.User), o.hire(t, "vic@acme.example", tenant.Viewer)
		require.NoError(t, o.acme.Assign(t.Context(), bob.ID, "globex"))
		_, err := o.as(distr.Staff(vic.Email)).Assignments(t.Context(), bob.ID)
		require.Equal(t, tenant.RoleTooLow, because(err))
		mine, err := o.as(distr.Staff(bob.Email)).Assignments(t.Context(), bob.ID)
		require.NoError(t, err)
		require.Equal(t, []tenant.CustomerID{"globex"}, mine)
	})
	t.Run("who is somebody where", func(t *testing.T) {
		o := newOffice(t)
		o.join(t, o.globex, "ann@partner.example", "")
		o.join(t, o.open(t, "initech"), "ann@partner.example", "")
		o.hire(t, "boss@acme.example", "")
		bob := o.hire(t, "bob@acme.example", tenant.Viewer)
		require.NoError(t, o.acme.Assign(t.Context(), bob.ID, "initech"))
		for email, want := range map[tenant.Email][]tenant.CustomerID{
			"boss@acme.example": {"globex", "initech"}, "bob@acme.example": {"initech"},
		} {
			list, err := o.as(distr.Staff(email)).Memberships(t.Context(), "ann@partner.example")
			require.NoError(t, err)
			var ids []tenant.CustomerID
			for _, m := range list {
				ids = append(ids, m.Customer.ID)
			}
			require.Equal(t, want, ids)
		}
		_, err := o.as(distr.Staff("eve@acme.example")).Memberships(t.Context(), "ann@partner.example")
		require.Equal(t, tenant.NotMember, because(err))
		list, err := o.as(distr.CustomerUser("eve@globex.example")).Memberships(t.Context(), "eve@globex.example")
		require.NoError(t, err)
		require.Empty(t, list)
	})
	t.Run("removed, the assignments are gone too", func(t *testing.T) {
		o := newOffice(t)
		o.hire(t, "boss@acme.example", "")
		bob := o.hire(t, "bob@acme.example", tenant.User)
		require.NoError(t, o.acme.Assign(t.Context(), bob.ID, "globex"))
		held := o.as(distr.Staff(bob.Email)).Account("globex")
		_, err := held.Customer(t.Context())
		require.NoError(t, err)
		require.NoError(t, o.acme.RemoveStaff(t.Context(), bob.ID))
		_, err = held.Customer(t.Context())
		require.ErrorIs(t, err, tenant.ErrNotFound)
		again := o.hire(t, "bob@acme.example", tenant.User)
		require.NotEqual(t, bob.ID, again.ID)
		require.Empty(t, seen(t, o.as(distr.Staff(bob.Email)), distr.CustomerQuery{}))
	})
}
