package memory

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// List looks at every customer and sorts those that are asked for.
func (v *view) List(q distr.CustomerList, from distr.ListPlace) (rows []distr.CustomerRow, next distr.ListPlace, err error) {
	err = v.open.during(func() error {
		rows, next = v.state.list(q, from)
		return nil
	})
	return rows, next, err
}

// A listed is a row with what it is sorted by.
type listed struct {
	*customer
	expires time.Time
	place   distr.ListPlace
}

func (s *state) list(q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace) {
	order := s.order(q)
	start := &listed{place: from}
	if i, there := s.place(from.ID); there {
		start.customer = s.customers[i]
	}
	var chosen []*listed
	for _, c := range s.customers {
		l := &listed{customer: c, expires: c.expires()}
		l.place = l.row().PlaceOf(q.Sort)
		if s.lists(q, l) && (from == (distr.ListPlace{}) || order(start, l) < 0) {
			chosen = append(chosen, l)
		}
	}
	slices.SortFunc(chosen, order)
	var next distr.ListPlace
	if len(chosen) > q.Limit {
		chosen = chosen[:q.Limit]
		next = chosen[q.Limit-1].place
	}
	rows := make([]distr.CustomerRow, len(chosen))
	for i, l := range chosen {
		rows[i] = l.row()
		rows[i].Customer = copyCustomer(l.Customer)
	}
	return rows, next
}

// row shares with the record what a copy must not.
func (l *listed) row() distr.CustomerRow {
	return distr.CustomerRow{Customer: l.Customer, Expires: l.expires, Pulled: l.pulled, Scanned: l.scanned}
}

// expires is when the last of the grants ends.
func (c *customer) expires() time.Time {
	var last time.Time
	for _, g := range c.grants {
		if g.Expires.IsZero() {
			return time.Time{}
		}
		if g.Expires.After(last) {
			last = g.Expires
		}
	}
	return last
}

// lists says whether the query asks for the customer.
func (s *state) lists(q distr.CustomerList, l *listed) bool {
	archived := !l.Archived.IsZero()
	if q.Status == distr.Active && archived || q.Status == distr.Archived && !archived {
		return false
	}
	if q.Assigned != "" {
		if _, there := s.assignment(assignment{q.Assigned, l.ID}); !there {
			return false
		}
	}
	return (q.Plan == "" || l.Plan == q.Plan) && (q.Access == "" || l.Access == q.Access) &&
		q.Expires.Has(l.expires) && q.Pulled.Has(l.pulled) && q.Scanned.Has(l.scanned) &&
		q.Finds(l.Customer)
}

// order compares as the query asks.
func (s *state) order(q distr.CustomerList) func(a, b *listed) int {
	if q.Sort == distr.SortAdded {
		return func(a, b *listed) int { return cmp.Compare(b.added(), a.added()) }
	}
	ascending := func(a, b *listed) int {
		if q.Sort == distr.SortExpires {
			if a, b := a.place.Time.IsZero(), b.place.Time.IsZero(); a != b {
				return map[bool]int{true: 1, false: -1}[a] // who never expires does so last
			}
		}
		return cmp.Or(strings.Compare(a.place.Name, b.place.Name), a.place.Time.Compare(b.place.Time),
			strings.Compare(string(a.place.ID), string(b.place.ID)))
	}
	if q.Descending {
		return func(a, b *listed) int { return ascending(b, a) }
	}
	return ascending
}

// added is 0 for a place behind a customer who never was there: nothing is behind it.
func (l *listed) added() int {
	if l.customer == nil {
		return 0
	}
	return l.number
}
