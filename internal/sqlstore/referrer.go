package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func (v *view) Referrers(p entitlement.ProductID, r entitlement.RepositoryPath, skip int) ([]entitlement.Referrer, error) {
	referrers, err := v.referrers(p, r, max(skip, 0))
	if err != nil {
		return nil, fmt.Errorf("listing what refers to product %s in %s: %w", p, r, err)
	}
	return referrers, nil
}

// referrers counts on their numbers beginning with 0 and none being missing.
func (v *view) referrers(p entitlement.ProductID, r entitlement.RepositoryPath, skip int) ([]entitlement.Referrer, error) {
	referrers, err := list(v.q, func(scan Scan) (f entitlement.Referrer, err error) {
		err = scanClosure(scan, &f.Closure, textColumn{&f.Subject}, &f.Tag)
		return f, err
	}, `
		SELECT r.subject, r.tag, `+closureSelection+` FROM referrers AS r CROSS JOIN closures AS c
		WHERE r.vendor = $1 AND r.product = $2 AND r.repository = $3 AND r.n >= $4
			AND c.vendor = $1 AND c.closure = r.closure
		ORDER BY r.n`, v.vendor, p, r, skip)
	if err != nil || len(referrers) == 0 {
		return nil, err
	}
	closures := make([]*entitlement.Closure, len(referrers))
	for i := range referrers {
		closures[i] = &referrers[i].Closure
	}
	err = readItems(v.q, closures, `
		SELECT r.n - $4, `+itemSelection+` FROM referrers AS r CROSS JOIN items AS i
		WHERE r.vendor = $1 AND r.product = $2 AND r.repository = $3 AND r.n >= $4
			AND i.vendor = $1 AND i.closure = r.closure
		ORDER BY r.n, i.n`, v.vendor, p, r, skip)
	return referrers, err
}

func (t *tx) PutReferrer(p entitlement.ProductID, r entitlement.RepositoryPath, f entitlement.Referrer) error {
	sold, err := exists(t.q, `SELECT product FROM products WHERE vendor = $1 AND product = $2`, t.vendor, p)
	switch {
	case err != nil:
	case !sold:
		err = fmt.Errorf("product %s: %w", p, tenant.ErrNotFound)
	default:
		err = t.addReferrer(p, r, f)
	}
	if err != nil {
		return fmt.Errorf("adding what refers to %s in %s: %w", f.Subject, r, err)
	}
	return nil
}

func (t *tx) addReferrer(p entitlement.ProductID, r entitlement.RepositoryPath, f entitlement.Referrer) error {
	if err := t.raiseProduct(p); err != nil {
		return err
	}
	number, err := t.addClosure(f.Closure)
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`
		INSERT INTO referrers (vendor, product, repository, n, subject, tag, closure)
		VALUES ($1, $2, $3,
			(SELECT COALESCE(MAX(n) + 1, 0) FROM referrers WHERE vendor = $1 AND product = $2 AND repository = $3), $4, $5, $6)`,
		t.vendor, p, r, f.Subject.String(), f.Tag, number)
	return err
}
