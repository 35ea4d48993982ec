package distr

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// CreateProduct adds a product: a name for repositories that are released
// together. Kind defaults to entitlement.Artifact. A product of that ID, or one
// that has one of the repositories, is a tenant.ErrConflict.
func (v *Vendor) CreateProduct(ctx context.Context, p entitlement.Product) (entitlement.Product, error) {
	if err := tenant.CheckID("product", string(p.ID)); err != nil {
		return p, err
	}
	if p.Kind == "" {
		p.Kind = entitlement.Artifact
	}
	p.Repositories = slices.Compact(slices.Sorted(slices.Values(p.Repositories)))
	if err := p.Check(); err != nil {
		return p, invalid(err)
	}
	err := v.update(ctx, tenant.ManageProducts, func(tx VendorTx, at time.Time) ([]Event, error) {
		p.Created = at
		if _, err := tx.Product(p.ID); err == nil {
			return nil, fmt.Errorf("product %q: %w, there is one of that ID", p.ID, tenant.ErrConflict)
		} else if !errors.Is(err, tenant.ErrNotFound) {
			return nil, err
		}
		if err := tx.PutProduct(p); err != nil {
			return nil, err
		}
		return one(happened(ProductAdded, "", map[string]any{
			"product": p.ID, "kind": p.Kind, "repositories": p.Repositories, "exact": p.Exact,
		}))
	})
	return p, err
}

// Products lists the vendor's products, oldest first.
func (v *Vendor) Products(ctx context.Context) (products []entitlement.Product, err error) {
	err = v.look(ctx, tenant.SeeProducts, func(view VendorView) error {
		products, err = view.Products()
		return err
	})
	return products, err
}

// Releases lists a product's releases, oldest first.
func (v *Vendor) Releases(ctx context.Context, id entitlement.ProductID) (releases []entitlement.Release, err error) {
	err = v.look(ctx, tenant.SeeProducts, func(view VendorView) error {
		if _, err := product(view, id); err != nil {
			return err
		}
		releases, err = view.Releases(id)
		return err
	})
	return releases, err
}

// product looks a product up, and names those that exist if it is not one.
func product(view VendorView, id entitlement.ProductID) (entitlement.Product, error) {
	p, err := view.Product(id)
	if !errors.Is(err, tenant.ErrNotFound) {
		return p, err
	}
	all, err := view.Products()
	if err != nil {
		return p, err
	}
	if len(all) == 0 {
		return p, fmt.Errorf("product %q: %w; there is no product yet", id, tenant.ErrNotFound)
	}
	names := make([]string, len(all))
	for i, other := range all {
		names[i] = string(other.ID)
	}
	return p, fmt.Errorf("product %q: %w; there are %s", id, tenant.ErrNotFound, shortened(names))
}

// shortened lists names for a message: the newest if there are many.
func shortened(names []string) string {
	const most = 20
	if len(names) > most {
		return fmt.Sprintf("%s and %d older ones", strings.Join(names[len(names)-most:], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// invalid makes a quiet room's error one that every floor knows.
func invalid(err error) error {
	if errors.Is(err, entitlement.ErrInvalid) {
		return fmt.Errorf("%w%w", err, hidden{tenant.ErrInvalid})
	}
	return err
}

// hidden is an error that is found by errors.Is and not seen in the text.
type hidden struct{ error }

func (hidden) Error() string   { return "" }
func (h hidden) Unwrap() error { return h.error }
