package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const productColumns = `product, kind, exact, created`

func readProduct(scan Scan) (p entitlement.Product, err error) {
	err = scan(&p.ID, &p.Kind, &p.Exact, timeColumn{&p.Created})
	return p, err
}

func (v *view) Product(id entitlement.ProductID) (entitlement.Product, error) {
	p, err := the(v.q, readProduct, "product", id,
		`SELECT `+productColumns+` FROM products WHERE vendor = $1 AND product = $2`, v.vendor, id)
	if err != nil {
		return entitlement.Product{}, err
	}
	repositories, err := list(v.q, value[entitlement.RepositoryPath],
		`SELECT repository FROM repositories WHERE vendor = $1 AND product = $2 ORDER BY n`, v.vendor, id)
	if err != nil {
		return entitlement.Product{}, fmt.Errorf("listing the repositories of product %s: %w", id, err)
	}
	p.Repositories = repositories
	return p, nil
}

func (v *view) Products() ([]entitlement.Product, error) {
	products, err := list(v.q, readProduct,
		`SELECT `+productColumns+` FROM products WHERE vendor = $1 ORDER BY seq`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing the products: %w", err)
	}
	repositories := map[entitlement.ProductID][]entitlement.RepositoryPath{}
	err = v.q.Query(func(scan Scan) error {
		var p entitlement.ProductID
		var r entitlement.RepositoryPath
		err := scan(&p, &r)
		repositories[p] = append(repositories[p], r)
		return err
	}, `SELECT product, repository FROM repositories WHERE vendor = $1 ORDER BY product, n`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing the products: %w", err)
	}
	for i := range products {
		products[i].Repositories = repositories[products[i].ID]
	}
	return products, nil
}

func (t *tx) PutProduct(p entitlement.Product) error {
	for _, r := range p.Repositories {
		owner, taken, err := one(t.q, value[entitlement.ProductID],
			`SELECT product FROM repositories WHERE vendor = $1 AND repository = $2`, t.vendor, r)
		if err != nil {
			return fmt.Errorf("keeping product %s: %w", p.ID, err)
		}
		if taken && owner != p.ID {
			return fmt.Errorf("keeping product %s: %w: repository %s belongs to product %s", p.ID, tenant.ErrConflict, r, owner)
		}
	}
	if err := t.putProduct(p); err != nil {
		return fmt.Errorf("keeping product %s: %w", p.ID, err)
	}
	return nil
}

func (t *tx) putProduct(p entitlement.Product) error {
	if err := t.raiseLists(); err != nil {
		return err
	}
	_, err := t.q.Exec(`
		INSERT INTO products (vendor, product, kind, exact, created, changed, seq)
		VALUES ($1, $2, $3, $4, $5, 0, (SELECT COALESCE(MAX(seq), 0) + 1 FROM products WHERE vendor = $1))
		ON CONFLICT (vendor, product) DO UPDATE
		SET kind = excluded.kind, exact = excluded.exact, created = excluded.created`,
		t.vendor, p.ID, p.Kind, number(p.Exact), micros(p.Created))
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`DELETE FROM repositories WHERE vendor = $1 AND product = $2`, t.vendor, p.ID)
	if err != nil {
		return err
	}
	for n, r := range p.Repositories {
		_, err = t.q.Exec(`INSERT INTO repositories (vendor, repository, product, n) VALUES ($1, $2, $3, $4)`,
			t.vendor, r, p.ID, n)
		if err != nil {
			return err
		}
	}
	return nil
}
