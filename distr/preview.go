package distr

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Preview is what a customer sees of the vendor's registry at an instant: what
// is granted now, of what is published now.
type Preview struct {
	At       time.Time
	Products []ProductPreview // sorted by ID, those of which nothing is seen too
	Stopped  error            // why the registry refuses all of the customer's tokens now, whatever it holds; nil: it does not
}

// A ProductPreview is what a customer sees of one product.
type ProductPreview struct {
	Product      entitlement.Product
	Feature      tenant.Feature      // the one that gates it
	Grants       []entitlement.Grant // the customer's, ended ones too, oldest first
	Repositories []RepositoryPreview // sorted
}

// A RepositoryPreview is what a customer sees of one repository.
type RepositoryPreview struct {
	Repository entitlement.RepositoryPath
	Standing   Standing
	Tags       []HeldTag           // the version that was published last first
	Aliases    []entitlement.Alias // see [entitlement.Holding.Aliases]
	Referrers  int                 // signatures, SBOMs and whatever else refers to what is held
}

// A Standing is how a customer stands with a repository as a whole. The registry
// hides one that is not visible, but it may tell of an end that has passed.
type Standing struct {
	Visible bool               // something of it may be pulled
	Reason  entitlement.Reason // Granted, or why nothing is visible; NotCovered: what is granted is not published
	Until   time.Time          // Expired: when the last grant ended; NotYet: when the first begins
}

// A HeldTag is a tag that may be pulled.
type HeldTag struct {
	Tag     string
	Version string
	Digest  entitlement.Digest
	Grant   entitlement.GrantID // the one that lasts longest
	Until   time.Time           // when that ends; zero: never
}

// Preview is what the customer sees at an instant, the zero time being now: all
// of it, or of these repositories. It comes of the very holdings that the
// registry decides by. An instant to come is as if nothing were changed or
// published until then. A repository that no product has is a
// tenant.ErrNotFound.
//
// To the customer's own people only those repositories are there of which they see
// something now, or of which all that they held has ended, and only those products
// that have such ones. They are not shown what was at an earlier instant: it would
// show what has been published since they held something.
func (a *Account) Preview(ctx context.Context, at time.Time, only ...entitlement.RepositoryPath) (Preview, error) {
	now := a.vendor.hub.now()
	out := Preview{At: instant(at)}
	if at.IsZero() {
		out.At = now
	}
	if err := a.maySee(ctx); err != nil {
		return out, err
	}
	if err := a.vendor.mayLookAt(out.At, now); err != nil {
		return out, err
	}
	held := a.vendor.held
	if err := held.refresh(ctx); err != nil {
		return out, err
	}
	customer, err := held.resident(ctx, a.id)
	if err != nil {
		return out, err
	}
	out.Stopped = held.stopped(ctx, &customer.customer)
	if out.Stopped != nil && !errors.Is(out.Stopped, tenant.ErrUnauthenticated) {
		return out, out.Stopped
	}
	shelf, err := held.shelf(ctx)
	if err != nil {
		return out, err
	}
	named := len(only) > 0
	if !named {
		only = shelf.sorted
	}
	products := map[entitlement.ProductID]ProductPreview{}
	for _, r := range slices.Compact(slices.Sorted(slices.Values(only))) {
		product, ok := shelf.products[r]
		if !ok {
			return out, noRepository(string(r))
		}
		h, err := held.over(ctx, a.vendor.toldHolding(customer.holds(product), now), r, out.At)
		if err != nil {
			return out, err
		}
		seen := look(h, r, out.At)
		switch hidden := a.vendor.hides(seen.Standing); {
		case hidden && named:
			return out, noRepository(string(r))
		case hidden:
			continue
		}
		of := products[product.ID]
		of.Product, of.Feature, of.Grants = product, gatingFeature(product.Kind), slices.Clone(h.Grants)
		of.Repositories = append(of.Repositories, seen)
		products[product.ID] = of
	}
	a.vendor.toldProducts(products)
	out.Products = slices.SortedFunc(maps.Values(products), func(x, y ProductPreview) int { return cmp.Compare(x.Product.ID, y.Product.ID) })
	return out, nil
}

// over prepares a holding for the contents of a repository, unless it says no to
// all that could be in there: contents are big.
func (s *snapshot) over(ctx context.Context, h entitlement.Holding, r entitlement.RepositoryPath, at time.Time) (entitlement.Holding, error) {
	if h.Decide(at).Reason != entitlement.NotCovered {
		return h, nil
	}
	_, contents, err := s.contents(ctx, r)
	return h.Over(contents), err
}

// look asks a holding about all that it gives of a repository.
func look(h entitlement.Holding, r entitlement.RepositoryPath, at time.Time) RepositoryPreview {
	whole := h.Decide(at)
	out := RepositoryPreview{
		Repository: r,
		Standing:   Standing{Visible: h.Any(at), Reason: whole.Reason, Until: whole.Until},
		Tags:       []HeldTag{},
		Aliases:    h.Aliases(at),
		Referrers:  h.Referring(at),
	}
	if out.Standing.Visible {
		out.Standing.Reason = entitlement.Granted
	}
	order := map[string]int{}
	for i, version := range h.Contents().Versions() {
		order[version] = i
	}
	for _, tag := range h.Tags(at) {
		version, d, _ := h.Resolve(at, tag)
		decision := h.Decide(at, version)
		out.Tags = append(out.Tags, HeldTag{tag, version, d, decision.Grant, decision.Until})
	}
	slices.SortStableFunc(out.Tags, func(x, y HeldTag) int { return cmp.Compare(order[y.Version], order[x.Version]) })
	return out
}
