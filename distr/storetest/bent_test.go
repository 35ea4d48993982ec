package storetest

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A bent is a right store whose rooms are shown through something that bends
// them. A nil function leaves things as they are.
type bent struct {
	distr.Store
	view    func(distr.VendorView) distr.VendorView
	tx      func(distr.VendorTx) distr.VendorTx
	update  func(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error
	changed func(distr.Changes) distr.Changes
}

func (s bent) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.Store.View(ctx, v, func(room distr.VendorView) error {
		if s.view != nil {
			room = s.view(room)
		}
		return fn(room)
	})
}

func (s bent) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	if s.update != nil {
		return s.update(ctx, v, fn)
	}
	return s.Store.Update(ctx, v, func(room distr.VendorTx) error {
		if s.tx != nil {
			room = s.tx(room)
		}
		return fn(room)
	})
}

func (s bent) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (distr.Changes, error) {
	c, err := s.Store.Changed(ctx, v, since)
	if s.changed != nil {
		c = s.changed(c)
	}
	return c, err
}

// What bends a store opens a new one each time.

func bendView(view func(distr.VendorView) distr.VendorView) func() distr.Store {
	return func() distr.Store { return bent{Store: memory.New(), view: view} }
}

func bendTx(tx func(distr.VendorTx) distr.VendorTx) func() distr.Store {
	return func() distr.Store { return bent{Store: memory.New(), tx: tx} }
}

func bendChanged(changed func(distr.Changes) distr.Changes) func() distr.Store {
	return func() distr.Store { return bent{Store: memory.New(), changed: changed} }
}

// bendUpdate makes a store with an Update of its own, which has a right store's
// to work with.
func bendUpdate(update func(s distr.Store, ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error) func() distr.Store {
	return func() distr.Store {
		s := memory.New()
		return bent{Store: s, update: func(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
			return update(s, ctx, v, fn)
		}}
	}
}

// bendCustomer bends what a customer's room tells a View.
func bendCustomer(view func(distr.CustomerView) distr.CustomerView) func() distr.Store {
	return bendView(func(v distr.VendorView) distr.VendorView { return lens{v, view} })
}

// bendCustomerTx bends what an Update does to a customer's room.
func bendCustomerTx(tx func(distr.CustomerTx) distr.CustomerTx) func() distr.Store {
	return bendTx(func(room distr.VendorTx) distr.VendorTx { return press{room, tx} })
}

type lens struct {
	distr.VendorView
	bend func(distr.CustomerView) distr.CustomerView
}

func (l lens) Open(id tenant.CustomerID) (distr.CustomerView, error) {
	c, err := l.VendorView.Open(id)
	if err != nil {
		return nil, err
	}
	return l.bend(c), nil
}

type press struct {
	distr.VendorTx
	bend func(distr.CustomerTx) distr.CustomerTx
}

func (p press) Edit(id tenant.CustomerID) (distr.CustomerTx, error) {
	c, err := p.VendorTx.Edit(id)
	if err != nil {
		return nil, err
	}
	return p.bend(c), nil
}

// bendVersion bends what an Update does to a customer's room, so that it may raise the
// vendor's version.
func bendVersion(tx func(raisingTx) distr.CustomerTx) func() distr.Store {
	return bendTx(func(room distr.VendorTx) distr.VendorTx {
		return press{room, func(c distr.CustomerTx) distr.CustomerTx { return tx(raisingTx{c, room}) }}
	})
}

type raisingTx struct {
	distr.CustomerTx
	vendor distr.VendorTx
}

// raise does what raises the version, and can be done again.
func (tx raisingTx) raise() error {
	return tx.vendor.PutStaffCredential(tenant.Credential{ID: "raised", Created: time.Unix(0, 0)})
}
