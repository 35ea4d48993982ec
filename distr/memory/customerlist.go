package memory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// List looks at every customer and sorts those that are asked for.
func (v *view) List(q distr.CustomerList, from distr.ListPlace) (rows []distr.CustomerRow, next distr.ListPlace, err error) {
	err = v.open.during(func() error {
		rows, next, err = v.state.list(q, from)
		return err
	})
	return rows, next, err
}

// A listed is a row with what it is sorted by.
type listed struct {
	*customer
	expires time.Time
	place   distr.ListPlace
}

func (s *state) list(q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
	order := s.order(q)
	var start *listed
	if from != (distr.ListPlace{}) {
		c, err := s.customer(from.ID)
		if err != nil {
			return nil, distr.ListPlace{}, fmt.Errorf("listing customers from a place on: %w", err)
		}
		start = &listed{customer: c, place: from}
	}
	var chosen []*listed
	for _, c := range s.customers {
		l := &listed{customer: c, expires: c.expires()}
		l.place = l.row().PlaceOf(q.Sort)
		if s.lists(q, l) && (start == nil || order(start, l) < 0) {
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
	return rows, next, nil
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
	if q.Assigned != "" {
		if _, there := s.assignment(assignment{q.Assigned, l.ID}); !there {
			return false
		}
	}
	return q.Selects(l.row())
}

// order compares as the query asks. Of those who are alike, who was added first is
// first.
func (s *state) order(q distr.CustomerList) func(a, b *listed) int {
	ascending := func(a, b *listed) int {
		if q.Sort == distr.SortExpires {
			if a, b := a.place.Time.IsZero(), b.place.Time.IsZero(); a != b {
				return map[bool]int{true: 1, false: -1}[a] // who never expires does so last
			}
		}
		return cmp.Or(strings.Compare(a.place.Name, b.place.Name), a.place.Time.Compare(b.place.Time), cmp.Compare(a.number, b.number))
	}
	if q.Descending || q.Sort == distr.SortAdded {
		return func(a, b *listed) int { return ascending(b, a) }
	}
	return ascending
}
