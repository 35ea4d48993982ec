package sqlstore

import (
	"fmt"
	"math"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const grantColumns = `grant_id, name, product, versions, starts, expires, created`

func readGrant(scan Scan) (g entitlement.Grant, err error) {
	err = scan(&g.ID, &g.Name, &g.Product, jsonColumn{&g.Versions}, timeColumn{&g.Starts}, timeColumn{&g.Expires}, timeColumn{&g.Created})
	return g, err
}

func (v *customerView) Grant(id entitlement.GrantID) (entitlement.Grant, error) {
	return the(v.q, readGrant, "grant", id, `
		SELECT `+grantColumns+` FROM grants
		WHERE vendor = $1 AND customer = $2 AND grant_id = $3`, v.vendor, v.customer, id)
}

func (v *customerView) Grants() ([]entitlement.Grant, error) {
	grants, err := list(v.q, readGrant, `
		SELECT `+grantColumns+` FROM grants
		WHERE vendor = $1 AND customer = $2 ORDER BY seq`, v.vendor, v.customer)
	if err != nil {
		return nil, fmt.Errorf("listing the grants of customer %s: %w", v.customer, err)
	}
	return grants, nil
}

func (t *customerTx) PutGrant(g entitlement.Grant) error {
	sold, err := exists(t.q, `SELECT product FROM products WHERE vendor = $1 AND product = $2`, t.vendor, g.Product)
	if err != nil {
		return fmt.Errorf("keeping grant %s: %w", g.ID, err)
	}
	if !sold {
		return fmt.Errorf("keeping grant %s: product %s: %w", g.ID, g.Product, tenant.ErrNotFound)
	}
	versions, err := versionsText(g.Versions)
	if err != nil {
		return fmt.Errorf("keeping grant %s: %w", g.ID, err)
	}
	if err := t.putGrant(g, versions); err != nil {
		return fmt.Errorf("keeping grant %s: %w", g.ID, err)
	}
	return nil
}

func (t *customerTx) putGrant(g entitlement.Grant, versions string) error {
	if err := t.raise(); err != nil {
		return err
	}
	_, err := t.q.Exec(`
		INSERT INTO grants (vendor, customer, grant_id, name, product, versions, starts, expires, created, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
			(SELECT COALESCE(MAX(seq), 0) + 1 FROM grants WHERE vendor = $1 AND customer = $2))
		ON CONFLICT (vendor, customer, grant_id) DO UPDATE
		SET name = excluded.name, product = excluded.product, versions = excluded.versions,
			starts = excluded.starts, expires = excluded.expires, created = excluded.created`,
		t.vendor, t.customer, g.ID, g.Name, g.Product, versions, micros(g.Starts), micros(g.Expires), micros(g.Created))
	if err != nil {
		return err
	}
	return t.putExpiry()
}

// noEnd is when a customer's grants end if one of them has no end, or if there
// is none: behind all that do.
const noEnd = math.MaxInt64

// putExpiry writes down when the last of the grants ends. One that has no end has
// the zero time, the smallest of all. Both are read from an index.
func (t *customerTx) putExpiry() error {
	end := func(which string) (int64, error) {
		at, granted, err := one(t.q, value[int64], `
			SELECT expires FROM grants
			WHERE vendor = $1 AND customer = $2 ORDER BY expires `+which+` LIMIT 1`, t.vendor, t.customer)
		if !granted || at == micros(time.Time{}) {
			at = noEnd
		}
		return at, err
	}
	expires, err := end("ASC")
	if err == nil && expires != noEnd {
		expires, err = end("DESC")
	}
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`
		UPDATE customers SET expires = $3
		WHERE vendor = $1 AND customer = $2 AND expires <> $3`, t.vendor, t.customer, expires)
	return err
}

// versionsText refuses a set that could be written and not be read again, such
// as one that has "match:" as a version's name: it would make all grants of its
// customer unreadable.
func versionsText(v entitlement.Versions) (string, error) {
	if _, err := entitlement.ParseVersions(v.Terms()); err != nil {
		return "", fmt.Errorf("%w: %w", tenant.ErrInvalid, err)
	}
	return jsonText(v)
}
