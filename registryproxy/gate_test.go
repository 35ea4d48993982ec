package registryproxy

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const acme tenant.VendorID = "acme"

// A testGate is a vendor of real grants, releases and credentials, in memory.
type testGate struct {
	mu          sync.Mutex
	products    []entitlement.Product
	contents    map[entitlement.RepositoryPath]*entitlement.Contents
	grants      map[tenant.CustomerID][]entitlement.Grant
	off         map[tenant.CustomerID]bool
	credentials map[tenant.CredentialID]tenant.Credential
	owners      map[tenant.CredentialID]tenant.Principal
	pulls       []entitlement.Pull
	pushes      []entitlement.Push

	broken error // what every method returns
	deaf   error // what LogPull returns
	stuck  error // what Pushed returns
}

func newTestGate() *testGate {
	return &testGate{
		contents: map[entitlement.RepositoryPath]*entitlement.Contents{},
		grants:   map[tenant.CustomerID][]entitlement.Grant{}, off: map[tenant.CustomerID]bool{},
		credentials: map[tenant.CredentialID]tenant.Credential{}, owners: map[tenant.CredentialID]tenant.Principal{},
	}
}

func (g *testGate) product(id entitlement.ProductID, repositories ...entitlement.RepositoryPath) {
	g.products = append(g.products, entitlement.Product{ID: id, Kind: entitlement.Artifact, Repositories: repositories})
}

func (g *testGate) publish(r entitlement.RepositoryPath, releases ...entitlement.Pinned) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.contents[r] = g.contents[r].With(releases, nil)
}

func (g *testGate) grant(c tenant.CustomerID, p entitlement.ProductID, v entitlement.Versions, expires time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.grants[c] = append(g.grants[c], entitlement.Grant{ID: "grt_1", Name: "a grant", Product: p, Versions: v, Expires: expires})
}

// token makes a token for a customer, or for staff if there is none.
func (g *testGate) token(tb testing.TB, c tenant.CustomerID) tenant.Token {
	tb.Helper()
	p := tenant.Principal{Side: tenant.CustomerSide, Vendor: acme, Customer: c}
	if c == "" {
		p.Side = tenant.VendorSide
	}
	credential, token, err := tenant.NewCredential(p, "a token", time.Now(), rand.Reader)
	require.NoError(tb, err)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.credentials[credential.ID], g.owners[credential.ID] = credential, token.Claim()
	return token
}

func (g *testGate) revoke(t tenant.Token) {
	g.mu.Lock()
	defer g.mu.Unlock()
	id := t.Claim().Credential
	g.credentials[id] = g.credentials[id].Revoke(time.Unix(1, 0))
}

// change changes the gate while it is asked.
func (g *testGate) change(f func(*testGate)) {
	g.mu.Lock()
	defer g.mu.Unlock()
	f(g)
}

func (g *testGate) live(p tenant.Principal) error {
	if g.broken != nil {
		return g.broken
	}
	if owner, known := g.owners[p.Credential]; !known || owner != p || !g.credentials[p.Credential].Live(time.Now()) {
		return tenant.ErrUnauthenticated
	}
	return nil
}

func (g *testGate) Authenticate(_ context.Context, t tenant.Token) (tenant.Principal, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.broken != nil {
		return tenant.Principal{}, g.broken
	}
	if !g.credentials[t.Claim().Credential].Matches(t, time.Now()) {
		return tenant.Principal{}, tenant.ErrUnauthenticated
	}
	return t.Claim(), nil
}

func (g *testGate) Repositories(_ context.Context, p tenant.Principal) ([]string, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.live(p); err != nil {
		return nil, err
	}
	var repositories []string
	for _, product := range g.products {
		for _, r := range product.Repositories {
			if p.Side == tenant.VendorSide || g.contents[r] != nil && g.holding(p, product).Over(g.contents[r]).Any(time.Now()) {
				repositories = append(repositories, string(r))
			}
		}
	}
	return repositories, nil
}

func (g *testGate) Holding(_ context.Context, p tenant.Principal, repository string) (entitlement.Holding, *entitlement.Contents, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.live(p); err != nil {
		return entitlement.Holding{}, nil, err
	}
	r := entitlement.RepositoryPath(repository)
	i := slices.IndexFunc(g.products, func(p entitlement.Product) bool { return p.Has(r) })
	if i < 0 {
		return entitlement.Holding{}, nil, tenant.ErrNotFound
	}
	contents := g.contents[r]
	holding := g.holding(p, g.products[i])
	if contents != nil {
		holding = holding.Over(contents)
	}
	return holding, contents, nil
}

func (g *testGate) holding(p tenant.Principal, product entitlement.Product) entitlement.Holding {
	if p.Side == tenant.VendorSide {
		return entitlement.Holding{Product: product, Grants: []entitlement.Grant{{ID: "staff", Product: product.ID, Versions: entitlement.All()}}}
	}
	h := entitlement.Holding{Product: product, Off: g.off[p.Customer]}
	for _, grant := range g.grants[p.Customer] {
		if grant.Product == product.ID {
			h.Grants = append(h.Grants, grant)
		}
	}
	return h
}

func (g *testGate) LogPull(_ context.Context, _ tenant.Principal, pull entitlement.Pull) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.pulls = append(g.pulls, pull)
	return g.deaf
}

// logged takes the log so far.
func (g *testGate) logged() []entitlement.Pull {
	g.mu.Lock()
	defer g.mu.Unlock()
	pulls := g.pulls
	g.pulls = nil
	return pulls
}

// A publishingGate is a testGate whose staff push.
type publishingGate struct{ *testGate }

func (g publishingGate) MayPush(_ context.Context, p tenant.Principal, repository string) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := g.live(p); err != nil {
		return err
	}
	if p.Side != tenant.VendorSide {
		return tenant.ErrForbidden
	}
	if !slices.ContainsFunc(g.products, func(p entitlement.Product) bool { return p.Has(entitlement.RepositoryPath(repository)) }) {
		return tenant.ErrNotFound
	}
	return nil
}

// MayMove keeps the tags of what is published where they are.
func (g publishingGate) MayMove(_ context.Context, repository, tag string, d entitlement.Digest) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if version, published, there := g.contents[entitlement.RepositoryPath(repository)].Tag(tag); there && published != d {
		return fmt.Errorf("%w: tag %s is published as version %s; push it under another tag", tenant.ErrConflict, tag, version)
	}
	return g.broken
}

func (g publishingGate) Pushed(_ context.Context, p tenant.Principal, _ string, m entitlement.Push) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := cmp.Or(g.live(p), g.stuck); err != nil {
		return err
	}
	g.pushes = append(g.pushes, m)
	return nil
}

// pushed takes the list of what was pushed so far.
func (g *testGate) pushed() []entitlement.Push {
	g.mu.Lock()
	defer g.mu.Unlock()
	pushes := g.pushes
	g.pushes = nil
	return pushes
}
