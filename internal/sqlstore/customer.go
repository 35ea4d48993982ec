package sqlstore

import (
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const customerColumns = `customer, created, name, email, plan, access, features, portal, portal_version, domains_only, domains, archived`

func readCustomer(scan Scan) (c tenant.Customer, err error) {
	err = scan(&c.ID, timeColumn{&c.Created}, &c.Name, &c.Email, &c.Plan, &c.Access, jsonColumn{&c.Features},
		&c.Portal, &c.PortalVersion, &c.DomainsOnly, jsonColumn{&c.Domains}, timeColumn{&c.Archived})
	return c, err
}

func (v *view) Customers(q distr.CustomerQuery) ([]tenant.Customer, error) {
	customers, err := list(v.q, readCustomer, `
		SELECT `+customerColumns+` FROM customers
		WHERE vendor = $1 AND customer > $2 ORDER BY customer LIMIT $3`, v.vendor, q.After, upTo(q.Limit))
	if err != nil {
		return nil, fmt.Errorf("listing the customers: %w", err)
	}
	return customers, nil
}

func (v *view) Open(id tenant.CustomerID) (distr.CustomerView, error) {
	if err := v.lives(id); err != nil {
		return nil, err
	}
	return &customerView{v.q, v.vendor, id}, nil
}

// lives is an ErrNotFound if there is no such customer.
func (v *view) lives(id tenant.CustomerID) error {
	_, err := the(v.q, value[string], "customer", id,
		`SELECT customer FROM customers WHERE vendor = $1 AND customer = $2`, v.vendor, id)
	return err
}

func (t *tx) AddCustomer(c tenant.Customer) error {
	taken, err := exists(t.q, `SELECT customer FROM customers WHERE vendor = $1 AND customer = $2`, t.vendor, c.ID)
	if err != nil {
		return fmt.Errorf("adding customer %s: %w", c.ID, err)
	}
	if taken {
		return fmt.Errorf("%w: there is a customer %s already", tenant.ErrConflict, c.ID)
	}
	if err := t.addCustomer(c); err != nil {
		return fmt.Errorf("adding customer %s: %w", c.ID, err)
	}
	return nil
}

func (t *tx) addCustomer(c tenant.Customer) error {
	profile, err := profileArgs(c.Profile, t.vendor, c.ID)
	if err != nil {
		return err
	}
	version, err := t.raise()
	if err != nil {
		return err
	}
	n, err := t.nextNumber()
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`
		INSERT INTO customers (vendor, customer, name, email, plan, access, features,
			portal, portal_version, domains_only, domains, archived, folded, gone, created, expires, pulled, scanned, changed, n)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $17, $18, $19)`,
		append(profile, micros(c.Created), int64(noEnd), micros(time.Time{}), version, n)...)
	if err != nil {
		return err
	}
	return t.addText(n, c)
}

// profileArgs are the room's arguments and then a profile's, in the order of its
// fields; and what the list goes by: the folded name, and whether it is archived.
func profileArgs(p tenant.Profile, room ...any) ([]any, error) {
	features, err := jsonText(p.Features)
	if err != nil {
		return nil, err
	}
	domains, err := jsonText(p.Domains)
	return append(room, p.Name, p.Email, p.Plan, p.Access, features,
		number(p.Portal), p.PortalVersion, number(p.DomainsOnly), domains, micros(p.Archived),
		distr.Fold(p.Name), number(!p.Archived.IsZero())), err
}

func (t *tx) Edit(id tenant.CustomerID) (distr.CustomerTx, error) {
	if err := t.lives(id); err != nil {
		return nil, err
	}
	return &customerTx{customerView{t.q, t.vendor, id}, t}, nil
}
