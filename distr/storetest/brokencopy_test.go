package storetest

import (
	"context"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenCopies share with the caller what they keep, or what they may do.
func brokenCopies() []broken {
	return []broken{
		{"reads what was handed in when it commits", "Aliasing", "what was handed in was changed", bendUpdate(func(s distr.Store, ctx context.Context, v tenant.VendorID, fn vendorFn) error {
			return s.Update(ctx, v, func(tx distr.VendorTx) error {
				own := &lateTx{VendorTx: tx}
				if err := fn(own); err != nil {
					return err
				}
				for _, e := range own.events {
					if err := tx.Append(e); err != nil {
						return err
					}
				}
				return nil
			})
		})},
		{"hands the same list to everyone who views", "Aliasing", "what a View handed out was changed", func() distr.Store {
			kept := map[string][]entitlement.Product{}
			return bendView(func(v distr.VendorView) distr.VendorView { return cachingView{v, kept} })()
		}},
		{"hands the same manifest to everyone who views", "Aliasing", "what a View handed out was changed", func() distr.Store {
			kept := map[string][]entitlement.Closure{}
			return bendView(func(v distr.VendorView) distr.VendorView { return cachingClosures{v, kept} })()
		}},
		{"hands its own list to those who update", "Aliasing", "what an Update handed out was changed", func() distr.Store {
			kept := map[string][]entitlement.Product{}
			return bent{Store: memory.New(),
				view: func(v distr.VendorView) distr.VendorView { return copyingView{cachingView{v, kept}} },
				tx:   func(tx distr.VendorTx) distr.VendorTx { return cachingTx{tx, kept} },
			}
		}},
		{"views with a transaction", "ReadOnly", "AddCustomer", func() distr.Store {
			return viewing{memory.New(), func(tx distr.VendorTx) distr.VendorView { return tx }}
		}},
		{"opens customers for changes", "ReadOnly", "SetProfile", func() distr.Store {
			return viewing{memory.New(), func(tx distr.VendorTx) distr.VendorView { return editingView{tx, tx} }}
		}},
		{"shows its transaction in a field", "ReadOnly", "Inner.PutProduct", func() distr.Store {
			return viewing{memory.New(), func(tx distr.VendorTx) distr.VendorView { return exposingView{tx, tx} }}
		}},
	}
}

type lateTx struct {
	distr.VendorTx
	events []distr.Event
}

func (tx *lateTx) Append(e distr.Event) error {
	if e.Seq == 1 { // which is removed in the same update
		return tx.VendorTx.Append(e)
	}
	tx.events = append(tx.events, e)
	return nil
}

type cachingView struct {
	distr.VendorView
	kept map[string][]entitlement.Product
}

func (v cachingView) Products() ([]entitlement.Product, error) {
	list, err := v.VendorView.Products()
	return remembered(v.kept, list), err
}

type cachingTx struct {
	distr.VendorTx
	kept map[string][]entitlement.Product
}

func (tx cachingTx) Products() ([]entitlement.Product, error) {
	list, err := tx.VendorTx.Products()
	return remembered(tx.kept, list), err
}

// copyingView hands out copies of what is remembered.
type copyingView struct{ cachingView }

func (v copyingView) Products() ([]entitlement.Product, error) {
	list, err := v.cachingView.Products()
	list = append([]entitlement.Product(nil), list...)
	for i := range list {
		list[i].Repositories = append([]entitlement.RepositoryPath(nil), list[i].Repositories...)
	}
	return list, err
}

type cachingClosures struct {
	distr.VendorView
	kept map[string][]entitlement.Closure
}

func (v cachingClosures) Closures(p entitlement.ProductID, version string, r entitlement.RepositoryPath) ([]entitlement.Closure, error) {
	list, err := v.VendorView.Closures(p, version, r)
	return remembered(v.kept, list), err
}

// remembered is the value that was there first among those of the same text.
func remembered[R any](kept map[string]R, record R) R {
	first, there := kept[text(record)]
	if !there {
		kept[text(record)] = record
		return record
	}
	return first
}

// viewing lets its views be made of a transaction.
type viewing struct {
	distr.Store
	view func(distr.VendorTx) distr.VendorView
}

func (s viewing) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.Update(ctx, v, func(tx distr.VendorTx) error { return fn(s.view(tx)) })
}

type editingView struct {
	distr.VendorView
	tx distr.VendorTx
}

func (v editingView) Open(id tenant.CustomerID) (distr.CustomerView, error) { return v.tx.Edit(id) }

type exposingView struct {
	distr.VendorView
	Inner distr.VendorTx
}
