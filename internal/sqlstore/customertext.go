package sqlstore

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What customers are searched for lies in three tables. search_texts has the text of
// each, by its number. search_grams is an index of SQLite's FTS5 that knows in which
// texts three characters stand side by side; it keeps no texts. Its rows have one
// number each, so a vendor has a range of these: search_rooms says which. A question
// to the index always names that range. Postgres has such an index of its own, and
// none of this SQL.

// roomBits are those of a row's number that say which of the vendor's texts it is.
const roomBits = 40

// searchBase is the number that a vendor's rows come behind, 0 if it has no range
// yet.
func (v *view) searchBase() (int64, error) {
	room, _, err := one(v.q, value[int64], `SELECT room FROM search_rooms WHERE vendor = $1`, v.vendor)
	return room << roomBits, err
}

// ownSearchBase gives the vendor a range if it has none.
func (t *tx) ownSearchBase() (int64, error) {
	base, err := t.searchBase()
	if base > 0 || err != nil {
		return base, err
	}
	_, err = t.q.Exec(`
		INSERT INTO search_rooms (vendor, room)
		VALUES ($1, (SELECT COALESCE(MAX(room), 0) + 1 FROM search_rooms))`, t.vendor)
	if err != nil {
		return 0, err
	}
	return t.searchBase()
}

// nextNumber is that of the next customer.
func (t *tx) nextNumber() (int64, error) {
	n, _, err := one(t.q, value[int64], `SELECT COALESCE(MAX(n), 0) + 1 FROM search_texts WHERE vendor = $1`, t.vendor)
	return n, err
}

// addText lets the customer of that number be found.
func (t *tx) addText(n int64, c tenant.Customer) error {
	base, err := t.ownSearchBase()
	if err != nil {
		return err
	}
	text := distr.SearchText(c)
	_, err = t.q.Exec(`INSERT INTO search_texts (vendor, n, customer, text) VALUES ($1, $2, $3, $4)`, t.vendor, n, c.ID, text)
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`INSERT INTO search_grams (rowid, text) VALUES ($1, $2)`, base+n, text)
	return err
}

// changeText lets the customer be found by what is said of it from now on. The index
// has to be told what it is to forget, to the letter.
func (t *tx) changeText(c tenant.Customer) error {
	type kept struct {
		n    int64
		text string
	}
	was, err := the(t.q, func(scan Scan) (k kept, err error) { return k, scan(&k.n, &k.text) }, "the text of customer", c.ID, `
		SELECT t.n, t.text FROM customers AS c CROSS JOIN search_texts AS t
		WHERE c.vendor = $1 AND c.customer = $2 AND t.vendor = $1 AND t.n = c.n`, t.vendor, c.ID)
	if err != nil {
		return err
	}
	text := distr.SearchText(c)
	if text == was.text {
		return nil
	}
	base, err := t.searchBase()
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`INSERT INTO search_grams (search_grams, rowid, text) VALUES ('delete', $1, $2)`, base+was.n, was.text)
	if err != nil {
		return err
	}
	if _, err := t.q.Exec(`INSERT INTO search_grams (rowid, text) VALUES ($1, $2)`, base+was.n, text); err != nil {
		return err
	}
	_, err = t.q.Exec(`UPDATE search_texts SET text = $3 WHERE vendor = $1 AND n = $2`, t.vendor, was.n, text)
	return err
}
