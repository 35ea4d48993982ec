package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Vendors lists all in whose rooms anything was ever written, by ID. It is for
// whoever looks after the whole store: no room leads to another.
func Vendors(q Querier) ([]tenant.VendorID, error) {
	ids, err := list(q, value[tenant.VendorID], `SELECT vendor FROM vendors ORDER BY vendor`)
	if err != nil {
		return nil, fmt.Errorf("listing the vendors: %w", err)
	}
	return ids, nil
}
