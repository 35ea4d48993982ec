package tenant_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestLastAdministrator(t *testing.T) {
	ann, bob := person("ann", tenant.Administrator), person("bob", tenant.Administrator)
	use, wait := person("use", tenant.User), invited("wait", tenant.Administrator)
	tests := []struct {
		name string
		team tenant.Team
		id   tenant.MemberID
		by   tenant.Side
		is   error // nil: it goes
		why  string
	}{
		{"the last, by the customer", users(ann, use), "mem_ann", tenant.CustomerSide, tenant.ErrConflict, "or ask the vendor"},
		{"the last, by the vendor", users(ann, use), "mem_ann", tenant.VendorSide, nil, ""},
		{"the last, by the operator", users(ann, use), "mem_ann", tenant.OperatorSide, nil, ""},
		{"the last but for one who is invited", users(ann, wait), "mem_ann", tenant.CustomerSide, tenant.ErrConflict, "last Administrator"},
		{"one who is invited beside the last", users(ann, wait), "mem_wait", tenant.CustomerSide, nil, ""},
		{"one of two", users(ann, bob), "mem_ann", tenant.CustomerSide, nil, ""},
		{"who is none", users(ann, use), "mem_use", tenant.CustomerSide, nil, ""},
		{"the only one invited, before anybody has come", users(wait), "mem_wait", tenant.CustomerSide, tenant.ErrConflict, "last Administrator"},
		{"the only one invited, beside users", users(wait, use), "mem_wait", tenant.CustomerSide, tenant.ErrConflict, "last Administrator"},
		{"one of two invited", users(wait, invited("two", tenant.Administrator)), "mem_wait", tenant.CustomerSide, nil, ""},
		{"the staff's last, by the staff", staff(ann, use), "mem_ann", tenant.VendorSide, tenant.ErrConflict, "make somebody else one first"},
		{"the staff's last, by the operator", staff(ann, use), "mem_ann", tenant.OperatorSide, nil, ""},
		{"one of the staff's two, by the staff", staff(ann, bob), "mem_ann", tenant.VendorSide, nil, ""},
		{"one of the staff, by a customer", staff(ann, bob), "mem_ann", tenant.CustomerSide, tenant.ErrForbidden, `not for side "customer"`},
		{"by nobody", users(ann, bob), "mem_ann", "", tenant.ErrForbidden, `not for side ""`},
		{"by nobody, of nobody's team", tenant.Team{Members: []tenant.Member{ann, bob}}, "mem_ann", "", tenant.ErrForbidden, `side ""`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := slices.Clone(tt.team.Members)
			removed, err := tt.team.Remove(tt.id, tt.by)
			demoted, errOfRole := tt.team.SetRole(tt.id, tenant.Viewer, tt.by)
			require.Equal(t, before, tt.team.Members, "a rule changes nothing itself")
			if tt.is == nil {
				require.NoError(t, err)
				require.NoError(t, errOfRole)
				require.Equal(t, tt.id, removed.ID)
				require.Equal(t, tenant.Viewer, demoted.Role)
				return
			}
			require.ErrorIs(t, err, tt.is)
			require.ErrorContains(t, err, tt.why)
			require.Equal(t, err, errOfRole)
			require.Zero(t, removed)
			require.Zero(t, demoted)
		})
	}
	m, err := users(ann).SetRole("mem_ann", tenant.Administrator, tenant.CustomerSide)
	require.NoError(t, err, "to be what one is takes nothing away")
	require.Equal(t, ann, m)
	m, err = users(ann, use).SetRole("mem_use", tenant.Administrator, tenant.CustomerSide)
	require.NoError(t, err)
	require.Equal(t, tenant.Administrator, m.Role)
}

// Whatever a customer's people do in whatever order, somebody manages them: an
// Administrator who has come, once one has, and one who is invited before that.
func TestSomebodyManages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		team := users()
		hadOne := false
		put := func(m tenant.Member) {
			if i := slices.IndexFunc(team.Members, func(o tenant.Member) bool { return o.ID == m.ID }); i >= 0 {
				team.Members[i] = m
			} else {
				team.Members = append(team.Members, m)
			}
		}
		role := rapid.SampledFrom([]tenant.Role{tenant.Viewer, tenant.User, tenant.Administrator})
		name := rapid.SampledFrom([]string{"ann", "bob", "cem", "dan"})
		for i := range rapid.IntRange(1, 30).Draw(t, "steps") {
			email := tenant.Email(name.Draw(t, "who") + "@globex.example")
			m, known := team.Find(email)
			switch rapid.SampledFrom([]string{"invite", "join", "role", "remove"}).Draw(t, "what") {
			case "invite":
				n := invited("x", role.Draw(t, "role"))
				n.ID, n.Email = tenant.MemberID(fmt.Sprintf("mem_%d", i)), email
				if m, _, err := team.Invite(n); err == nil {
					put(m)
				}
			case "join":
				if m, err := team.SignIn(email, noon, tenant.ViaSAML); known && err == nil {
					put(m)
				}
			case "role":
				if m, err := team.SetRole(m.ID, role.Draw(t, "role"), tenant.CustomerSide); err == nil {
					put(m)
				}
			case "remove":
				if m, err := team.Remove(m.ID, tenant.CustomerSide); err == nil {
					team.Members = slices.DeleteFunc(team.Members, func(o tenant.Member) bool { return o.ID == m.ID })
				}
			}
			manages := func(m tenant.Member) bool { return m.Role == tenant.Administrator }
			came := func(m tenant.Member) bool { return manages(m) && !m.Pending() }
			require.True(t, len(team.Members) == 0 || slices.ContainsFunc(team.Members, manages), "%+v", team.Members)
			require.True(t, !hadOne || slices.ContainsFunc(team.Members, came), "%+v", team.Members)
			hadOne = hadOne || slices.ContainsFunc(team.Members, came)
		}
	})
}

func TestCheckGrant(t *testing.T) {
	standing := func(side tenant.Side, role tenant.Role, super bool) tenant.Standing {
		return tenant.Standing{Side: side, Role: role, Super: super}
	}
	pending := standing(tenant.CustomerSide, tenant.Administrator, false)
	pending.Pending = true
	tests := []struct {
		name  string
		team  tenant.Team
		who   tenant.Standing
		role  tenant.Role
		super bool
		why   string // empty: it may be given
	}{
		{"the operator", staff(), standing(tenant.OperatorSide, "", false), tenant.Administrator, true, ""},
		{"one's own role", users(), standing(tenant.CustomerSide, tenant.User, false), tenant.User, false, ""},
		{"less", users(), standing(tenant.CustomerSide, tenant.Administrator, false), tenant.Viewer, false, ""},
		{"more", users(), standing(tenant.CustomerSide, tenant.User, false), tenant.Administrator, false, "a user cannot give somebody the role administrator"},
		{"staff to a customer's", users(), standing(tenant.VendorSide, tenant.User, false), tenant.Administrator, false, ""},
		{"staff to staff", staff(), standing(tenant.VendorSide, tenant.User, false), tenant.Administrator, false, "cannot give"},
		{"prices, by who sees them", staff(), standing(tenant.VendorSide, tenant.Administrator, true), tenant.Viewer, true, ""},
		{"prices, by who does not", staff(), standing(tenant.VendorSide, tenant.Administrator, false), tenant.Viewer, true, "only who sees prices"},
		{"a customer to staff", staff(), standing(tenant.CustomerSide, tenant.Administrator, false), tenant.Viewer, false, "not for side"},
		{"nobody", users(), tenant.Standing{}, tenant.Viewer, false, "not for side"},
		{"who has no role", users(), standing(tenant.CustomerSide, "", false), tenant.Viewer, false, "not for side"},
		{"staff who have none", users(), standing(tenant.VendorSide, "", false), tenant.Viewer, false, "not for side"},
		{"who is pending", users(), pending, tenant.Viewer, false, "not for side"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := tt.team.CheckGrant(tt.who, tt.role, tt.super)
			if tt.why == "" {
				require.NoError(t, err)
				return
			}
			require.ErrorIs(t, err, tenant.ErrForbidden)
			require.ErrorContains(t, err, tt.why)
		})
	}
}
