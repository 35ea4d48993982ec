package distr

import (
	"context"
	"sync"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A resident is one customer as the snapshot knows it. Only the prepared
// holdings change; a change of anything else makes the snapshot forget the
// resident and load another.
type resident struct {
	customer    tenant.Customer
	features    tenant.Features // in effect, of those that gate products
	credentials map[tenant.CredentialID]knownCredential
	grants      map[entitlement.ProductID][]entitlement.Grant
	logins      map[entitlement.GrantID]SealedLogin

	mu       sync.Mutex
	holdings map[entitlement.RepositoryPath]entitlement.Holding
}

// resident is a customer, or a tenant.ErrNotFound. Who calls it has refreshed the
// snapshot.
func (s *snapshot) resident(ctx context.Context, id tenant.CustomerID) (*resident, error) {
	s.mu.RLock()
	known, excluded := s.living[id], s.roster.excludes(id)
	s.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	if excluded {
		return nil, noCustomer(id)
	}
	var loaded *resident
	at, err := s.load(ctx, func(view VendorView) error {
		room, err := view.Open(id)
		if err != nil {
			return err
		}
		loaded, err = newResident(room, s.hub.config.Features)
		return err
	})
	if absent(err) {
		if err := s.enlist(ctx); err != nil {
			return nil, err
		}
	}
	if err != nil {
		return nil, err
	}
	who := tenant.Principal{Side: tenant.CustomerSide, Vendor: s.vendor, Customer: id}
	noteUses(&s.hub.uses, who, loaded.credentials)
	s.keep(at, func() {
		if len(s.living) >= maxResidents {
			for other := range s.living {
				delete(s.living, other) // any one makes room
				break
			}
		}
		s.living[id] = loaded
	})
	return loaded, nil
}

func newResident(room CustomerView, known *tenant.FeatureGraph) (*resident, error) {
	r := &resident{
		credentials: map[tenant.CredentialID]knownCredential{},
		grants:      map[entitlement.ProductID][]entitlement.Grant{},
		holdings:    map[entitlement.RepositoryPath]entitlement.Holding{},
	}
	var err error
	if r.customer, err = room.Customer(); err != nil {
		return nil, err
	}
	// What gates a product is one of the program's own features, and none of
	// these requires one that the vendor has defined: the settings do not matter.
	r.features = known.Effective(r.customer.Features)
	credentials, err := room.Credentials()
	if err != nil {
		return nil, err
	}
	for _, c := range credentials {
		r.credentials[c.ID] = knownCredential{Credential: c, of: &r.customer}
	}
	grants, err := room.Grants()
	if err != nil {
		return nil, err
	}
	for _, g := range grants {
		r.grants[g.Product] = append(r.grants[g.Product], g)
	}
	r.logins, err = room.Logins()
	return r, err
}

// holding is what a customer holds of the product that has the repository,
// prepared for the repository's contents. Preparing asks every grant about every
// release, so it is done once for each resident, product and contents.
func (s *snapshot) holding(ctx context.Context, id tenant.CustomerID, repository entitlement.RepositoryPath) (entitlement.Holding, error) {
	r, err := s.resident(ctx, id)
	if err != nil {
		return entitlement.Holding{}, err
	}
	product, contents, err := s.contents(ctx, repository)
	if err != nil {
		return entitlement.Holding{}, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if h, ok := r.holdings[repository]; ok && h.Contents() == contents && h.Product.ID == product.ID && h.Product.Kind == product.Kind && h.Product.Exact == product.Exact {
		return h, nil
	}
	h := r.holds(product).Over(contents)
	r.holdings[repository] = h
	return h, nil
}

// holds is what the customer holds of a product, not prepared for anything.
func (r *resident) holds(product entitlement.Product) entitlement.Holding {
	return entitlement.Holding{
		Product: product,
		Grants:  r.grants[product.ID],
		Off:     !r.features.Has(gatingFeature(product.Kind)),
	}
}

// gatingFeature is the feature without which a product of that kind does not
// exist for a customer.
func gatingFeature(k entitlement.Kind) tenant.Feature {
	if k == entitlement.Application {
		return tenant.Deployments
	}
	return tenant.Artifacts
}
