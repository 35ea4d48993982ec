package distr

import (
	"context"
	"iter"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// customersAtOnce is how many customers are looked at in one view of the store, and how
// many of their rooms are changed in one transaction.
const customersAtOnce = 200

// walk yields what is found of the vendor's customers, in the order of their IDs: of each
// of whom find says that there is something. An error is the last thing that it yields.
//
// The trap: some customers are looked at in one view, which may be read twice, so find
// changes nothing; and what it yields was so in that view, and may be so no more.
func walk[T any](ctx context.Context, v *Vendor, do tenant.Action, find func(VendorView, tenant.Customer) (thing T, is bool, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for q := (CustomerQuery{Limit: customersAtOnce}); ; {
			var customers []tenant.Customer
			var found []T
			err := v.look(ctx, do, func(view VendorView) (err error) {
				found = nil
				customers, err = view.Customers(q)
				if err != nil {
					return err
				}
				for _, c := range customers {
					thing, is, err := find(view, c)
					if err != nil {
						return err
					}
					if is {
						found = append(found, thing)
					}
				}
				return nil
			})
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, thing := range found {
				if !yield(thing, nil) {
					return
				}
			}
			if len(customers) < q.Limit {
				return
			}
			q.After = customers[len(customers)-1].ID
		}
	}
}
