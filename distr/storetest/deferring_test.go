package storetest

import (
	"context"
	"errors"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A deferring store lets every update read a state of its own and writes in the
// end, all at once. How much it looks at before it does is how far it is from
// the databases that work like that: lost updates, snapshot isolation, and
// serializable but for phantoms.
type deferring struct {
	distr.Store
	looks looks
}

// looks is what must not have changed since the update began.
type looks int

const (
	nothing looks = iota
	written       // the customers that it writes
	read          // those that it reads, too
)

func newDeferring(l looks) distr.Store { return deferring{memory.New(), l} }

// errAgain says that something has changed: the function has to run again.
var errAgain = errors.New("again")

func (s deferring) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	for {
		tx := &deferredTx{touched: map[tenant.CustomerID]bool{}, looks: s.looks}
		var since distr.Version
		err := s.View(ctx, v, func(room distr.VendorView) (err error) {
			if since, err = room.Version(); err != nil {
				return err
			}
			tx.VendorView = room
			return fn(tx)
		})
		if err != nil {
			return err
		}
		err = s.Store.Update(ctx, v, func(room distr.VendorTx) error {
			changes, err := s.Changed(ctx, v, since)
			if err != nil {
				return err
			}
			for _, c := range changes.Customers {
				if tx.touched[c] {
					return errAgain
				}
			}
			for _, write := range tx.writes {
				if err := write(room); err != nil {
					return err
				}
			}
			return nil
		})
		if !errors.Is(err, errAgain) {
			return err
		}
	}
}
