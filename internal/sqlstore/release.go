package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func (v *view) Releases(p entitlement.ProductID) ([]entitlement.Release, error) {
	releases, err := list(v.q, func(scan Scan) (r entitlement.Release, err error) {
		err = scan(&r.Version, timeColumn{&r.At})
		return r, err
	}, `SELECT version, at FROM releases WHERE vendor = $1 AND product = $2 ORDER BY at, seq`, v.vendor, p)
	if err != nil {
		return nil, fmt.Errorf("listing the releases of %s: %w", p, err)
	}
	roots := map[string]map[entitlement.RepositoryPath]entitlement.Root{}
	err = v.q.Query(func(scan Scan) error {
		var version string
		var path entitlement.RepositoryPath
		var root entitlement.Root
		err := scan(&version, &path, &root.Tag, digestColumn{&root.Digest})
		if roots[version] == nil {
			roots[version] = map[entitlement.RepositoryPath]entitlement.Root{}
		}
		roots[version][path] = root
		return err
	}, `SELECT version, repository, tag, digest FROM roots WHERE vendor = $1 AND product = $2`, v.vendor, p)
	if err != nil {
		return nil, fmt.Errorf("listing the releases of %s: %w", p, err)
	}
	for i := range releases {
		releases[i].Roots = roots[releases[i].Version]
	}
	return releases, nil
}

func (t *tx) PutRelease(p entitlement.ProductID, r entitlement.Release, closures map[entitlement.RepositoryPath]entitlement.Closure) error {
	if err := t.checkRelease(p, r.Version); err != nil {
		return fmt.Errorf("adding release %s of product %s: %w", r.Version, p, err)
	}
	if err := t.addRelease(p, r, closures); err != nil {
		return fmt.Errorf("adding release %s of product %s: %w", r.Version, p, err)
	}
	return nil
}

func (t *tx) checkRelease(p entitlement.ProductID, version string) error {
	if sold, err := exists(t.q, `SELECT product FROM products WHERE vendor = $1 AND product = $2`, t.vendor, p); err != nil {
		return err
	} else if !sold {
		return fmt.Errorf("the product: %w", tenant.ErrNotFound)
	}
	if there, err := exists(t.q, `SELECT version FROM releases WHERE vendor = $1 AND product = $2 AND version = $3`, t.vendor, p, version); err != nil {
		return err
	} else if there {
		return fmt.Errorf("%w: there is one already", tenant.ErrConflict)
	}
	return nil
}

func (t *tx) addRelease(p entitlement.ProductID, r entitlement.Release, closures map[entitlement.RepositoryPath]entitlement.Closure) error {
	version, err := t.raise()
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`UPDATE products SET changed = $3 WHERE vendor = $1 AND product = $2`, t.vendor, p, version)
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`
		INSERT INTO releases (vendor, product, version, at, seq)
		VALUES ($1, $2, $3, $4, (SELECT COALESCE(MAX(seq), 0) + 1 FROM releases WHERE vendor = $1 AND product = $2))`,
		t.vendor, p, r.Version, micros(r.At))
	if err != nil {
		return err
	}
	for path, root := range r.Roots {
		_, err := t.q.Exec(`
			INSERT INTO roots (vendor, product, version, repository, tag, digest)
			VALUES ($1, $2, $3, $4, $5, $6)`, t.vendor, p, r.Version, path, root.Tag, root.Digest.String())
		if err != nil {
			return err
		}
	}
	for path, closure := range closures {
		if err := t.addClosure(p, r.Version, path, closure); err != nil {
			return err
		}
	}
	return nil
}
