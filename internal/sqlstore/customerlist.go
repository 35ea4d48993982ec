package sqlstore

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const rowColumns = customerColumns + `, expires, pulled, scanned`

func readRow(scan Scan) (r distr.CustomerRow, err error) {
	var expires int64
	err = scan(&r.ID, timeColumn{&r.Created}, &r.Name, &r.Email, &r.Plan, &r.Access, jsonColumn{&r.Features},
		&r.Portal, &r.PortalVersion, &r.DomainsOnly, jsonColumn{&r.Domains}, timeColumn{&r.Archived},
		&expires, timeColumn{&r.Pulled}, timeColumn{&r.Scanned})
	if expires != noEnd {
		r.Expires = time.UnixMicro(expires).UTC()
	}
	return r, err
}

// List reads a page in one of three ways: the customers of one of the staff by their
// assignments, what is searched for by its trigrams, and else along an index.
func (v *view) List(q distr.CustomerList, from distr.ListPlace) (rows []distr.CustomerRow, next distr.ListPlace, err error) {
	rows, next, err = v.listPage(q, from)
	if err != nil {
		return nil, distr.ListPlace{}, fmt.Errorf("listing customers: %w", err)
	}
	return rows, next, nil
}

func (v *view) listPage(q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
	start, err := v.seat(q, from)
	if err != nil {
		return nil, distr.ListPlace{}, err
	}
	switch {
	case q.Assigned != "":
		return v.listAssigned(q, start)
	case q.Sort == distr.SortAdded:
		return v.listFound(q, start)
	}
	seats, err := v.listAlong(q, start)
	if err != nil {
		return nil, distr.ListPlace{}, err
	}
	seats, more := cut(q, seats)
	rows, err := v.rows(seats)
	if err != nil || !more {
		return rows, distr.ListPlace{}, err
	}
	return rows, rows[len(rows)-1].PlaceOf(q.Sort), nil
}

// cut sorts seats and leaves those of one page.
func cut(q distr.CustomerList, seats []seat) (page []seat, more bool) {
	slices.SortFunc(seats, order(q))
	if len(seats) > q.Limit {
		return seats[:q.Limit], true
	}
	return seats, false
}

// rows reads the customers that sit there.
func (v *view) rows(seats []seat) ([]distr.CustomerRow, error) {
	rows := make([]distr.CustomerRow, len(seats))
	for i, s := range seats {
		r, err := the(v.q, readRow, "customer", s.id,
			`SELECT `+rowColumns+` FROM customers WHERE vendor = $1 AND customer = $2`, v.vendor, s.id)
		if err != nil {
			return nil, err
		}
		rows[i] = r
	}
	return rows, nil
}

// listAssigned looks at all customers of one of the staff.
func (v *view) listAssigned(q distr.CustomerList, start *seat) ([]distr.CustomerRow, distr.ListPlace, error) {
	type numbered struct {
		distr.CustomerRow
		n int64
	}
	assigned, err := list(v.q, func(scan Scan) (r numbered, err error) {
		r.CustomerRow, err = readRow(func(dest ...any) error { return scan(append(dest, &r.n)...) })
		return r, err
	}, `
		SELECT `+rowColumns+`, n FROM customers
		WHERE vendor = $1 AND customer IN (SELECT customer FROM assignments WHERE vendor = $1 AND member = $2)`,
		v.vendor, q.Assigned)
	if err != nil {
		return nil, distr.ListPlace{}, err
	}
	compare := order(q)
	var seats []seat
	byID := map[tenant.CustomerID]distr.CustomerRow{}
	for _, r := range assigned {
		s := seatOf(q.Sort, r.CustomerRow, r.n)
		if q.Selects(r.CustomerRow) && (start == nil || compare(*start, s) < 0) {
			seats, byID[r.ID] = append(seats, s), r.CustomerRow
		}
	}
	seats, more := cut(q, seats)
	rows := make([]distr.CustomerRow, len(seats))
	for i, s := range seats {
		rows[i] = byID[s.id]
	}
	if !more {
		return rows, distr.ListPlace{}, nil
	}
	return rows, rows[len(rows)-1].PlaceOf(q.Sort), nil
}

// never is how it is kept that there is no such instant.
func never(s distr.CustomerSort) int64 {
	if s == distr.SortExpires {
		return noEnd
	}
	return micros(time.Time{})
}

// instants are those within a range, the first and the last, as they are kept.
func instants(s distr.CustomerSort, r distr.TimeRange) (first, last int64) {
	first, last = math.MinInt64, math.MaxInt64
	switch {
	case r.Never:
		return never(s), never(s)
	case r.IsZero():
		return first, last
	}
	first, last = micros(time.Time{})+1, noEnd-1
	if !r.From.IsZero() {
		first = max(first, ceiling(r.From))
	}
	if !r.Until.IsZero() {
		last = min(last, ceiling(r.Until)-1)
	}
	return first, last
}

// ceiling is the first instant that is kept as a microsecond and is not before t.
func ceiling(t time.Time) int64 {
	at := micros(t)
	if time.UnixMicro(at).Before(t) {
		at++
	}
	return at
}
