package distr_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A player asks for something. The letter is the role's, and that of staff who are
// not assigned to globex is a small one.
type player struct {
	letter string
	as     distr.Actor
	member tenant.MemberID // among the people of their side; empty: they are nobody's
}

// A group is players who ask while globex is in a state.
type group struct {
	text    string
	set     func(ctx context.Context, globex *distr.Account) error // brings it into the state; nil: it is open, its people have full access
	players []player
}

// staffOf are players of the vendor's: a letter each, and besides what they are.
func staffOf(letters, besides string) (ps []player) {
	for _, l := range strings.Split(letters, "") {
		id := "staff-" + l + besides
		if l == strings.ToLower(l) {
			id = "staff-" + l + "-unassigned" + besides
		}
		id = strings.ToLower(id)
		ps = append(ps, player{l, distr.Staff(tenant.Email(id + "@acme.example")), tenant.MemberID(id)})
	}
	return ps
}

// peopleOf are players of globex.
func peopleOf(letters, besides string) (ps []player) {
	for _, l := range strings.Split(letters, "") {
		id := strings.ToLower("people-" + l + besides)
		ps = append(ps, player{l, distr.CustomerUser(tenant.Email(id + "@globex.example")), tenant.MemberID(id)})
	}
	return ps
}

func (p player) role() tenant.Role {
	return map[string]tenant.Role{"A": tenant.Administrator, "U": tenant.User, "V": tenant.Viewer}[strings.ToUpper(p.letter)]
}

const (
	super   = "-super"
	invited = "-invited"
)

// cast is everybody, and the columns of the golden file.
func cast() []group {
	operator := []player{{letter: "o", as: distr.Operator()}}
	another := []player{{letter: "A", as: distr.CustomerUser("eve@initech.example")}}
	level := func(a tenant.Access) func(context.Context, *distr.Account) error {
		return func(ctx context.Context, globex *distr.Account) error { _, err := globex.SetAccess(ctx, a); return err }
	}
	archived := func(ctx context.Context, globex *distr.Account) error { _, err := globex.Archive(ctx); return err }
	closed := func(ctx context.Context, globex *distr.Account) error {
		_, err := globex.SetPortal(ctx, false)
		return err
	}
	without := func(ctx context.Context, globex *distr.Account) error {
		_, _, err := globex.Disable(ctx, tenant.Deployments)
		return err
	}
	both := func(ofStaff, ofGlobex string) []player {
		return slices.Concat(operator, staffOf(ofStaff, ""), peopleOf(ofGlobex, ""))
	}
	return []group{
		{"the operator", nil, operator},
		{"staff: Administrator, User, Viewer; in small letters: not assigned to globex", nil, staffOf("AaUuVv", "")},
		{"staff who see prices", nil, staffOf("AvV", super)},
		{"staff who are invited", nil, staffOf("A", invited)},
		{"globex's people", nil, peopleOf("AUV", "")},
		{"globex's people who are invited", nil, peopleOf("A", invited)},
		{"another customer's Administrator", nil, another},
		{"nobody", nil, []player{{letter: "n"}}},
		{"read-only: the operator, staff, globex's people", level(tenant.AccessReadOnly), both("AU", "AUV")},
		{"access disabled: the operator, staff, globex's Administrator", level(tenant.AccessDisabled), both("AU", "A")},
		{"archived: the same, and a Viewer of the staff", archived, both("AUV", "A")},
		{"portal closed: the same as with access disabled", closed, both("AU", "A")},
		{"without the feature Deployments: the same, and a Viewer of globex", without, both("AU", "AV")},
	}
}

// A tally counts what a store keeps: every Update that ends well.
type tally struct {
	distr.Store
	kept atomic.Int64
}

func (c *tally) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	err := c.Store.Update(ctx, v, fn)
	if err == nil {
		c.kept.Add(1)
	}
	return err
}

// newCast is a scene with everybody in it, and with something of globex and of
// initech wherever customers are listed.
func newCast(t *testing.T, store distr.Store) *scene {
	t.Helper()
	s := sceneOn(t, store)
	s.byName["Vendor.ReleaseReaders 2"], s.byName["Vendor.HoldsRelease 3"] = "1.4.2", "1.4.2"
	at := s.clock.now()
	require.NoError(t, s.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
		globex, err := tx.Edit("globex")
		require.NoError(t, err)
		initech, err := tx.Edit("initech")
		require.NoError(t, err)
		require.NoError(t, initech.PutMember(tenant.Member{ID: "ann", Email: "ann@globex.example", Role: tenant.User, Created: at, Joined: at, Via: tenant.ViaInvitation}))
		for id, p := range roll() {
			m := tenant.Member{ID: id, Email: tenant.Email(p.as.Name), Role: p.role(), Super: strings.HasSuffix(string(id), super), Created: at}
			if !strings.HasSuffix(string(id), invited) {
				m.Joined, m.Via = at, tenant.ViaInvitation
			}
			if p.as != distr.Staff(m.Email) {
				require.NoError(t, globex.PutMember(m))
				continue
			}
			require.NoError(t, tx.PutStaff(m))
			if p.letter == strings.ToUpper(p.letter) {
				require.NoError(t, tx.Assign(id, "globex"))
			}
		}
		return tx.PutPulls([]distr.PullRecord{
			{ID: "pul1", Customer: "globex", Count: 1, Pull: entitlement.Pull{Time: at, Repository: "acme/app"}},
			{ID: "pul2", Customer: "initech", Count: 1, Pull: entitlement.Pull{Time: at.Add(time.Second), Repository: "acme/app"}},
		})
	}))
	return s
}

// roll is the cast by who is a member.
func roll() map[tenant.MemberID]player {
	all := map[tenant.MemberID]player{}
	for _, g := range cast() {
		for _, p := range g.players {
			all[p.member] = p
		}
	}
	maps.DeleteFunc(all, func(id tenant.MemberID, _ player) bool { return id == "" })
	return all
}
