package distr_test

import (
	"crypto/rand"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A world is a vendor with a product of two repositories, a registry that says
// what its tags mean, and a clock that stands still until it is moved.
type world struct {
	store    distr.Store
	hub      *distr.Hub
	acme     *distr.Vendor
	registry *registry
	clock    *clock
	master   []distr.MasterKey
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{
		store:    memory.New(),
		registry: newRegistry(),
		clock:    &clock{at: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)},
	}
	key, err := distr.NewMasterKey(newRand())
	require.NoError(t, err)
	w.master = []distr.MasterKey{key}
	w.hub = w.newHub(w.store)
	w.acme = w.hub.Vendor("acme").As(distr.Operator())
	_, err = w.acme.CreateProduct(t.Context(), entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app", "acme/chart"}})
	require.NoError(t, err)
	return w
}

// newHub is a hub as another process on the same store would have it.
func (w *world) newHub(s distr.Store) *distr.Hub {
	return distr.New(s, distr.Config{Now: w.clock.now, Walker: w.registry, MasterKeys: w.master, Letters: mail.Templates{}})
}

func (w *world) publish(t *testing.T, versions ...string) {
	t.Helper()
	for _, v := range versions {
		w.registry.push("acme/app", v, "app "+v)
		w.registry.push("acme/chart", v, "chart "+v)
		_, err := w.acme.Publish(t.Context(), "app", v, "")
		require.NoError(t, err)
	}
}

// customer makes a customer that holds these versions of app, and a token.
func (w *world) customer(t *testing.T, id tenant.CustomerID, versions ...string) (*distr.Account, tenant.Token) {
	t.Helper()
	_, err := w.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: id, Name: string(id)})
	require.NoError(t, err)
	a := w.acme.Account(id)
	if len(versions) > 0 {
		_, err = a.Grant(t.Context(), distr.NewGrant{Product: "app", Versions: entitlement.Only(versions...)})
		require.NoError(t, err)
	}
	_, token, err := a.NewToken(t.Context(), "cluster")
	require.NoError(t, err)
	return a, token
}

// reason is why a principal may or may not pull a tag of acme/app.
func reason(t *testing.T, at time.Time, v *distr.Vendor, token tenant.Token, tag string) entitlement.Reason {
	t.Helper()
	p, err := v.Authenticate(t.Context(), token)
	require.NoError(t, err)
	h, contents, err := v.Holding(t.Context(), p, "acme/app")
	require.NoError(t, err)
	if version, _, found := h.Resolve(at, tag); found {
		return h.Decide(at, version).Reason
	}
	if d, derived := contents.Derived(tag); derived {
		e, _ := contents.Find(d)
		return h.DecideEntry(at, e).Reason
	}
	return entitlement.Unknown
}

// A clock tells the time that a test wants.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// newRand is chance that is not the hub's, as a forger would have it.
func newRand() io.Reader { return rand.Reader }
