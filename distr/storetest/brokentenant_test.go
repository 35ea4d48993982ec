package storetest

import (
	"context"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenTenants take one tenant for another.
func brokenTenants() []broken {
	vendors := func(fold func(string) string) func() distr.Store {
		return func() distr.Store { return foldedVendors{memory.New(), fold} }
	}
	customers := func(fold func(string) string) func() distr.Store {
		return func() distr.Store {
			return bent{Store: memory.New(),
				view: func(v distr.VendorView) distr.VendorView { return foldedView{v, fold} },
				tx:   func(tx distr.VendorTx) distr.VendorTx { return foldedTx{tx, fold} },
			}
		}
	}
	return []broken{
		{"ignores the vendor", "Twins", "ACME", vendors(func(string) string { return "one for all" })},
		{"folds the case of vendors", "Twins", "ACME", vendors(strings.ToLower)},
		{"trims the punctuation of vendors", "Twins", "wayne.", vendors(func(s string) string { return strings.TrimRight(s, ".-_") })},
		{"compares vendors with LIKE", "Twins", "aXb", vendors(func(s string) string { return strings.ReplaceAll(s, "_", "X") })},
		{"cuts vendors at a dot", "Twins", "a.b", vendors(func(s string) string {
			if s == "wayne." {
				return s
			}
			first, _, _ := strings.Cut(s, ".")
			return first
		})},
		{"reads vendors as numbers", "Twins", "01", vendors(func(s string) string { return strings.TrimLeft(s, "0") })},
		{"folds the case of customers", "Twins", "VendorTx.AddCustomer in the room of acme", customers(strings.ToLower)},
		{"compares customers with LIKE", "Twins", "VendorTx.AddCustomer in the room of a_b", customers(func(s string) string {
			return strings.ReplaceAll(s, "_", "X")
		})},
	}
}

// foldedVendors is a store that takes several vendors for one.
type foldedVendors struct {
	distr.Store
	fold func(string) string
}

func (s foldedVendors) one(v tenant.VendorID) tenant.VendorID {
	return tenant.VendorID(s.fold(string(v)))
}

func (s foldedVendors) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.Store.View(ctx, s.one(v), fn)
}

func (s foldedVendors) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	return s.Store.Update(ctx, s.one(v), fn)
}

func (s foldedVendors) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (distr.Changes, error) {
	return s.Store.Changed(ctx, s.one(v), since)
}

type foldedView struct {
	distr.VendorView
	fold func(string) string
}

func (v foldedView) Open(id tenant.CustomerID) (distr.CustomerView, error) {
	return v.VendorView.Open(tenant.CustomerID(v.fold(string(id))))
}

type foldedTx struct {
	distr.VendorTx
	fold func(string) string
}

func (tx foldedTx) AddCustomer(c tenant.Customer) error {
	c.ID = tenant.CustomerID(tx.fold(string(c.ID)))
	return tx.VendorTx.AddCustomer(c)
}

func (tx foldedTx) Edit(id tenant.CustomerID) (distr.CustomerTx, error) {
	return tx.VendorTx.Edit(tenant.CustomerID(tx.fold(string(id))))
}
