package distr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A CustomerFilter is the name of a field of [CustomerList] that selects customers.
type CustomerFilter string

// The filters.
const (
	ByStatus   CustomerFilter = "status"
	ByPlan     CustomerFilter = "plan"
	ByAccess   CustomerFilter = "access"
	ByAssigned CustomerFilter = "assigned"
	ByExpires  CustomerFilter = "expires"
	ByPulled   CustomerFilter = "pulled"
	ByScanned  CustomerFilter = "scanned"
	ByPrefix   CustomerFilter = "search of 1 or 2 characters"
	BySearch   CustomerFilter = "search"
)

// A CustomerOffer is an order in which customers can be listed, and the filters that
// go with it: each alone, and any of them together.
type CustomerOffer struct {
	Sort    CustomerSort
	Filters []CustomerFilter
	Both    bool // also Descending
}

// CustomerOffers is all that [Vendor.List] answers. Each offer is served from an
// index at the speed of one page, however many customers there are; Assigned alone
// costs by how many are assigned.
func CustomerOffers() []CustomerOffer {
	always := []CustomerFilter{ByStatus, ByAccess, ByPlan, ByAssigned}
	with := func(more ...CustomerFilter) []CustomerFilter { return slices.Concat(always, more) }
	return []CustomerOffer{
		{SortName, with(ByPrefix), true},
		{SortCreated, with(), true},
		{SortExpires, with(ByExpires), true},
		{SortPulled, with(ByPulled), true},
		{SortScanned, with(ByScanned), true},
		{SortAdded, with(BySearch), false},
	}
}

// String is a line for people: the order, and what goes with it.
func (o CustomerOffer) String() string {
	filters := make([]string, len(o.Filters))
	for i, f := range o.Filters {
		filters[i] = string(f)
	}
	order := string(o.Sort)
	if o.Both {
		order += " (also descending)"
	}
	return order + ": " + strings.Join(filters, ", ")
}

// Filters lists those that the query uses. The status is always one of them.
func (q CustomerList) Filters() []CustomerFilter {
	filters := []CustomerFilter{ByStatus}
	for _, used := range []struct {
		by CustomerFilter
		it bool
	}{
		{ByPlan, q.Plan != ""},
		{ByAccess, q.Access != ""},
		{ByAssigned, q.Assigned != ""},
		{ByExpires, !q.Expires.IsZero()},
		{ByPulled, !q.Pulled.IsZero()},
		{ByScanned, !q.Scanned.IsZero()},
		{ByPrefix, q.Search != "" && !q.searches()},
		{BySearch, q.searches()},
	} {
		if used.it {
			filters = append(filters, used.by)
		}
	}
	return filters
}

// offered is an ErrInvalid if it is not on offer.
func (q CustomerList) offered() error {
	offers := CustomerOffers()
	i := slices.IndexFunc(offers, func(o CustomerOffer) bool { return o.Sort == q.Sort })
	if i < 0 {
		return fmt.Errorf("%w order %q%s", tenant.ErrInvalid, q.Sort, offerText(offers))
	}
	if q.Sort == SortAdded && !q.searches() {
		return fmt.Errorf("%w order %q: it is that of a search for three characters and more%s", tenant.ErrInvalid, q.Sort, offerText(offers))
	}
	if q.Descending && !offers[i].Both {
		return fmt.Errorf("%w: the order %q is not offered descending%s", tenant.ErrInvalid, q.Sort, offerText(offers))
	}
	for _, f := range q.Filters() {
		if !slices.Contains(offers[i].Filters, f) {
			return fmt.Errorf("%w: the order %q does not go with the filter %q%s", tenant.ErrInvalid, q.Sort, f, offerText(offers))
		}
	}
	return nil
}

func offerText(offers []CustomerOffer) string {
	lines := make([]string, len(offers))
	for i, o := range offers {
		lines[i] = o.String()
	}
	return "; the orders on offer, and the filters that go with each, are " + strings.Join(lines, "; ")
}
