package sqlstore

import (
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

const rowColumns = customerColumns + `, expires, pulled, scanned`

func readRow(scan Scan) (r distr.CustomerRow, err error) {
	err = scan(&r.ID, timeColumn{&r.Created}, &r.Name, &r.Email, &r.Plan, &r.Access, jsonColumn{&r.Features},
		&r.Portal, &r.PortalVersion, &r.DomainsOnly, jsonColumn{&r.Domains}, timeColumn{&r.Archived},
		endColumn{&r.Expires}, timeColumn{&r.Pulled}, timeColumn{&r.Scanned})
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
	if q.Sort == distr.SortAdded && q.Assigned == "" {
		return v.listFound(q, start)
	}
	read := v.listAlong
	if q.Assigned != "" {
		read = v.listAssigned
	}
	seats, err := read(q, start)
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

// listAssigned looks at all customers of one of the staff: at what they are selected
// and sorted by, and of a page's at the rest.
func (v *view) listAssigned(q distr.CustomerList, start *seat) ([]seat, error) {
	compare := order(q)
	seats := []seat{}
	err := v.q.Query(func(scan Scan) error {
		var n int64
		r, err := readOutline(scan, &n)
		s := seatOf(q.Sort, r, n)
		if err == nil && q.Selects(r) && (start == nil || compare(*start, s) < 0) {
			seats = append(seats, s)
		}
		return err
	}, `
		SELECT customer, created, name, email, plan, access, archived, expires, pulled, scanned, n FROM customers
		WHERE vendor = $1 AND customer IN (SELECT customer FROM assignments WHERE vendor = $1 AND member = $2)`,
		v.vendor, q.Assigned)
	return seats, err
}

// readOutline reads of a row what lists go by.
func readOutline(scan Scan, n *int64) (r distr.CustomerRow, err error) {
	err = scan(&r.ID, timeColumn{&r.Created}, &r.Name, &r.Email, &r.Plan, &r.Access, timeColumn{&r.Archived},
		endColumn{&r.Expires}, timeColumn{&r.Pulled}, timeColumn{&r.Scanned}, n)
	return r, err
}

// An endColumn reads when grants end.
type endColumn struct{ to *time.Time }

func (c endColumn) Scan(from any) error {
	if from == int64(noEnd) {
		*c.to = time.Time{}
		return nil
	}
	return timeColumn(c).Scan(from)
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
