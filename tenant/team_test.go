package tenant_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// person is a member who has joined; invited is one who has not.
func person(name string, role tenant.Role) tenant.Member {
	m := invited(name, role)
	m.Joined, m.Via = noon, tenant.ViaInvitation
	return m
}

func invited(name string, role tenant.Role) tenant.Member {
	return tenant.Member{
		ID: tenant.MemberID("mem_" + name), Email: tenant.Email(name + "@globex.example"), Role: role, Created: noon,
		Invitation: tenant.Invitation{Sent: noon, Expires: noon.Add(tenant.InvitationLifetime), By: "bob@acme.example"},
	}
}

func users(ms ...tenant.Member) tenant.Team {
	return tenant.Team{Side: tenant.CustomerSide, Members: ms}
}
func staff(ms ...tenant.Member) tenant.Team { return tenant.Team{Side: tenant.VendorSide, Members: ms} }

func TestInvite(t *testing.T) {
	ann, bob := person("ann", tenant.Administrator), person("bob", tenant.User)
	pending := invited("cem", tenant.Administrator)
	tests := []struct {
		name   string
		team   tenant.Team
		ask    tenant.Role
		want   tenant.Role
		forced bool
	}{
		{"the first", users(), tenant.Viewer, tenant.Administrator, true},
		{"the first, asked for as that", users(), tenant.Administrator, tenant.Administrator, false},
		{"the first of the staff", staff(), tenant.User, tenant.Administrator, true},
		{"the second", users(ann), tenant.Viewer, tenant.Viewer, false},
		{"beside who is pending", users(invited("dan", tenant.Administrator)), tenant.User, tenant.User, false},
		{"again", users(ann, invited("cem", tenant.User)), tenant.Viewer, tenant.Viewer, false},
		{"again, as more", users(ann, invited("cem", tenant.User)), tenant.Administrator, tenant.Administrator, false},
		{"an Administrator again, as less", users(ann, pending), tenant.User, tenant.User, false},
		{"the first again, as less", users(pending), tenant.User, tenant.Administrator, true},
		{"the first again, whom the vendor had made less", users(invited("cem", tenant.User)), tenant.User, tenant.Administrator, true},
		{"the only Administrator again, as less", users(pending, bob), tenant.User, tenant.Administrator, true},
		{"after the vendor took the Administrator away", users(bob), tenant.Viewer, tenant.Viewer, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := invited("cem", tt.ask)
			n.ID, n.Created = "mem_new", noon.Add(time.Hour)
			n.Invitation = tenant.Hold("eve@acme.example")
			m, forced, err := tt.team.Invite(n)
			require.NoError(t, err)
			require.Equal(t, tt.want, m.Role)
			require.Equal(t, tt.forced, forced)
			require.Equal(t, n.Invitation, m.Invitation)
			if old, again := tt.team.Find(n.Email); again {
				require.Equal(t, old.ID, m.ID, "it is the same row")
				require.Equal(t, old.Created, m.Created)
			} else {
				require.Equal(t, n.ID, m.ID)
			}
		})
	}
}

func TestInviteRefuses(t *testing.T) {
	team := users(person("ann", tenant.Administrator), invited("cem", tenant.User))
	tests := []struct {
		name   string
		change func(*tenant.Member)
		is     error
		why    string
	}{
		{"who has joined", func(m *tenant.Member) { m.Email = "ann@globex.example" }, tenant.ErrConflict, "ann@globex.example is a member already"},
		{"an ID that is taken", func(m *tenant.Member) { m.ID = "mem_cem" }, tenant.ErrConflict, `"mem_cem" is another member's`},
		{"no ID", func(m *tenant.Member) { m.ID = "" }, tenant.ErrInvalid, "member ID: it is empty"},
		{"another spelling", func(m *tenant.Member) { m.Email = "Ann@globex.example" }, tenant.ErrInvalid, "canonical form"},
		{"no address", func(m *tenant.Member) { m.Email = "" }, tenant.ErrInvalid, "name@domain"},
		{"no role", func(m *tenant.Member) { m.Role = "" }, tenant.ErrInvalid, `role ""`},
		{"a name that cannot be read", func(m *tenant.Member) { m.Name = "\u202e" }, tenant.ErrInvalid, "member name"},
		{"a user who sees prices", func(m *tenant.Member) { m.Super = true }, tenant.ErrInvalid, "only staff see prices"},
		{"who came in, and nobody knows how", func(m *tenant.Member) { m.Joined = noon }, tenant.ErrInvalid, "how they came in"},
		{"who came in by the window", func(m *tenant.Member) { m.Joined, m.Via = noon, "window" }, tenant.ErrInvalid, `"window"`},
		{"who came in and is pending", func(m *tenant.Member) { m.Via = tenant.ViaOperator }, tenant.ErrInvalid, "how they came in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := invited("dan", tenant.User)
			tt.change(&n)
			m, _, err := team.Invite(n)
			require.ErrorIs(t, err, tt.is)
			require.ErrorContains(t, err, tt.why)
			require.Zero(t, m)
		})
	}
}

// Who works at the machine puts the first of the staff in, invited before or not.
func TestInviteWhoIsThereAlready(t *testing.T) {
	n := invited("cem", tenant.Administrator)
	n.ID, n.Joined, n.Via, n.Name = "mem_new", noon.Add(time.Hour), tenant.ViaOperator, "Cem"
	m, forced, err := staff(invited("cem", tenant.User)).Invite(n)
	require.NoError(t, err)
	require.False(t, forced)
	require.False(t, m.Pending())
	require.Equal(t, tenant.MemberID("mem_cem"), m.ID)
	require.Equal(t, "Cem", m.Name)
	require.Equal(t, tenant.ViaOperator, m.Via)
}

func TestFindAndGet(t *testing.T) {
	nameless := tenant.Member{ID: "mem_x"}
	team := users(person("ann", tenant.Administrator), nameless)
	m, found := team.Find("ann@globex.example")
	require.True(t, found)
	require.Equal(t, team.Members[0], m)
	_, found = team.Find("bob@globex.example")
	require.False(t, found)
	_, found = team.Find("")
	require.False(t, found, "no address is nobody's")

	m, err := team.Get("mem_ann")
	require.NoError(t, err)
	require.Equal(t, team.Members[0], m)
	_, err = team.Get("MEM_ANN")
	require.ErrorIs(t, err, tenant.ErrNotFound)
	_, err = team.SetRole("mem_bob", tenant.User, tenant.VendorSide)
	require.ErrorIs(t, err, tenant.ErrNotFound)
	_, err = team.Remove("mem_bob", tenant.VendorSide)
	require.ErrorIs(t, err, tenant.ErrNotFound)
	_, err = team.SetRole("mem_ann", "root", tenant.VendorSide)
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

func TestSignIn(t *testing.T) {
	held := invited("hal", tenant.User)
	held.Invitation = tenant.Hold("bob@acme.example")
	ann := person("ann", tenant.Administrator)
	team := users(ann, invited("cem", tenant.User), held)
	at := noon.Add(time.Hour)

	m, err := team.SignIn("cem@globex.example", at.In(time.FixedZone("UTC+9", 9*60*60)), tenant.ViaSAML)
	require.NoError(t, err)
	require.Equal(t, at, m.Joined)
	require.Equal(t, tenant.ViaSAML, m.Via)
	require.Equal(t, tenant.User, m.Role, "the role is that of the invitation")

	m, err = team.SignIn("ann@globex.example", at, tenant.ViaSAML)
	require.NoError(t, err)
	require.Equal(t, ann, m, "who is in already is left as they are")

	tests := []struct {
		name   string
		email  tenant.Email
		at     time.Time
		reason tenant.InviteReason
		is     error
		text   string
	}{
		{"who is not invited", "dan@globex.example", at, tenant.InviteRequired, tenant.ErrForbidden, "ask an Administrator"},
		{"nobody", "", at, tenant.InviteRequired, tenant.ErrForbidden, "ask an Administrator"},
		{"whose invitation is held", "hal@globex.example", at, tenant.InviteHeld, tenant.ErrForbidden, "has not been sent yet"},
		{"whose invitation has expired", "cem@globex.example", noon.Add(tenant.InvitationLifetime), tenant.InviteExpired, tenant.ErrUnauthenticated, "has expired"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := team.SignIn(tt.email, tt.at, tenant.ViaSAML)
			require.Equal(t, &tenant.InviteRefusal{Reason: tt.reason}, err)
			require.ErrorIs(t, err, tt.is)
			require.ErrorContains(t, err, tt.text)
			require.Zero(t, m)
		})
	}
	_, err = team.SignIn("cem@globex.example", at, "")
	require.ErrorIs(t, err, tenant.ErrInvalid)
}
