package storetest

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenPrices lose what was sold, or sell what there is not.
func brokenPrices() []broken {
	return []broken{
		{"folds the names of plans", "Prices", "plans by name", bendTx(func(tx distr.VendorTx) distr.VendorTx { return foldedPlans{tx} })},
		{"forgets that a plan has no alerts", "Prices", "whether a plan says at which percentages", bendView(func(v distr.VendorView) distr.VendorView { return plansWithoutAlerts{v} })},
		{"overdraws lots", "Prices", "of a lot of which", bendTx(func(tx distr.VendorTx) distr.VendorTx { return overdrawn{tx} })},
		{"fills lots up", "Conflicts", "less than nothing of a lot", bendTx(func(tx distr.VendorTx) distr.VendorTx { return filledUp{tx} })},
		{"replaces lots", "Conflicts", "a lot of an ID that is taken", bendTx(func(tx distr.VendorTx) distr.VendorTx { return sameLot{tx} })},
		{"charges twice", "Conflicts", "a charge of a period that was charged", bendTx(func(tx distr.VendorTx) distr.VendorTx { return doubleCharge{tx} })},
		{"lists sales that are not due", "Prices", "sales: due", bendView(func(v distr.VendorView) distr.VendorView { return salesOf{v} })},
		{"ends a span of charges too late", "Prices", "charges: until one", bendView(func(v distr.VendorView) distr.VendorView { return lateCharges{v} })},
		{"takes no price for one of zero", "Prices", "a price", bendView(func(v distr.VendorView) distr.VendorView { return freeSales{v} })},
		{"rounds prices to cents", "RoundTrip", "VendorView.Sales(all)", bendTx(func(tx distr.VendorTx) distr.VendorTx { return roundedSales{tx} })},
	}
}

type foldedPlans struct{ distr.VendorTx }

func (tx foldedPlans) PutPlan(p distr.PricedPlan) error {
	p.Plan.Name = strings.ToLower(p.Plan.Name)
	return tx.VendorTx.PutPlan(p)
}

type plansWithoutAlerts struct{ distr.VendorView }

func (v plansWithoutAlerts) Plans() ([]distr.PricedPlan, error) {
	all, err := v.VendorView.Plans()
	for i := range all {
		if len(all[i].Plan.Alerts) == 0 {
			all[i].Plan.Alerts = nil
		}
	}
	return all, err
}

// overdrawn gives what is left instead of what was asked for.
type overdrawn struct{ distr.VendorTx }

func (tx overdrawn) DrawLot(id license.LotID, n int64) error {
	lots, err := tx.Lots()
	if err != nil {
		return err
	}
	for _, l := range lots {
		if l.ID == id && n > l.Left && l.Left > 0 {
			n = l.Left
		}
	}
	return tx.VendorTx.DrawLot(id, n)
}

type filledUp struct{ distr.VendorTx }

func (tx filledUp) DrawLot(id license.LotID, n int64) error {
	if n < 0 {
		return nil
	}
	return tx.VendorTx.DrawLot(id, n)
}

type sameLot struct{ distr.VendorTx }

func (tx sameLot) AddLot(l license.Lot) error { return unlessConflict(tx.VendorTx.AddLot(l)) }

type doubleCharge struct{ distr.VendorTx }

func (tx doubleCharge) AddCharge(c distr.Charge) error {
	return unlessConflict(tx.VendorTx.AddCharge(c))
}

func unlessConflict(err error) error {
	if errors.Is(err, tenant.ErrConflict) {
		return nil
	}
	return err
}

type salesOf struct{ distr.VendorView }

func (v salesOf) Sales(q distr.SaleQuery) ([]distr.Sale, error) {
	return v.VendorView.Sales(distr.SaleQuery{Customer: q.Customer})
}

type lateCharges struct{ distr.VendorView }

func (v lateCharges) Charges(q distr.ChargeQuery) ([]distr.Charge, error) {
	until := q.Until
	q.Until = time.Time{}
	all, err := v.VendorView.Charges(q)
	return slices.DeleteFunc(all, func(c distr.Charge) bool { return !until.IsZero() && c.Start.After(until) }), err
}

type freeSales struct{ distr.VendorView }

func (v freeSales) Sales(q distr.SaleQuery) ([]distr.Sale, error) {
	all, err := v.VendorView.Sales(q)
	for i := range all {
		if all[i].Price.Unit.IsZero() {
			all[i].Price.Unit.Currency = currencyOf("EUR")
		}
	}
	return all, err
}

type roundedSales struct{ distr.VendorTx }

func (tx roundedSales) PutSale(s distr.Sale) error {
	s.Price.Unit.Micros -= s.Price.Unit.Micros % 10_000
	return tx.VendorTx.PutSale(s)
}
