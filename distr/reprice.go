package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Reprice sets what is asked for a license from the next period on that is charged. It
// stays in the currency that it was sold in.
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
		s.Price = price
		if err := tx.PutSale(s); err != nil {
			return nil, err
		}
		charged, err := charge(tx, s, c, at)
		if err != nil {
			return nil, err
		}
		repriced, err := one(happened(LicenseRepriced, a.id, map[string]any{"license": id}))
		return append(repriced, charged...), err
	})
}

// soldTo is a license of a customer's and its sale.
func soldTo(view VendorView, room CustomerView, customer tenant.CustomerID, id license.ContractID) (c license.Contract, s Sale, err error) {
	if c, err = contractOf(room, id); err != nil {
		return c, s, err
	}
	sales, err := view.Sales(SaleQuery{Customer: customer})
	if err != nil {
		return c, s, err
	}
	i := slices.IndexFunc(sales, func(s Sale) bool { return s.Contract == id })
	if i < 0 {
		return c, s, fmt.Errorf("sale of license %q: %w", id, tenant.ErrNotFound)
	}
	return c, sales[i], nil
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
