package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// priceRefusals are asked for in the room that [conflicts] has prepared.
func priceRefusals() []refusal {
	return []refusal{
		{"the removal of a plan that is not there", func(tx distr.VendorTx, _ *sample) error { return tx.RemovePlan("GOLD") }, tenant.ErrNotFound},
		{"a lot of an ID that is taken", func(tx distr.VendorTx, s *sample) error { return tx.AddLot(s.lot) }, tenant.ErrConflict},
		{"more than is left of a lot", func(tx distr.VendorTx, s *sample) error { return tx.DrawLot(lotID, bought-drawn+1) }, tenant.ErrConflict},
		{"nothing of a lot", func(tx distr.VendorTx, s *sample) error { return tx.DrawLot(lotID, 0) }, tenant.ErrConflict},
		{"less than nothing of a lot", func(tx distr.VendorTx, s *sample) error { return tx.DrawLot(lotID, -1) }, tenant.ErrConflict},
		{"something of a lot that is not there", func(tx distr.VendorTx, _ *sample) error { return tx.DrawLot("LOT_1", 1) }, tenant.ErrNotFound},
		{"a sale to a customer who is not there", func(tx distr.VendorTx, s *sample) error {
			s.sale.Customer = "Globex"
			return tx.PutSale(s.sale)
		}, tenant.ErrNotFound},
		{"a charge of a period that was charged", func(tx distr.VendorTx, s *sample) error {
			s.charge.Quantity++
			return tx.AddCharge(s.charge)
		}, tenant.ErrConflict},
		{"a charge of a license that was not sold", func(tx distr.VendorTx, s *sample) error {
			s.charge.Contract = "LIC_1"
			return tx.AddCharge(s.charge)
		}, tenant.ErrNotFound},
		{"a charge of a license that was sold to another customer", func(tx distr.VendorTx, s *sample) error {
			s.charge.Customer = "rival"
			return tx.AddCharge(s.charge)
		}, tenant.ErrNotFound},
	}
}
