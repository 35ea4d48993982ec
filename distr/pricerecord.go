package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A PricedPlan is what a vendor sells by name, with its price.
type PricedPlan struct {
	Plan  license.Plan
	Price license.Price // of one unit and period; the zero value: none is set yet
}

// A PriceList is what units of a model cost the vendor in one currency, where a plan
// does not say.
type PriceList struct {
	Model license.Model
	Costs license.Tiers // of one currency
}

// Currency is that of the costs.
func (l PriceList) Currency() license.Currency { return l.Costs.Currency() }

// A Sale is what a customer's license is sold for. It lies in the vendor's room,
// where the customer's people never get.
type Sale struct {
	Customer tenant.CustomerID
	Contract license.ContractID
	Price    license.Price // of one unit and period; its Cost is what is not drawn from lots
	Sold     time.Time
	Period   int       // the number of the next one that is to be charged
	Next     time.Time // when that begins
}

// A Charge is one period of a license with what it brings in and what it cost, or some
// days of that. It never changes: what is cheaper later does not rewrite what was
// earned.
type Charge struct {
	Customer tenant.CustomerID
	Contract license.ContractID
	Period   int // of the license, from 0 on
	Part     int // 0: as the period begins; from 1 on: what was added within it
	Start    time.Time
	End      time.Time
	Days     license.Share     // of the period
	Quantity int64             // units that were sold; 1 of a flat fee
	Unit     license.UnitPrice // the end-user price of one
	Drawn    []license.Drawn   // where they come from, a line of cost each
	At       time.Time         // when it was charged
}

// Margin is what the period brings in, cost and leaves over.
func (c Charge) Margin() (license.Margin, error) { return c.Unit.Earn(c.Quantity, c.Drawn, c.Days) }

// A SaleQuery selects sales.
type SaleQuery struct {
	Customer tenant.CustomerID // only this one's; empty: all
	Due      time.Time         // only those of which a period begins by then that was not charged; zero: all
}

// Selects says whether a sale is among those that are asked for.
func (q SaleQuery) Selects(s Sale) bool {
	return (q.Customer == "" || s.Customer == q.Customer) && (q.Due.IsZero() || !s.Next.After(q.Due))
}

// A ChargeQuery selects charges.
type ChargeQuery struct {
	Customer tenant.CustomerID  // only this one's; empty: all
	Contract license.ContractID // only of this license; empty: all
	From     time.Time          // only of periods that begin then or later; zero: all
	Until    time.Time          // only of periods that begin before; zero: all
}

// Selects says whether a charge is among those that are asked for.
func (q ChargeQuery) Selects(c Charge) bool {
	return (q.Customer == "" || c.Customer == q.Customer) && (q.Contract == "" || c.Contract == q.Contract) &&
		(q.From.IsZero() || !c.Start.Before(q.From)) && (q.Until.IsZero() || c.Start.Before(q.Until))
}
