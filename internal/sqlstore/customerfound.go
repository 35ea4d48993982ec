package sqlstore

import (
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	maxEffort   = 2000 // what one page may cost: a text that is compared costs 1, a customer who is read and not listed 10 more
	textsAtOnce = 256
)

// A finder looks for one page of a search, from a number down. It stops when it has
// looked at so much that the page would be late, and the next page goes on there.
type finder struct {
	*view
	q      distr.CustomerList
	base   int64
	match  string // what the index is asked for
	bottom int64  // the last number that it is asked for
	effort int
	rows   []distr.CustomerRow
}

// A foundText is one that the index has named. It has the trigrams, and perhaps not
// side by side.
type foundText struct {
	n    int64
	id   tenant.CustomerID
	text string
}

// listFound searches, those first who were added last.
func (v *view) listFound(q distr.CustomerList, start *seat) ([]distr.CustomerRow, distr.ListPlace, error) {
	base, err := v.searchBase()
	if err != nil || base == 0 {
		return nil, distr.ListPlace{}, err
	}
	top, _, err := one(v.q, value[int64], `SELECT COALESCE(MAX(n), 0) FROM search_texts WHERE vendor = $1`, v.vendor)
	if err != nil {
		return nil, distr.ListPlace{}, err
	}
	if start != nil {
		top = min(top, start.n-1)
	}
	if top < 1 {
		return nil, distr.ListPlace{}, nil
	}
	f := finder{view: v, q: q, base: base}
	f.match, f.bottom, err = v.choose(q.Search, base, top)
	if err != nil {
		return nil, distr.ListPlace{}, err
	}
	return f.find(top)
}

func (f *finder) find(top int64) ([]distr.CustomerRow, distr.ListPlace, error) {
	for top >= f.bottom {
		texts, err := list(f.view.q, func(scan Scan) (t foundText, err error) { return t, scan(&t.n, &t.id, &t.text) }, `
			SELECT t.n, t.customer, t.text
			FROM (SELECT rowid AS number FROM search_grams
				WHERE search_grams MATCH $1 AND rowid BETWEEN $2 AND $3 ORDER BY rowid DESC LIMIT $4) AS g
			CROSS JOIN search_texts AS t
			WHERE t.vendor = $5 AND t.n = g.number - $6 ORDER BY g.number DESC`,
			f.match, f.base+f.bottom, f.base+top, textsAtOnce, f.vendor, f.base)
		if err != nil {
			return nil, distr.ListPlace{}, err
		}
		for _, t := range texts {
			if err := f.look(t); err != nil {
				return nil, distr.ListPlace{}, err
			}
			if last := len(f.rows) - 1; last == f.q.Limit { // one too many: there are more
				return f.rows[:last], f.rows[last-1].PlaceOf(f.q.Sort), nil
			}
			if f.effort >= maxEffort && t.n > 1 {
				return f.rows, distr.ListPlace{ID: t.id}, nil
			}
		}
		if len(texts) < textsAtOnce {
			break
		}
		top = texts[len(texts)-1].n - 1
	}
	if f.bottom <= 1 {
		return f.rows, distr.ListPlace{}, nil
	}
	id, err := the(f.view.q, value[tenant.CustomerID], "the customer of number", f.bottom,
		`SELECT customer FROM search_texts WHERE vendor = $1 AND n = $2`, f.vendor, f.bottom)
	return f.rows, distr.ListPlace{ID: id}, err
}

// look adds the customer to the page if it is looked for.
func (f *finder) look(t foundText) error {
	f.effort++
	if !strings.Contains(t.text, f.q.Search) {
		return nil
	}
	rows, err := f.view.rows([]seat{{id: t.id}})
	if err == nil && f.q.Selects(rows[0]) {
		f.rows = append(f.rows, rows[0])
		return nil
	}
	f.effort += 10
	return err
}
