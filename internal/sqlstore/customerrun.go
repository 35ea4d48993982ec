package sqlstore

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A run is those customers of a query that lie in a row in an index: in the order of
// a column, and in the order of their numbers where the column is the same.
type run struct {
	column      string
	where       string
	args        []any
	first, last any // of the column, both included; nil: no such bound
	before      any // of the column, not included; nil: no such bound
	descending  bool
	limit       int
}

func newRun(vendor tenant.VendorID, q distr.CustomerList, gone int, level tenant.Access) run {
	r := run{
		column: "folded", where: "vendor = $1 AND gone = $2 AND access = $3", args: []any{vendor, gone, level},
		descending: q.Descending, limit: q.Limit + 1,
	}
	if q.Plan != "" {
		r.and("plan = $%d AND plan <> ''", q.Plan)
	}
	switch q.Sort {
	case distr.SortCreated:
		r.column = "created"
	case distr.SortExpires:
		r.within("expires", q.Sort, q.Expires)
	case distr.SortPulled:
		r.within("pulled", q.Sort, q.Pulled)
	case distr.SortScanned:
		r.within("scanned", q.Sort, q.Scanned)
	default:
		r.beginning(q.Search)
	}
	return r
}

// and adds a condition with one argument.
func (r *run) and(condition string, arg any) {
	r.args = append(slices.Clip(r.args), arg) // a copy: runs are copied, too
	r.where += " AND " + fmt.Sprintf(condition, len(r.args))
}

func (r *run) within(column string, s distr.CustomerSort, times distr.TimeRange) {
	r.column = column
	if !times.IsZero() {
		r.first, r.last = boxed(instants(s, times))
	}
}

func boxed(a, b int64) (first, last any) { return a, b }

// beginning leaves the names that begin so.
func (r *run) beginning(prefix string) {
	if prefix == "" {
		return
	}
	r.first = prefix
	if behind := behind(prefix); behind != "" {
		r.before = behind
	}
}

// behind is the first text behind all that begin with the prefix, empty if there is
// none. UTF-8 sorts byte by byte as its characters do by their numbers.
func behind(prefix string) string {
	for prefix != "" {
		r, size := utf8.DecodeLastRuneInString(prefix)
		prefix = prefix[:len(prefix)-size]
		switch {
		case r == 0xD7FF: // up to 0xE000 there are no characters
			return prefix + "\uE000"
		case r < utf8.MaxRune:
			return prefix + string(r+1)
		}
	}
	return ""
}

// run reads a run from a seat on. First those that are like the seat in the column
// and have another number, and then all behind them: asked for both at once, SQLite
// would read all that are like it.
func (v *view) run(r run, start *seat) ([]seat, error) {
	if start == nil || r.behind(start) {
		return v.read(r)
	}
	above, key := ">", any(start.at)
	if r.descending {
		above = "<"
	}
	if r.column == "folded" {
		key = start.name
	}
	alike := r
	alike.and("n "+above+" $%d", start.n)
	alike.and(r.column+" = $%d", key)
	seats, err := v.read(alike)
	if err != nil || len(seats) >= r.limit {
		return seats, err
	}
	r.limit -= len(seats)
	r.and(r.column+" "+above+" $%d", key)
	r.narrow()
	rest, err := v.read(r)
	return append(seats, rest...), err
}

// behind says whether all of the run is behind the seat: a bound may have moved since
// the seat was taken, such as a time before now.
func (r *run) behind(start *seat) bool {
	if r.descending {
		last, bound := r.last.(int64)
		return bound && last < start.at
	}
	first, bound := r.first.(int64)
	return bound && first > start.at
}

// narrow takes away the bound on the side on which there is the seat's own: of two,
// SQLite would look for one and read past the other.
func (r *run) narrow() {
	if r.descending {
		r.last, r.before = nil, nil
	} else {
		r.first = nil
	}
}

func (v *view) read(r run) ([]seat, error) {
	if r.first != nil {
		r.and(r.column+" >= $%d", r.first)
	}
	if r.last != nil {
		r.and(r.column+" <= $%d", r.last)
	}
	if r.before != nil {
		r.and(r.column+" < $%d", r.before)
	}
	direction := ""
	if r.descending {
		direction = " DESC"
	}
	query := fmt.Sprintf("SELECT %[1]s, n, customer FROM customers WHERE %[2]s ORDER BY %[1]s%[3]s, n%[3]s LIMIT $%[4]d",
		r.column, r.where, direction, len(r.args)+1)
	return list(v.q, func(scan Scan) (s seat, err error) {
		if r.column == "folded" {
			return s, scan(&s.name, &s.n, &s.id)
		}
		return s, scan(&s.at, &s.n, &s.id)
	}, query, append(r.args, r.limit)...)
}
