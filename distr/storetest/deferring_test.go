package storetest

import (
	"context"
	"errors"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
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

type deferredTx struct {
	distr.VendorView
	writes  []func(distr.VendorTx) error
	touched map[tenant.CustomerID]bool
	looks   looks
}

func (tx *deferredTx) later(write func(distr.VendorTx) error) error {
	tx.writes = append(tx.writes, write)
	return nil
}

func (tx *deferredTx) Open(id tenant.CustomerID) (distr.CustomerView, error) {
	tx.touched[id] = tx.touched[id] || tx.looks >= read
	return tx.VendorView.Open(id)
}

func (tx *deferredTx) AddCustomer(c tenant.Customer) error {
	return tx.later(func(room distr.VendorTx) error { return room.AddCustomer(c) })
}

func (tx *deferredTx) PutProduct(p entitlement.Product) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutProduct(p) })
}

func (tx *deferredTx) PutRelease(p entitlement.ProductID, r entitlement.Release, c map[entitlement.RepositoryPath]entitlement.Closure) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutRelease(p, r, c) })
}

func (tx *deferredTx) PutStaffCredential(c tenant.Credential) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutStaffCredential(c) })
}

func (tx *deferredTx) Append(e distr.Event) error {
	return tx.later(func(room distr.VendorTx) error { return room.Append(e) })
}

func (tx *deferredTx) LogPull(p distr.PullRecord) error {
	return tx.later(func(room distr.VendorTx) error { return room.LogPull(p) })
}

func (tx *deferredTx) Edit(id tenant.CustomerID) (distr.CustomerTx, error) {
	tx.touched[id] = tx.touched[id] || tx.looks >= written
	c, err := tx.VendorView.Open(id)
	if err != nil && !errors.Is(err, tenant.ErrNotFound) {
		return nil, err
	}
	return deferredCustomer{c, tx, id}, nil // whether it is there will turn out
}

type deferredCustomer struct {
	distr.CustomerView
	tx *deferredTx
	id tenant.CustomerID
}

func (c deferredCustomer) later(write func(distr.CustomerTx) error) error {
	return c.tx.later(func(room distr.VendorTx) error { return edit(room, c.id, write) })
}

func (c deferredCustomer) SetProfile(p tenant.Profile) error {
	return c.later(func(room distr.CustomerTx) error { return room.SetProfile(p) })
}

func (c deferredCustomer) PutCredential(cred tenant.Credential) error {
	return c.later(func(room distr.CustomerTx) error { return room.PutCredential(cred) })
}

func (c deferredCustomer) PutGrant(g entitlement.Grant) error {
	return c.later(func(room distr.CustomerTx) error { return room.PutGrant(g) })
}
