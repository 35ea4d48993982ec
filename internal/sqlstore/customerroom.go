package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A customerView is a customer's room, to be read. All its SQL names the vendor
// and the customer.
type customerView struct {
	q        Querier
	vendor   tenant.VendorID
	customer tenant.CustomerID
}

var _ distr.CustomerView = (*customerView)(nil)

func (v *customerView) Customer() (tenant.Customer, error) {
	return the(v.q, readCustomer, "customer", v.customer,
		`SELECT `+customerColumns+` FROM customers WHERE vendor = $1 AND customer = $2`, v.vendor, v.customer)
}

// A customerTx is a customer's room, open for changes.
type customerTx struct {
	customerView
	tx *tx
}

var _ distr.CustomerTx = (*customerTx)(nil)

// raise is that of the vendor's room, and marks the customer as changed.
func (t *customerTx) raise() error {
	version, err := t.tx.raise()
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`UPDATE customers SET changed = $3 WHERE vendor = $1 AND customer = $2 AND changed <> $3`,
		t.vendor, t.customer, version)
	return err
}

func (t *customerTx) SetProfile(p tenant.Profile) error {
	if err := t.setProfile(p); err != nil {
		return fmt.Errorf("setting the profile of customer %s: %w", t.customer, err)
	}
	return nil
}

func (t *customerTx) setProfile(p tenant.Profile) error {
	profile, err := profileArgs(p, t.vendor, t.customer)
	if err != nil {
		return err
	}
	if err := t.raise(); err != nil {
		return err
	}
	_, err = t.q.Exec(`
		UPDATE customers SET name = $3, email = $4, plan = $5, access = $6, features = $7,
			portal = $8, portal_version = $9, domains_only = $10, domains = $11, archived = $12,
			folded = $13, gone = $14
		WHERE vendor = $1 AND customer = $2`, profile...)
	if err != nil {
		return err
	}
	return t.tx.changeText(tenant.Customer{ID: t.customer, Profile: p})
}
