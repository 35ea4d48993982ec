package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type closures = map[entitlement.RepositoryPath]entitlement.Closure

func (v *view) Releases(p entitlement.ProductID) ([]entitlement.Release, error) {
	releases, err := list(v.q, func(scan Scan) (r entitlement.Release, err error) {
		err = scan(&r.Version, timeColumn{&r.At}, &r.Follows, &r.Revision)
		return r, err
	}, `
		SELECT version, at, follows, revision FROM releases
		WHERE vendor = $1 AND product = $2 ORDER BY at, seq`, v.vendor, p)
	if err != nil {
		return nil, fmt.Errorf("listing the releases of %s: %w", p, err)
	}
	roots := map[string]map[entitlement.RepositoryPath]entitlement.Root{}
	err = v.q.Query(func(scan Scan) error {
		var version string
		var path entitlement.RepositoryPath
		var root entitlement.Root
		err := scan(&version, &path, &root.Tag, textColumn{&root.Digest})
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

func (t *tx) PutRelease(p entitlement.ProductID, r entitlement.Release, consists closures) error {
	sold, published, err := t.release(p, r.Version)
	switch {
	case err != nil:
	case !sold:
		err = fmt.Errorf("the product: %w", tenant.ErrNotFound)
	case published:
		err = fmt.Errorf("%w: there is one already", tenant.ErrConflict)
	default:
		err = t.addRelease(p, r, consists)
	}
	if err != nil {
		return fmt.Errorf("adding release %s of product %s: %w", r.Version, p, err)
	}
	return nil
}

func (t *tx) MoveRelease(p entitlement.ProductID, r entitlement.Release, consists closures) error {
	_, published, err := t.release(p, r.Version)
	switch {
	case err != nil:
	case !published:
		err = tenant.ErrNotFound
	default:
		err = t.moveRelease(p, r, consists)
	}
	if err != nil {
		return fmt.Errorf("moving release %s of product %s: %w", r.Version, p, err)
	}
	return nil
}

// release says whether the product is there, and whether it has a release of
// that version.
func (t *tx) release(p entitlement.ProductID, version string) (sold, published bool, err error) {
	sold, err = exists(t.q, `SELECT product FROM products WHERE vendor = $1 AND product = $2`, t.vendor, p)
	if err == nil && sold {
		published, err = exists(t.q, `
			SELECT version FROM releases
			WHERE vendor = $1 AND product = $2 AND version = $3`, t.vendor, p, version)
	}
	return sold, published, err
}

func (t *tx) addRelease(p entitlement.ProductID, r entitlement.Release, consists closures) error {
	if err := t.raiseProduct(p); err != nil {
		return err
	}
	_, err := t.q.Exec(`
		INSERT INTO releases (vendor, product, version, at, follows, revision, seq)
		VALUES ($1, $2, $3, $4, $5, $6,
			(SELECT COALESCE(MAX(seq), 0) + 1 FROM releases WHERE vendor = $1 AND product = $2))`,
		t.vendor, p, r.Version, micros(r.At), number(r.Follows), r.Revision)
	if err != nil {
		return err
	}
	return t.addContent(p, r, consists)
}

func (t *tx) moveRelease(p entitlement.ProductID, r entitlement.Release, consists closures) error {
	if err := t.raiseProduct(p); err != nil {
		return err
	}
	_, err := t.q.Exec(`UPDATE releases SET revision = $4 WHERE vendor = $1 AND product = $2 AND version = $3`,
		t.vendor, p, r.Version, r.Revision)
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`DELETE FROM roots WHERE vendor = $1 AND product = $2 AND version = $3`, t.vendor, p, r.Version)
	if err != nil {
		return err
	}
	return t.addContent(p, r, consists)
}

// addContent writes a release's roots, and its closures behind those that it
// has.
func (t *tx) addContent(p entitlement.ProductID, r entitlement.Release, consists closures) error {
	for path, root := range r.Roots {
		_, err := t.q.Exec(`
			INSERT INTO roots (vendor, product, version, repository, tag, digest)
			VALUES ($1, $2, $3, $4, $5, $6)`, t.vendor, p, r.Version, path, root.Tag, root.Digest.String())
		if err != nil {
			return err
		}
	}
	for path, closure := range consists {
		if err := t.addPin(p, r.Version, path, closure); err != nil {
			return err
		}
	}
	return nil
}
