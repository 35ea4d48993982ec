package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// foldedAtOnce bounds how many customers FoldCustomers has in memory.
const foldedAtOnce = 1000

// FoldCustomers folds the names of all customers and lets them be found, those of
// every vendor: it is for a migration, of a database in which nobody can be found
// yet.
func FoldCustomers(q Querier) error {
	vendors, err := list(q, value[tenant.VendorID], `SELECT DISTINCT vendor FROM customers`)
	if err != nil {
		return err
	}
	for _, v := range vendors {
		t := &tx{view: view{q, v}}
		for last, more := int64(0), true; more && err == nil; {
			last, more, err = t.foldCustomers(last)
		}
		if err != nil {
			return fmt.Errorf("letting the customers of vendor %s be found: %w", v, err)
		}
	}
	return nil
}

// foldCustomers is for those behind that number. It says which was the last.
func (t *tx) foldCustomers(behind int64) (last int64, more bool, err error) {
	customers, err := list(t.q, readCustomer, `
		SELECT `+customerColumns+` FROM customers
		WHERE vendor = $1 AND n > $2 ORDER BY n LIMIT $3`, t.vendor, behind, foldedAtOnce)
	if err != nil {
		return 0, false, err
	}
	for _, c := range customers {
		behind++ // no number is missing
		_, err := t.q.Exec(`UPDATE customers SET folded = $3 WHERE vendor = $1 AND customer = $2 AND folded <> $3`,
			t.vendor, c.ID, distr.Fold(c.Name))
		if err != nil {
			return 0, false, err
		}
		if err := t.addText(behind, c); err != nil {
			return 0, false, err
		}
	}
	return behind, len(customers) == foldedAtOnce, nil
}
