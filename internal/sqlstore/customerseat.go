package sqlstore

import (
	"cmp"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A seat is where a customer is in an order: by name or by an instant, and then by
// the number that it got when it was added. Numbers count from 1 within a vendor,
// and none is missing.
type seat struct {
	name string
	at   int64
	n    int64
	id   tenant.CustomerID
}

// order compares seats as the query asks.
func order(q distr.CustomerList) func(a, b seat) int {
	ascending := func(a, b seat) int {
		return cmp.Or(strings.Compare(a.name, b.name), cmp.Compare(a.at, b.at), cmp.Compare(a.n, b.n))
	}
	if descends(q) {
		return func(a, b seat) int { return ascending(b, a) }
	}
	return ascending
}

// descends says whether the last come first. Of a search, those who were added last
// do.
func descends(q distr.CustomerList) bool { return q.Descending || q.Sort == distr.SortAdded }

// seatOf is where a row is.
func seatOf(s distr.CustomerSort, r distr.CustomerRow, n int64) seat {
	return seatAt(s, r.PlaceOf(s), n)
}

func seatAt(s distr.CustomerSort, p distr.ListPlace, n int64) seat {
	found := seat{name: p.Name, n: n, id: p.ID}
	switch {
	case s == distr.SortName || s == distr.SortAdded:
	case p.Time.IsZero():
		found.at = never(s)
	default:
		found.at = micros(p.Time)
	}
	return found
}

// seat is where the list goes on, nil for its beginning. A place names a customer,
// and customers are never removed.
func (v *view) seat(q distr.CustomerList, from distr.ListPlace) (*seat, error) {
	if from == (distr.ListPlace{}) {
		return nil, nil
	}
	n, err := the(v.q, value[int64], "the place behind customer", from.ID,
		`SELECT n FROM customers WHERE vendor = $1 AND customer = $2`, v.vendor, from.ID)
	if err != nil {
		return nil, err
	}
	s := seatAt(q.Sort, from, n)
	return &s, nil
}
