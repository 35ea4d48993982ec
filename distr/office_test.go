package distr_test

import (
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An office is a vendor with the customer globex, whose portal is open and whose
// people have full access. Nobody is among them yet.
type office struct {
	*world
	globex *distr.Account // in the operator's hands
}

func newOffice(t *testing.T) *office { return officeOn(t, memory.New()) }

func officeOn(t *testing.T, store distr.Store) *office {
	t.Helper()
	w := &world{store: store, registry: newRegistry(), clock: &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}}
	key, err := distr.NewMasterKey(newRand())
	require.NoError(t, err)
	w.master = []distr.MasterKey{key}
	w.hub = w.newHub(store)
	w.acme = w.hub.Vendor("acme").As(distr.Operator())
	o := &office{world: w}
	o.globex = o.open(t, "globex")
	return o
}

// onEachStore runs a test in an office on each store.
func onEachStore(t *testing.T, name string, test func(t *testing.T, o *office)) {
	t.Run(name+" (memory)", func(t *testing.T) { test(t, newOffice(t)) })
	t.Run(name+" (SQLite)", func(t *testing.T) {
		store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "distr.db"), sqlite.Config{})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, store.Close()) })
		test(t, officeOn(t, store))
	})
}

// open adds a customer whose portal is open and whose people have full access.
func (o *office) open(t *testing.T, id tenant.CustomerID) *distr.Account {
	t.Helper()
	_, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: id, Name: string(id), Portal: true, Access: tenant.AccessFull})
	require.NoError(t, err)
	return o.acme.Account(id)
}

// as is the vendor in somebody's hands.
func (o *office) as(a distr.Actor) *distr.Vendor { return o.hub.Vendor("acme").As(a) }

// user is globex in the hands of one of its people.
func (o *office) user(email tenant.Email) *distr.Account {
	return o.as(distr.CustomerUser(email)).Account("globex")
}

// invite invites somebody to a customer.
func invite(t *testing.T, a *distr.Account, email string, r tenant.Role) distr.Invited {
	t.Helper()
	invited, err := a.Invite(t.Context(), distr.NewMember{Email: email, Role: r})
	require.NoError(t, err)
	return invited
}

// join invites somebody to a customer and lets them come.
func (o *office) join(t *testing.T, a *distr.Account, email string, r tenant.Role) tenant.Member {
	t.Helper()
	accepted, err := o.acme.Accept(t.Context(), invite(t, a, email, r).Token, "")
	require.NoError(t, err)
	return accepted.Member
}

// hire makes somebody one of the vendor's own people, who has come.
func (o *office) hire(t *testing.T, email string, r tenant.Role) tenant.Member {
	t.Helper()
	invited, err := o.acme.InviteStaff(t.Context(), distr.NewMember{Email: email, Role: r})
	require.NoError(t, err)
	if !invited.Member.Pending() {
		return invited.Member
	}
	accepted, err := o.acme.Accept(t.Context(), invited.Token, "")
	require.NoError(t, err)
	return accepted.Member
}

// kinds are those of the events about a customer, or of all, since so many.
func (o *office) kinds(t *testing.T, c tenant.CustomerID, since int) (kinds []distr.Kind) {
	t.Helper()
	for _, e := range o.events(t, c)[since:] {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

func (o *office) events(t *testing.T, c tenant.CustomerID) []distr.Event {
	t.Helper()
	events, err := o.acme.Events(t.Context(), distr.EventQuery{Customer: c})
	require.NoError(t, err)
	return events
}

// members are the addresses among a customer's people, with their roles.
func members(t *testing.T, a *distr.Account) map[tenant.Email]tenant.Role {
	t.Helper()
	ms, err := a.Members(t.Context())
	require.NoError(t, err)
	roles := map[tenant.Email]tenant.Role{}
	for _, m := range ms {
		roles[m.Email] = m.Role
	}
	return roles
}

// because is why somebody may not, or the error as it is.
func because(err error) any {
	var refused *tenant.Refusal
	var uninvited *tenant.InviteRefusal
	switch {
	case errors.As(err, &refused):
		return refused.Reason
	case errors.As(err, &uninvited):
		return uninvited.Reason
	}
	return err
}

// atOnce does something from several sides at the same time.
func atOnce(n int, do func(i int)) {
	var ready, done sync.WaitGroup
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			do(i)
		})
	}
	done.Wait()
}
