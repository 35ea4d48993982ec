package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func machinePlans() []string         { return []string{planName, "Gold"} }
func machineLots() []license.LotID   { return []license.LotID{lotID, "LOT_1"} }
func machineModels() []license.Model { return []license.Model{license.PerScan, license.PerAsset} }

// priceMoves change what is sold at what price, and what came of it.
func priceMoves() []moving[distr.VendorTx] {
	return []moving[distr.VendorTx]{
		{"PutPlan", func(m *machine, r room) moveAtVendor {
			p := m.fresh(r).plan
			p.Plan.Name = pick(m.choose, "plan", machinePlans()...)
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutPlan(p) }, then: func() { m.rooms.put(r, p, "plan", p.Plan.Name) }}
		}},
		{"RemovePlan", func(m *machine, r room) moveAtVendor {
			name := pick(m.choose, "plan", machinePlans()...)
			return moveAtVendor{
				do:   func(tx distr.VendorTx) error { return tx.RemovePlan(name) },
				want: unless(m.rooms.has(r, "plan", name), tenant.ErrNotFound),
				then: func() { m.rooms.remove(r, "plan", name) },
			}
		}},
		{"PutPriceList", func(m *machine, r room) moveAtVendor {
			l := m.fresh(r).priceList
			l.Model = pick(m.choose, "model", machineModels()...)
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutPriceList(l) }, then: func() { m.rooms.put(r, l, "price list", l.Model) }}
		}},
		{"AddLot", func(m *machine, r room) moveAtVendor {
			l := m.fresh(r).lot
			l.ID, l.Quantity, l.Left = pick(m.choose, "lot", machineLots()...), 10, 10
			return moveAtVendor{
				do:   func(tx distr.VendorTx) error { return tx.AddLot(l) },
				want: unless(!m.rooms.has(r, "lot", l.ID), tenant.ErrConflict),
				then: func() { m.rooms.put(r, l, "lot", l.ID) },
			}
		}},
		{"DrawLot", (*machine).drawLot},
		{"DrawLot", (*machine).drawLot},
		{"PutSale", (*machine).putSale},
		{"PutSale", (*machine).putSale},
		{"AddCharge", (*machine).addCharge},
		{"AddCharge", (*machine).addCharge},
	}
}

// drawLot takes from a lot what may be more than it has.
func (m *machine) drawLot(r room) moveAtVendor {
	id, n := pick(m.choose, "lot", machineLots()...), int64(m.choose("quantity", 6))
	l, there := m.rooms[r][rowName([]any{"lot", id})].(license.Lot)
	want := unless(there, tenant.ErrNotFound)
	if there && (n < 1 || n > l.Left) {
		want = tenant.ErrConflict
	}
	l.Left -= n
	return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.DrawLot(id, n) }, want: want, then: func() { m.rooms.put(r, l, "lot", id) }}
}

func (m *machine) putSale(r room) moveAtVendor {
	s := m.fresh(r).sale
	s.Customer, s.Contract = pick(m.choose, "customer", m.pair.customers[:]...), pick(m.choose, "license", machineContracts()...)
	return moveAtVendor{
		do:   func(tx distr.VendorTx) error { return tx.PutSale(s) },
		want: unless(m.rooms.has(room{r.vendor, s.Customer}, "customer"), tenant.ErrNotFound),
		then: func() { m.rooms.put(r, s, "sale", s.Customer, s.Contract) },
	}
}

func (m *machine) addCharge(r room) moveAtVendor {
	c := m.fresh(r).charge
	c.Customer, c.Contract = pick(m.choose, "customer", m.pair.customers[:]...), pick(m.choose, "license", machineContracts()...)
	c.Period = pick(m.choose, "period", machinePeriods()...)
	want := unless(m.rooms.has(r, "sale", c.Customer, c.Contract), tenant.ErrNotFound)
	if m.rooms.has(r, "charge", c.Customer, c.Contract, c.Period) {
		want = tenant.ErrConflict
	}
	return moveAtVendor{
		do: func(tx distr.VendorTx) error { return tx.AddCharge(c) }, want: want,
		then: func() { m.rooms.put(r, c, "charge", c.Customer, c.Contract, c.Period) },
	}
}

func tellPrices(t *teller, v distr.VendorView, own room) {
	plans, err := v.Plans()
	tells(t, plans, err, own, func(_ int, p distr.PricedPlan) []any { return []any{"plan", p.Plan.Name} })
	lists, err := v.PriceLists()
	tells(t, lists, err, own, func(_ int, l distr.PriceList) []any { return []any{"price list", l.Model} })
	lots, err := v.Lots()
	tells(t, lots, err, own, func(_ int, l license.Lot) []any { return []any{"lot", l.ID} })
	sales, err := v.Sales(distr.SaleQuery{})
	tells(t, sales, err, own, func(_ int, s distr.Sale) []any { return []any{"sale", s.Customer, s.Contract} })
	charges, err := v.Charges(distr.ChargeQuery{})
	tells(t, charges, err, own, func(_ int, c distr.Charge) []any { return []any{"charge", c.Customer, c.Contract, c.Period} })
}
