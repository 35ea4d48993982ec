package distr

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// An EventQuery selects events.
type EventQuery struct {
	ID       EventID           // only the one of this ID; empty: all
	Customer tenant.CustomerID // only those for this customer; empty: all
	Kinds    []Kind            // only those of one of them, see [Kind.In]; none: all
	Actor    string            // only those of the actor of this name; empty: all
	Since    time.Time         // only those at or after it; zero: since ever
	Until    time.Time         // only those before it; zero: for ever
	After    int64             // only those whose Seq is greater
	Limit    int               // only the newest so many, still oldest first; 0 is no limit
	Oldest   bool              // the limit leaves the oldest instead: a page, and the next is After its last
}

// Selects says whether the query lists the event, but for its Limit.
func (q EventQuery) Selects(e Event) bool {
	return e.Seq > q.After &&
		(q.ID == "" || e.ID == q.ID) &&
		(q.Customer == "" || e.Customer == q.Customer) &&
		(q.Actor == "" || e.Actor.Name == q.Actor) &&
		!e.Time.Before(q.Since) && (q.Until.IsZero() || e.Time.Before(q.Until)) &&
		(len(q.Kinds) == 0 || e.Kind.In(q.Kinds))
}

// In says whether the kind is one of them. One that ends in a dot stands for all
// that begin with it: "member." for "member.invited" and "member.joined".
func (k Kind) In(kinds []Kind) bool {
	return slices.ContainsFunc(kinds, func(of Kind) bool {
		return k == of || of.Prefix() && strings.HasPrefix(string(k), string(of))
	})
}

// Prefix says whether it stands for all kinds that begin with it.
func (k Kind) Prefix() bool { return strings.HasSuffix(string(k), ".") }

// Events lists what happened, oldest first: to all, or to one customer. A customer's
// own people are told of the kinds that [Kind.ToCustomers] says, without hashes and
// from where it was done, and of the vendor's people and programs as "the vendor".
func (v *Vendor) Events(ctx context.Context, q EventQuery) (events []Event, err error) {
	err = v.lookLog(ctx, q.Customer, func(view VendorView) error {
		q, told, err := v.toldEvents(view, q)
		if err != nil {
			return err
		}
		events, err = shown(q.Limit, q.Oldest, func(limit int) ([]Event, error) {
			q := q
			q.Limit = limit
			return view.Events(q)
		}, told)
		return err
	})
	return events, err
}

// LastEvent is the place of the last event in the chain: to be written down where
// nobody who can change the database can change it. See [Vendor.VerifyEvents]. It is
// the zero Head if there is none.
func (v *Vendor) LastEvent(ctx context.Context) (last Head, err error) {
	err = v.look(ctx, tenant.SeeLog, func(view VendorView) error {
		last = Head{}
		if last.Link, err = view.LastEvent(); err != nil || last.Seq == 0 {
			return err
		}
		found, err := view.Events(EventQuery{After: last.Seq - 1, Limit: 1, Oldest: true})
		if len(found) > 0 {
			last.Time = found[0].Time
		}
		return err
	})
	return last, err
}

// eventPage is how many events are in memory where all are read.
const eventPage = 1000

// EachEvent yields what Events lists, reading page by page: of a log of any length
// only a little is in memory. An error is the last thing that it yields. The
// query's After is where it begins; Limit and Oldest are not looked at.
func (v *Vendor) EachEvent(ctx context.Context, q EventQuery) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		q := q
		q.Limit, q.Oldest = eventPage, true
		for {
			page, err := v.Events(ctx, q)
			if err != nil {
				yield(Event{}, err)
				return
			}
			for _, e := range page {
				if !yield(e, nil) {
					return
				}
			}
			if len(page) < eventPage {
				return
			}
			q.After = page[len(page)-1].Seq
		}
	}
}

// lookLog reads what happened: to all customers, for those who may see that, or to
// one. Whoever may see all of it may also ask for a customer that is no more.
func (v *Vendor) lookLog(ctx context.Context, about tenant.CustomerID, fn func(VendorView) error) error {
	return v.view(ctx, func(view VendorView) error {
		err := v.may(view, nil, tenant.SeeLog)
		if err != nil && about != "" {
			_, err = v.Account(about).open(view, tenant.SeeCustomerLog)
		}
		if err != nil {
			return err
		}
		return fn(view)
	})
}
