package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Reprice sets what is asked for a license from the next period on: what has begun is
// charged by the price of before, or by this one if there was none. It stays in the
// currency that it was sold in.
func (a *Account) Reprice(ctx context.Context, id license.ContractID, price license.Price) error {
	return a.updateWide(ctx, tenant.SeeCustomer, func(tx VendorTx, room CustomerTx, at time.Time) ([]Event, error) {
		if err := a.vendor.may(tx, room, tenant.ManagePrices); err != nil {
			return nil, err
		}
		c, s, err := soldTo(tx, room, a.id, id)
		if err != nil {
			return nil, err
		}
		if err := checkPrice(tx, c.Terms.Model, price); err != nil || s.Price == price {
			return nil, err
		}
		if was := s.Price.Unit.Currency; !was.IsZero() && was != price.Unit.Currency {
			return nil, fmt.Errorf("license %s: %w, it was sold in %s; end it, and sell another one", id, license.ErrCurrencyMismatch, was)
		}
		s, begun, err := settle(tx, room, s, c, at)
		if err != nil {
			return nil, err
		}
		s.Price = price
		if err := tx.PutSale(s); err != nil {
			return nil, err
		}
		repriced, err := one(happened(LicenseRepriced, a.id, map[string]any{"license": id}))
		if err != nil {
			return nil, err
		}
		_, waited, err := settle(tx, room, s, c, at)
		return slices.Concat(begun, repriced, waited), err
	})
}

// soldTo is a license of a customer's and its sale.
func soldTo(view VendorView, room CustomerView, customer tenant.CustomerID, id license.ContractID) (c license.Contract, s Sale, err error) {
	if c, err = contractOf(room, id); err != nil {
		return c, s, err
	}
	s, there, err := saleOf(view, customer, id)
	if err == nil && !there {
		err = fmt.Errorf("sale of license %q: %w", id, tenant.ErrNotFound)
	}
	return c, s, err
}

// saleOf is the sale of a license, and whether there is one.
func saleOf(view VendorView, customer tenant.CustomerID, id license.ContractID) (s Sale, there bool, err error) {
	sales, err := view.Sales(SaleQuery{Customer: customer})
	if i := slices.IndexFunc(sales, func(s Sale) bool { return s.Contract == id }); i >= 0 {
		return sales[i], true, err
	}
	return s, false, err
}

// contractOf is a license of the room's.
func contractOf(room CustomerView, id license.ContractID) (license.Contract, error) {
	contracts, err := room.Contracts()
	if err != nil {
		return license.Contract{}, err
	}
	for _, c := range contracts {
		if c.ID == id {
			return c, nil
		}
	}
	return license.Contract{}, fmt.Errorf("license %q: %w", id, tenant.ErrNotFound)
}
