package storetest

import (
	"context"
	"errors"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenRefusals accept what contradicts the room, refuse in the wrong way, or
// make two of one.
func brokenRefusals() []broken {
	return []broken{
		{"adds a customer twice", "Conflicts", "a customer of an ID that is taken", bendTx(func(tx distr.VendorTx) distr.VendorTx { return lenientTx{tx} })},
		{"refuses a release as not found", "Conflicts", "a release of a version that is there", bendTx(func(tx distr.VendorTx) distr.VendorTx { return confusedTx{tx} })},
		{"leaves half of what it refused", "Conflicts", "was refused and changed something", bendTx(func(tx distr.VendorTx) distr.VendorTx { return halfTx{tx} })},
		{"forgets what belongs to whom when a product is replaced", "Conflicts", "takes another one's repository", bendTx(func(tx distr.VendorTx) distr.VendorTx { return stealingTx{tx} })},
		{"is of no use after a conflict", "Conflicts", "after a conflict the transaction is aborted", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			return s.Update(ctx, v, func(tx distr.VendorTx) error {
				own := &abortingTx{VendorTx: tx}
				if err := fn(own); err != nil {
					return err
				}
				return own.aborted
			})
		})},
		{"runs a function again on what it has left", "Twice", "conflict", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			return s.Update(ctx, v, func(tx distr.VendorTx) error {
				if err := fn(tx); err != nil {
					return err
				}
				return fn(tx)
			})
		})},
		{"adds a grant instead of replacing it", "Twice", "CustomerView.Grant", bendCustomerTx(func(tx distr.CustomerTx) distr.CustomerTx { return addingTx{tx} })},
		{"loses the releases of a product that is replaced", "Twice", "VendorView.Releases, after it was put again", bendView(func(v distr.VendorView) distr.VendorView { return cascadingView{v} })},
		{"does not read what it has written", "Twice", "an update reads what it has written", func() distr.Store { return newDeferring(nothing) }},
	}
}

type lenientTx struct{ distr.VendorTx }

func (tx lenientTx) AddCustomer(c tenant.Customer) error {
	if err := tx.VendorTx.AddCustomer(c); !errors.Is(err, tenant.ErrConflict) {
		return err
	}
	return nil
}

type confusedTx struct{ distr.VendorTx }

func (tx confusedTx) PutRelease(p entitlement.ProductID, r entitlement.Release, c map[entitlement.RepositoryPath]entitlement.Closure) error {
	if err := tx.VendorTx.PutRelease(p, r, c); err != nil {
		return tenant.ErrNotFound
	}
	return nil
}

// halfTx writes the first half of a release before it finds that there is one.
type halfTx struct{ distr.VendorTx }

func (tx halfTx) PutRelease(p entitlement.ProductID, r entitlement.Release, c map[entitlement.RepositoryPath]entitlement.Closure) error {
	err := tx.VendorTx.PutRelease(p, r, c)
	if errors.Is(err, tenant.ErrConflict) {
		r.Version += "-half"
		return errors.Join(err, tx.VendorTx.PutRelease(p, r, c))
	}
	return err
}

// stealingTx looks for conflicts when a product is new, and not when it is
// replaced.
type stealingTx struct{ distr.VendorTx }

func (tx stealingTx) PutProduct(p entitlement.Product) error {
	if _, err := tx.Product(p.ID); err == nil {
		p.Repositories = p.Repositories[len(p.Repositories)-1:]
	}
	return tx.VendorTx.PutProduct(p)
}

type abortingTx struct {
	distr.VendorTx
	aborted error
}

func (tx *abortingTx) AddCustomer(c tenant.Customer) error {
	err := tx.VendorTx.AddCustomer(c)
	if errors.Is(err, tenant.ErrConflict) {
		tx.aborted = errors.New("after a conflict the transaction is aborted")
	}
	return err
}

type addingTx struct{ distr.CustomerTx }

func (tx addingTx) PutGrant(g entitlement.Grant) error {
	if _, err := tx.Grant(g.ID); err == nil {
		g.ID += "-again"
	}
	return tx.CustomerTx.PutGrant(g)
}

// cascadingView shows no releases of a product that the check has replaced.
type cascadingView struct{ distr.VendorView }

func (v cascadingView) Releases(id entitlement.ProductID) ([]entitlement.Release, error) {
	p, err := v.Product(id)
	if err != nil {
		return nil, err
	}
	if p.Repositories[len(p.Repositories)-1] != newSample("first").product.Repositories[2] {
		return nil, nil
	}
	return v.VendorView.Releases(id)
}
