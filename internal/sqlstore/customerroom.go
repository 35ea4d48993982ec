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
	features, err := jsonText(p.Features)
	if err != nil {
		return fmt.Errorf("setting the profile of customer %s: %w", t.customer, err)
	}
	if err := t.raise(); err != nil {
		return fmt.Errorf("setting the profile of customer %s: %w", t.customer, err)
	}
	_, err = t.q.Exec(`
		UPDATE customers SET name = $3, email = $4, access = $5, features = $6
		WHERE vendor = $1 AND customer = $2`,
		t.vendor, t.customer, p.Name, p.Email, p.Access, features)
	if err != nil {
		return fmt.Errorf("setting the profile of customer %s: %w", t.customer, err)
	}
	return nil
}
