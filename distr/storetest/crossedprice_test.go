package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

func (v crossedView) Plans() ([]distr.PricedPlan, error) { return v.room("Plans").Plans() }
func (v crossedView) PriceLists() ([]distr.PriceList, error) {
	return v.room("PriceLists").PriceLists()
}
func (v crossedView) Lots() ([]license.Lot, error)                  { return v.room("Lots").Lots() }
func (v crossedView) Sales(q distr.SaleQuery) ([]distr.Sale, error) { return v.room("Sales").Sales(q) }
func (v crossedView) Charges(q distr.ChargeQuery) ([]distr.Charge, error) {
	return v.room("Charges").Charges(q)
}

func (tx crossedTx) PutPlan(p distr.PricedPlan) error { return tx.room("PutPlan").PutPlan(p) }
func (tx crossedTx) RemovePlan(name string) error     { return tx.room("RemovePlan").RemovePlan(name) }
func (tx crossedTx) PutPriceList(l distr.PriceList) error {
	return tx.room("PutPriceList").PutPriceList(l)
}
func (tx crossedTx) AddLot(l license.Lot) error { return tx.room("AddLot").AddLot(l) }
func (tx crossedTx) DrawLot(id license.LotID, n int64) error {
	return tx.room("DrawLot").DrawLot(id, n)
}
func (tx crossedTx) PutSale(s distr.Sale) error     { return tx.room("PutSale").PutSale(s) }
func (tx crossedTx) AddCharge(c distr.Charge) error { return tx.room("AddCharge").AddCharge(c) }
