package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A CustomerList says which customers are listed, and in which order. The zero
// value lists those that are not archived, by name. Filters hold all at once. Which
// of them go with which order is said by [CustomerOffers]; nothing else is answered,
// since it could not be answered quickly.
type CustomerList struct {
	// Search is looked for in name, e-mail address and ID, in upper or lower
	// case, as plain text, if it is three characters and more; names beginning
	// with it are found by one or two. Empty: no search.
	Search   string
	Status   CustomerStatus  // default: Active
	Plan     string          // only those of this plan; empty: of any, or none
	Access   tenant.Access   // only those at this level; empty: at any
	Assigned tenant.MemberID // only those to whom this one of the staff is assigned; empty: all
	Expires  TimeRange       // when the last of their grants ends; never: not at all, or there is none
	Pulled   TimeRange       // when they last pulled something
	Scanned  TimeRange       // when they were last scanned

	Sort       CustomerSort // default: what a search or a TimeRange wants, else SortName
	Descending bool         // the last of the order first; ties too
	After      Mark         // the page behind that which had this as Next; empty: the first
	Limit      int          // rows of a page, at most 1000; default: 50
}

// A CustomerStatus is whether a customer is archived.
type CustomerStatus string

// The statuses.
const (
	Active   CustomerStatus = "active" // not archived; the default
	Archived CustomerStatus = "archived"
	AnyState CustomerStatus = "all"
)

// A CustomerSort is what customers are sorted by. Those who are alike in it come in
// the order in which they were added.
type CustomerSort string

// What customers are sorted by. Who never pulled, or was never scanned, comes before
// all others, and who never expires behind them.
const (
	SortName    CustomerSort = "name" // as [Fold] makes it, in byte order
	SortCreated CustomerSort = "created"
	SortExpires CustomerSort = "expires"
	SortPulled  CustomerSort = "pulled"
	SortScanned CustomerSort = "scanned"
	// SortAdded is the order of a search for three characters and more: who was
	// added to the room last comes first.
	SortAdded CustomerSort = "added"
)

// A TimeRange selects by an instant. The zero value selects nothing out.
type TimeRange struct {
	Never bool      // only those without such an instant
	From  time.Time // only those at or after it; zero: any
	Until time.Time // only those before it; zero: any
}

// IsZero says whether it lets everything through.
func (r TimeRange) IsZero() bool { return !r.Never && r.From.IsZero() && r.Until.IsZero() }

// Has says whether the instant is within the range. The zero time is no instant: it
// is in the range Never, and in none that has a begin or an end.
func (r TimeRange) Has(at time.Time) bool {
	if r.Never || at.IsZero() {
		return r.IsZero() || r.Never && at.IsZero()
	}
	return !at.Before(r.From) && (r.Until.IsZero() || at.Before(r.Until))
}

// A CustomerRow is a line of the list: the record, and what else the list is
// filtered and sorted by. Times are zero for never.
type CustomerRow struct {
	tenant.Customer
	Expires time.Time // when the last of the grants ends; zero: one has no end, or there is none
	Pulled  time.Time // when something was last pulled, to a minute or so
	Scanned time.Time
}

// A CustomerPage is a part of the list. It may have fewer rows than the limit, and
// even none, while there are more: only an empty Next says that this was all. That is
// so with a search that passes many by that are nearly what is looked for.
type CustomerPage struct {
	Rows []CustomerRow
	Next Mark
}

// A ListPlace is a place in a list of customers: behind where a customer is, or was
// when its name or instant was that of the place. The zero value is in front of all.
type ListPlace struct {
	Name string            // sorted by name: what Fold made of it
	Time time.Time         // sorted by an instant: which
	ID   tenant.CustomerID // of the customer
}

// PlaceOf is the row's place in a list of that order.
func (r CustomerRow) PlaceOf(s CustomerSort) ListPlace {
	p := ListPlace{ID: r.ID}
	switch s {
	case SortName:
		p.Name = Fold(r.Name)
	case SortCreated:
		p.Time = r.Created
	case SortExpires:
		p.Time = r.Expires
	case SortPulled:
		p.Time = r.Pulled
	case SortScanned:
		p.Time = r.Scanned
	case SortAdded: // by ID alone: the store knows whose turn it was
	}
	return p
}
