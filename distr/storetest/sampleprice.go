package storetest

import (
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What is sold, at which price, is called the same in every room.
const (
	planName               = "gold"
	lotID    license.LotID = "lot_1"
	bought                 = 1 << 40 // in the lot
	drawn                  = 1<<39 + 3
)

// euro is a price that only this mark has.
func euro(micros int64, mark string) license.UnitPrice {
	c, err := license.ParseCurrency("EUR")
	if err != nil {
		panic(err)
	}
	return license.UnitPrice{Micros: micros + marked(at(0), mark).UnixMicro()%1_000_000, Currency: c}
}

func priceOf(mark string) license.Price {
	return license.Price{Unit: euro(149_990_000, mark), Cost: euro(1, mark)}
}

func planOf(mark string) distr.PricedPlan {
	return distr.PricedPlan{Price: priceOf(mark), Plan: license.Plan{
		Name: planName, Model: license.PerScan, Quantity: 1 << 40, Every: license.Annual, Alerts: []int{50, 90}, Overage: license.Block,
		Assets: license.AssetPolicy{Version: 1, KeyByScheme: true, FoldWWW: true, FoldPort: true},
	}}
}

func priceListOf(mark string) distr.PriceList {
	return distr.PriceList{Model: license.PerScan, Costs: license.Tiers{Graduated: true, Tiers: []license.Tier{
		{From: 1, To: 99, Price: euro(20_000, mark)}, {From: 100, Price: euro(12_500, mark)},
	}}}
}

func lotOf(mark string) license.Lot {
	return license.Lot{
		ID: lotID, Model: license.PerScan, Quantity: bought, Left: bought, List: euro(20_000, mark), Discount: 1250, Cost: euro(17_500, mark),
		Purchased: at(43), Expires: at(44),
	}
}

// left is the lot once something was drawn from it.
func (s *sample) left() license.Lot {
	l := s.lot
	l.Left -= drawn
	return l
}

func saleOf(mark string, c tenant.CustomerID) distr.Sale {
	return distr.Sale{Customer: c, Contract: contractID, Price: priceOf(mark), Sold: at(45), Period: 7, Next: at(46)}
}

func chargeOf(mark string, c tenant.CustomerID) distr.Charge {
	return distr.Charge{
		Customer: c, Contract: contractID, Period: 6, Part: 2, Start: at(47), End: at(48), Days: license.Share{From: 4, To: 30, Of: 31}, Quantity: 1 << 40, Unit: euro(5, mark), At: at(49),
		Drawn: []license.Drawn{{Lot: lotID, Quantity: drawn, Cost: euro(17_500, mark)}, {Quantity: 8, Cost: euro(20_000, mark)}},
	}
}

// priceReadings asks each method of the part of a vendor's room that has prices.
func priceReadings() []reading[distr.VendorView] {
	return []reading[distr.VendorView]{
		{"Plans", "", func(v distr.VendorView) (any, error) { return told(v.Plans()) }},
		{"PriceLists", "", func(v distr.VendorView) (any, error) { return told(v.PriceLists()) }},
		{"Lots", "", func(v distr.VendorView) (any, error) { return told(v.Lots()) }},
		{"Sales", "all", func(v distr.VendorView) (any, error) { return told(v.Sales(distr.SaleQuery{})) }},
		{"Sales", "due of " + string(customerID), func(v distr.VendorView) (any, error) {
			return told(v.Sales(distr.SaleQuery{Customer: customerID, Due: at(46)}))
		}},
		{"Charges", "all", func(v distr.VendorView) (any, error) { return told(v.Charges(distr.ChargeQuery{})) }},
		{"Charges", "of " + string(customerID), func(v distr.VendorView) (any, error) {
			return told(v.Charges(distr.ChargeQuery{Customer: customerID, Contract: contractID, From: time.Unix(0, 0), Until: at(48)}))
		}},
	}
}

// priceWritings uses each method that changes it.
func priceWritings() []writing[distr.VendorTx] {
	return []writing[distr.VendorTx]{
		{"PutPlan", vendorOnly, putPlan},
		{"RemovePlan", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.RemovePlan(s.plan.Plan.Name) }},
		{"PutPlan", vendorOnly, putPlan},
		{"PutPriceList", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.PutPriceList(s.priceList) }},
		{"AddLot", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.AddLot(s.lot) }},
		{"DrawLot", vendorOnly, func(tx distr.VendorTx, s *sample) error { return tx.DrawLot(s.lot.ID, drawn) }},
		{"PutSale", forCustomer, func(tx distr.VendorTx, s *sample) error { return tx.PutSale(s.sale) }},
		{"AddCharge", forCustomer, func(tx distr.VendorTx, s *sample) error { return tx.AddCharge(s.charge) }},
	}
}

func putPlan(tx distr.VendorTx, s *sample) error { return tx.PutPlan(s.plan) }

// priceAlterations are updates of it, none of which Changed tells of.
func priceAlterations(s *sample) (all []alteration) {
	for _, w := range priceWritings() {
		all = append(all, alteration{w.method, func(tx distr.VendorTx) error { return w.do(tx, s) }, distr.Changes{}, true})
	}
	return all
}

// wantPrices is what all rooms of a vendor tell of prices when everything has been
// written.
func (p pair) wantPrices(v tenant.VendorID, want lines) {
	own := p.sample(v, customerID, vendorOnly)
	var sales, globex []distr.Sale
	var charges, globexCharges []distr.Charge
	for _, c := range p.customers {
		s := p.sample(v, c, forCustomer)
		sales, charges = append(sales, s.sale), append(charges, s.charge)
		if c == customerID {
			globex, globexCharges = append(globex, s.sale), append(globexCharges, s.charge)
		}
	}
	if len(sales) > 1 && sales[0].Customer > sales[1].Customer {
		sales[0], sales[1], charges[0], charges[1] = sales[1], sales[0], charges[1], charges[0]
	}
	for label, record := range map[string]any{
		"Plans": []distr.PricedPlan{own.plan}, "PriceLists": []distr.PriceList{own.priceList}, "Lots": []license.Lot{own.left()},
		"Sales(all)": sales, "Sales(due of globex)": globex, "Charges(all)": charges, "Charges(of globex)": globexCharges,
	} {
		want["VendorView."+label] = text(record)
	}
}
