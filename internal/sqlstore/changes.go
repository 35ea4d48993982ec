package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Version is that of the vendor's room; 0 if nobody has ever written to it.
func Version(q Querier, v tenant.VendorID) (distr.Version, error) {
	version, _, err := one(q, value[distr.Version], `SELECT version FROM vendors WHERE vendor = $1`, v)
	if err != nil {
		return 0, fmt.Errorf("reading the version of vendor %s: %w", v, err)
	}
	return version, nil
}

// Changed says what differs between the state of that version and the one that
// q reads. It answers All for a version that the room has not reached: whoever
// read that has read it elsewhere, such as before a backup was restored.
func Changed(q Querier, v tenant.VendorID, since distr.Version) (c distr.Changes, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("asking what has changed at vendor %s since version %d: %w", v, since, err)
		}
	}()
	var lists distr.Version
	_, _, err = one(q, func(scan Scan) (struct{}, error) { return struct{}{}, scan(&c.Version, &lists) },
		`SELECT version, changed FROM vendors WHERE vendor = $1`, v)
	if err != nil || since == c.Version {
		return c, err
	}
	if since > c.Version {
		c.All = true
		return c, nil
	}
	c.Vendor = lists > since
	c.Customers, err = list(q, value[tenant.CustomerID],
		`SELECT customer FROM customers WHERE vendor = $1 AND changed > $2 ORDER BY customer`, v, since)
	if err != nil {
		return c, err
	}
	c.Products, err = list(q, value[entitlement.ProductID],
		`SELECT product FROM products WHERE vendor = $1 AND changed > $2 ORDER BY seq`, v, since)
	return c, err
}
