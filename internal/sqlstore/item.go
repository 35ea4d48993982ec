package sqlstore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// itemSelection is an item's columns, where items are named i.
const itemSelection = `i.digest, i.role, i.size, i.media_type, i.manifest`

// readItems adds items to the closures that they belong to. The query selects
// the closure's place among them and then the item. Many closures cost one query
// and not one each: there may be a thousand signatures.
func readItems(q Querier, closures []*entitlement.Closure, query string, args ...any) error {
	return q.Query(func(scan Scan) error {
		var n int
		var item entitlement.Item
		if err := scan(&n, textColumn{&item.Digest}, &item.Role, &item.Size, &item.MediaType, bytesColumn{&item.Manifest}); err != nil {
			return err
		}
		if n < 0 || n >= len(closures) {
			return fmt.Errorf("content of number %d, and there are %d", n, len(closures))
		}
		closures[n].Items = append(closures[n].Items, item)
		return nil
	}, query, args...)
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
