package storetest

import (
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

func (tx *deferredTx) PutPlan(p distr.PricedPlan) error {
	p.Plan.Alerts = slices.Clone(p.Plan.Alerts)
	return tx.later(func(room distr.VendorTx) error { return room.PutPlan(p) })
}

func (tx *deferredTx) RemovePlan(name string) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemovePlan(name) })
}

func (tx *deferredTx) PutPriceList(l distr.PriceList) error {
	l.Costs.Tiers = slices.Clone(l.Costs.Tiers)
	return tx.later(func(room distr.VendorTx) error { return room.PutPriceList(l) })
}

func (tx *deferredTx) AddLot(l license.Lot) error {
	return tx.later(func(room distr.VendorTx) error { return room.AddLot(l) })
}

func (tx *deferredTx) DrawLot(id license.LotID, n int64) error {
	return tx.later(func(room distr.VendorTx) error { return room.DrawLot(id, n) })
}

func (tx *deferredTx) PutSale(s distr.Sale) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutSale(s) })
}

func (tx *deferredTx) AddCharge(c distr.Charge) error {
	c.Drawn = slices.Clone(c.Drawn)
	return tx.later(func(room distr.VendorTx) error { return room.AddCharge(c) })
}
