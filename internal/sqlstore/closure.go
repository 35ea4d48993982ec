package sqlstore

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func readItem(scan Scan) (i entitlement.Item, err error) {
	var manifest sql.Null[[]byte]
	err = scan(digestColumn{&i.Digest}, &i.Role, &i.Size, &i.MediaType, &manifest)
	if i.Manifest = manifest.V; manifest.Valid && i.Manifest == nil {
		i.Manifest = []byte{} // drivers do not tell empty from nil
	}
	return i, err
}

func (v *view) Closure(p entitlement.ProductID, version string, r entitlement.RepositoryPath) (entitlement.Closure, error) {
	var c entitlement.Closure
	name := fmt.Sprintf("%s of product %s in %s", version, p, r)
	number, err := the(v.q, func(scan Scan) (n int64, err error) {
		err = scan(&n, digestColumn{&c.Root})
		return n, err
	}, "release", name, `
		SELECT closure, root FROM closures
		WHERE vendor = $1 AND product = $2 AND version = $3 AND repository = $4`, v.vendor, p, version, r)
	if err != nil {
		return entitlement.Closure{}, err
	}
	c.Items, err = list(v.q, readItem, `
		SELECT digest, role, size, media_type, manifest FROM items
		WHERE vendor = $1 AND closure = $2 ORDER BY n`, v.vendor, number)
	if err != nil {
		return entitlement.Closure{}, fmt.Errorf("reading what release %s consists of: %w", name, err)
	}
	return c, nil
}

func (t *tx) addClosure(p entitlement.ProductID, version string, r entitlement.RepositoryPath, c entitlement.Closure) error {
	number, _, err := one(t.q, value[int64], `
		INSERT INTO closures (vendor, product, version, repository, root, closure)
		VALUES ($1, $2, $3, $4, $5, (SELECT COALESCE(MAX(closure), 0) + 1 FROM closures WHERE vendor = $1))
		RETURNING closure`, t.vendor, p, version, r, c.Root.String())
	if err != nil {
		return err
	}
	return t.addItems(number, c.Items)
}

const (
	itemColumns   = 6
	itemsAtOnce   = 100
	sharedColumns = 2 // vendor and closure, the same in every row
)

// addItems writes many rows to a statement: a repository may have a million of
// them, and most of the price of a small statement is its being a statement.
func (t *tx) addItems(closure int64, items []entitlement.Item) error {
	n := 0
	for chunk := range slices.Chunk(items, itemsAtOnce) {
		args := make([]any, 0, sharedColumns+itemColumns*len(chunk))
		args = append(args, t.vendor, closure)
		for _, item := range chunk {
			args = append(args, n, item.Digest.String(), item.Role, item.Size, item.MediaType, item.Manifest)
			n++
		}
		if _, err := t.q.Exec(insertItems(len(chunk)), args...); err != nil {
			return err
		}
	}
	return nil
}

// insertItems is the statement for so many rows.
func insertItems(rows int) string {
	var s strings.Builder
	s.WriteString(`INSERT INTO items (vendor, closure, n, digest, role, size, media_type, manifest) VALUES `)
	for row := range rows {
		if row > 0 {
			s.WriteString(", ")
		}
		s.WriteString("($1, $2")
		for column := range itemColumns {
			fmt.Fprintf(&s, ", $%d", sharedColumns+row*itemColumns+column+1)
		}
		s.WriteString(")")
	}
	return s.String()
}
