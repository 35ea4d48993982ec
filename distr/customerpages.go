package distr

import (
	"context"
	"fmt"
	"iter"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// List lists customers, a page at a time. The next page is the same query with After
// as Next was. While customers are added and changed from page to page, none that
// stay as they are come twice or are left out.
//
// Staff who are not Administrators get those customers to whom they are assigned.
func (v *Vendor) List(ctx context.Context, q CustomerList) (page CustomerPage, err error) {
	q, err = q.Complete()
	if err != nil {
		return CustomerPage{}, fmt.Errorf("listing customers: %w", err)
	}
	err = v.look(ctx, tenant.SeeCustomers, func(view VendorView) error {
		page, err = v.page(view, q)
		return err
	})
	if err != nil {
		return CustomerPage{}, fmt.Errorf("listing customers: %w", err)
	}
	return page, nil
}

// page reads a page of those customers that are there for the actor.
func (v *Vendor) page(view VendorView, q CustomerList) (CustomerPage, error) {
	q, err := v.within(view, q)
	if err != nil {
		return CustomerPage{}, err
	}
	scope := q.scope(v.id)
	from, err := scope.place(q.After)
	if err == nil && q.Assigned != "" && from.ID != "" {
		err = assignedStill(view, q, from)
	}
	if err != nil {
		return CustomerPage{}, err
	}
	rows, next, err := view.List(q, from)
	if absent(err) && q.After != "" {
		err = errMark(q.After, "it names nobody of this list")
	}
	if err != nil {
		return CustomerPage{}, err
	}
	mark, err := scope.mark(next)
	return CustomerPage{Rows: rows, Next: mark}, err
}

// assignedStill keeps a mark from telling whether there is a customer whom the one of
// the staff may not see: whoever can read this can make marks.
func assignedStill(view VendorView, q CustomerList, from ListPlace) error {
	assigned, err := view.Assigned(q.Assigned, from.ID)
	if err == nil && !assigned {
		err = errMark(q.After, "it names nobody of this list")
	}
	return err
}

// within narrows a query to what the actor may see.
func (v *Vendor) within(view VendorView, q CustomerList) (CustomerList, error) {
	if all, err := v.seesAll(view); err != nil || all {
		return q, err
	}
	me, err := v.self(view)
	if err != nil {
		return q, err
	}
	if q.Assigned != "" && q.Assigned != me.ID {
		return q, fmt.Errorf("%w: whom others are assigned to is for Administrators to see", tenant.ErrForbidden)
	}
	q.Assigned = me.ID
	return q, nil
}

// EachCustomer yields what List lists, reading page by page: of a list of any length
// only a little is in memory. An error is the last thing that it yields. The query's
// After is where it begins; Limit is not looked at.
func (v *Vendor) EachCustomer(ctx context.Context, q CustomerList) iter.Seq2[CustomerRow, error] {
	return func(yield func(CustomerRow, error) bool) {
		q := q
		q.Limit = maxRows
		for {
			page, err := v.List(ctx, q)
			if err != nil {
				yield(CustomerRow{}, err)
				return
			}
			for _, r := range page.Rows {
				if !yield(r, nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			q.After = page.Next
		}
	}
}
