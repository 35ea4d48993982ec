package distr_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestMembers(t *testing.T) {
	t.Run("U01 the first is an Administrator", func(t *testing.T) {
		o := newOffice(t)
		ann := invite(t, o.globex, "ann@globex.example", tenant.Viewer)
		require.Equal(t, tenant.Administrator, ann.Member.Role)
		require.True(t, ann.RoleForced)
		bob := invite(t, o.globex, "bob@globex.example", "")
		require.Equal(t, tenant.User, bob.Member.Role)
		require.False(t, bob.RoleForced)
	})
	onEachStore(t, "U01 of those invited first at once, one", func(t *testing.T, o *office) {
		const sides = 16
		var mu sync.Mutex
		forced := 0
		atOnce(sides, func(i int) {
			invited, err := o.globex.Invite(t.Context(), distr.NewMember{Email: string('a'+rune(i)) + "@globex.example", Role: tenant.Viewer})
			if err != nil {
				t.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			if invited.RoleForced {
				forced++
			}
		})
		require.Equal(t, 1, forced)
		roles := members(t, o.globex)
		require.Len(t, roles, sides)
		administrators := 0
		for _, r := range roles {
			if r == tenant.Administrator {
				administrators++
			}
		}
		require.Equal(t, 1, administrators)
	})
	t.Run("U02 the last Administrator stays, unless the vendor says so", func(t *testing.T) {
		o := newOffice(t)
		o.hire(t, "boss@acme.example", tenant.Administrator)
		ann := o.join(t, o.globex, "ann@globex.example", tenant.Administrator)
		bob := o.join(t, o.globex, "bob@globex.example", tenant.User)
		before := len(o.events(t, ""))
		_, err := o.user("ann@globex.example").SetRole(t.Context(), ann.ID, tenant.User)
		require.ErrorIs(t, err, tenant.ErrConflict)
		require.ErrorIs(t, o.user("ann@globex.example").RemoveMember(t.Context(), ann.ID), tenant.ErrConflict)
		require.Len(t, o.events(t, ""), before)

		vendor := o.as(distr.Staff("boss@acme.example")).Account("globex")
		demoted, err := vendor.SetRole(t.Context(), ann.ID, tenant.Viewer)
		require.NoError(t, err)
		require.Equal(t, tenant.Viewer, demoted.Role)
		require.NoError(t, vendor.RemoveMember(t.Context(), ann.ID))
		require.NoError(t, vendor.RemoveMember(t.Context(), bob.ID))
		require.Empty(t, members(t, o.globex))
	})
	onEachStore(t, "U02 two who remove each other", func(t *testing.T, o *office) {
		pair := []tenant.Member{
			o.join(t, o.globex, "ann@globex.example", tenant.Administrator),
			o.join(t, o.globex, "bob@globex.example", tenant.Administrator),
		}
		removed := make([]error, 2)
		atOnce(2, func(i int) { removed[i] = o.user(pair[i].Email).RemoveMember(t.Context(), pair[1-i].ID) })
		require.NotEqual(t, removed[0] == nil, removed[1] == nil, removed)
		require.Len(t, members(t, o.globex), 1)
	})
	onEachStore(t, "U02 two who step down at once", func(t *testing.T, o *office) {
		pair := []tenant.Member{
			o.join(t, o.globex, "ann@globex.example", tenant.Administrator),
			o.join(t, o.globex, "bob@globex.example", tenant.Administrator),
		}
		left := make([]error, 2)
		atOnce(2, func(i int) { left[i] = o.user(pair[i].Email).RemoveMember(t.Context(), pair[i].ID) })
		require.NotEqual(t, left[0] == nil, left[1] == nil, left)
		require.Len(t, members(t, o.globex), 1)
	})
	t.Run("U03 who is invited is in the list, and may nothing yet", func(t *testing.T) {
		o := newOffice(t)
		invite(t, o.globex, "ann@globex.example", "")
		ms, err := o.globex.Members(t.Context())
		require.NoError(t, err)
		require.Len(t, ms, 1)
		require.True(t, ms[0].Pending())
		_, err = o.user("ann@globex.example").Customer(t.Context())
		require.Equal(t, tenant.NotAccepted, because(err))
		mine, err := o.as(distr.CustomerUser("ann@globex.example")).Memberships(t.Context(), "ann@globex.example")
		require.NoError(t, err)
		require.Len(t, mine, 1)
		require.True(t, mine[0].Member.Pending())
	})
	t.Run("U04 to invite again is to send again", func(t *testing.T) {
		o := newOffice(t)
		o.join(t, o.globex, "ann@globex.example", "")
		first := invite(t, o.globex, "bob@globex.example", tenant.User)
		again := invite(t, o.globex, " BOB@Globex.example", tenant.Viewer)
		require.True(t, again.Resent)
		require.Equal(t, first.Member.ID, again.Member.ID)
		require.Equal(t, tenant.Viewer, again.Member.Role)
		_, err := o.acme.Accept(t.Context(), first.Token, "")
		require.Equal(t, tenant.InviteInvalid, because(err))
		accepted, err := o.acme.Accept(t.Context(), again.Token, "Bob")
		require.NoError(t, err)
		require.Equal(t, "Bob", accepted.Member.Name)
		require.Len(t, members(t, o.globex), 2)
	})
	t.Run("U05 one person with several customers", func(t *testing.T) {
		o := newOffice(t)
		initech := o.open(t, "initech")
		o.join(t, o.globex, "ann@partner.example", tenant.Administrator)
		o.join(t, initech, "boss@initech.example", tenant.Administrator)
		o.join(t, initech, "ann@partner.example", tenant.Viewer)
		ann := o.as(distr.CustomerUser("ann@partner.example"))
		invite(t, ann.Account("globex"), "bob@globex.example", "")
		_, err := ann.Account("initech").Invite(t.Context(), distr.NewMember{Email: "bob@globex.example"})
		require.Equal(t, tenant.RoleTooLow, because(err))

		mine, err := ann.Memberships(t.Context(), "ann@partner.example")
		require.NoError(t, err)
		require.Len(t, mine, 2)
		require.Equal(t, tenant.Administrator, mine[0].Member.Role)
		require.Equal(t, tenant.Viewer, mine[1].Member.Role)
		require.Equal(t, tenant.Customer{ID: "initech", Profile: tenant.Profile{Name: "initech"}}, mine[1].Customer)
		_, err = ann.Memberships(t.Context(), "boss@initech.example")
		require.ErrorIs(t, err, tenant.ErrForbidden)

		_, err = initech.SetAccess(t.Context(), tenant.AccessDisabled)
		require.NoError(t, err)
		mine, err = ann.Memberships(t.Context(), "ann@partner.example")
		require.NoError(t, err)
		require.Len(t, mine, 1)
		all, err := o.acme.Memberships(t.Context(), "ann@partner.example")
		require.NoError(t, err)
		require.Len(t, all, 2)
	})
	t.Run("U06 removed, access ends with the next request", func(t *testing.T) {
		o := newOffice(t)
		o.join(t, o.globex, "ann@globex.example", "")
		bob := o.join(t, o.globex, "bob@globex.example", "")
		held := o.user("bob@globex.example")
		_, err := held.Customer(t.Context())
		require.NoError(t, err)
		require.NoError(t, o.user("ann@globex.example").RemoveMember(t.Context(), bob.ID))
		_, err = held.Customer(t.Context())
		require.ErrorIs(t, err, tenant.ErrNotFound)
		require.ErrorIs(t, held.RemoveMember(t.Context(), bob.ID), tenant.ErrNotFound)
		events := o.events(t, "globex")
		last := events[len(events)-1]
		require.Equal(t, distr.MemberRemoved, last.Kind)
		require.Equal(t, "ann@globex.example", last.Actor.Name)
		require.Contains(t, string(last.Data), `"email":"bob@globex.example"`)
	})
	t.Run("U07 a customer's Administrators manage its people", func(t *testing.T) {
		o := newOffice(t)
		o.join(t, o.globex, "ann@globex.example", "")
		dan := o.join(t, o.globex, "dan@globex.example", "")
		for _, role := range []tenant.Role{tenant.User, tenant.Viewer} {
			email := tenant.Email(string(role) + "@globex.example")
			low := o.join(t, o.user("ann@globex.example"), string(email), role)
			before := len(o.events(t, ""))
			_, err := o.user(email).Invite(t.Context(), distr.NewMember{Email: "x@globex.example"})
			require.Equal(t, tenant.RoleTooLow, because(err))
			_, err = o.user(email).SetRole(t.Context(), low.ID, tenant.Administrator)
			require.Equal(t, tenant.RoleTooLow, because(err))
			require.Equal(t, tenant.RoleTooLow, because(o.user(email).RemoveMember(t.Context(), dan.ID)))
			require.Len(t, o.events(t, ""), before)
			require.NoError(t, o.user(email).RemoveMember(t.Context(), low.ID), "everybody may leave")
		}
		raised, err := o.user("ann@globex.example").SetRole(t.Context(), dan.ID, tenant.Administrator)
		require.NoError(t, err)
		require.Equal(t, tenant.Administrator, raised.Role)
		before := len(o.events(t, ""))
		_, err = o.user("ann@globex.example").SetRole(t.Context(), dan.ID, tenant.Administrator)
		require.NoError(t, err)
		require.Len(t, o.events(t, ""), before, "nothing to change")
		require.NoError(t, o.user("dan@globex.example").RemoveMember(t.Context(), o.member(t, "ann@globex.example").ID))
	})
}

// member is the one of globex's people with that address.
func (o *office) member(t *testing.T, email tenant.Email) tenant.Member {
	t.Helper()
	ms, err := o.globex.Members(t.Context())
	require.NoError(t, err)
	m, found := tenant.Team{Members: ms}.Find(email)
	require.True(t, found)
	return m
}

func TestLevelOfPeople(t *testing.T) {
	t.Run("A05 the level holds from the next request on and rewrites no role", func(t *testing.T) {
		o := newOffice(t)
		o.join(t, o.globex, "ann@globex.example", "")
		bob := o.join(t, o.globex, "bob@globex.example", tenant.User)
		before := members(t, o.globex)
		held := o.user("ann@globex.example")
		_, err := o.globex.SetAccess(t.Context(), tenant.AccessReadOnly)
		require.NoError(t, err)
		_, err = held.Members(t.Context())
		require.NoError(t, err)
		_, err = held.Invite(t.Context(), distr.NewMember{Email: "x@globex.example"})
		require.Equal(t, tenant.ReadOnly, because(err))
		_, err = held.SetRole(t.Context(), bob.ID, tenant.Viewer)
		require.Equal(t, tenant.ReadOnly, because(err))
		require.Equal(t, tenant.ReadOnly, because(held.RemoveMember(t.Context(), bob.ID)))
		_, _, err = held.NewToken(t.Context(), "x")
		require.Equal(t, tenant.ReadOnly, because(err))

		_, err = o.globex.SetAccess(t.Context(), tenant.AccessDisabled)
		require.NoError(t, err)
		_, err = held.Members(t.Context())
		require.Equal(t, tenant.AccessOff, because(err))
		_, err = o.globex.SetAccess(t.Context(), tenant.AccessFull)
		require.NoError(t, err)
		require.Equal(t, before, members(t, held))
		invite(t, held, "x@globex.example", "")
	})
	t.Run("A06 archived, and back", func(t *testing.T) {
		o := newOffice(t)
		o.hire(t, "boss@acme.example", "")
		ann := o.join(t, o.globex, "ann@globex.example", "")
		held := o.user("ann@globex.example")
		_, err := o.globex.Archive(t.Context())
		require.NoError(t, err)
		_, err = held.Customer(t.Context())
		require.Equal(t, tenant.CustomerArchived, because(err))
		mine, err := o.as(distr.CustomerUser("ann@globex.example")).Memberships(t.Context(), "ann@globex.example")
		require.NoError(t, err)
		require.Empty(t, mine)
		for _, by := range []distr.Actor{distr.Operator(), distr.Staff("boss@acme.example")} {
			a := o.as(by).Account("globex")
			require.Contains(t, members(t, a), ann.Email)
			_, err = a.SetRole(t.Context(), ann.ID, tenant.Viewer)
			require.Equal(t, tenant.CustomerArchived, because(err))
		}
		_, err = o.globex.Unarchive(t.Context())
		require.NoError(t, err)
		_, err = held.Customer(t.Context())
		require.NoError(t, err)
	})
}
