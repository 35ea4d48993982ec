package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// priceText is how a price is kept; empty if there is none.
func priceText(u license.UnitPrice) (string, error) {
	text, err := u.MarshalText()
	return string(text), err
}

// priceTexts writes both parts of a price.
func priceTexts(p license.Price) (unit, cost string, err error) {
	if unit, err = priceText(p.Unit); err != nil {
		return "", "", err
	}
	cost, err = priceText(p.Cost)
	return unit, cost, err
}

const planColumns = `plan, model, quantity, every, alerts, overage, assets, unit, cost`

func readPlan(scan Scan) (p distr.PricedPlan, err error) {
	err = scan(&p.Plan.Name, &p.Plan.Model, &p.Plan.Quantity, &p.Plan.Every, jsonColumn{&p.Plan.Alerts}, &p.Plan.Overage, jsonColumn{&p.Plan.Assets},
		textColumn{&p.Price.Unit}, textColumn{&p.Price.Cost})
	return p, err
}

func (v *view) Plans() ([]distr.PricedPlan, error) {
	plans, err := list(v.q, readPlan, `SELECT `+planColumns+` FROM plans WHERE vendor = $1 ORDER BY plan`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing plans: %w", err)
	}
	return plans, nil
}

func (t *tx) PutPlan(p distr.PricedPlan) error {
	unit, cost, err := priceTexts(p.Price)
	var alerts, assets string
	if err == nil {
		alerts, err = jsonText(p.Plan.Alerts)
	}
	if err == nil {
		assets, err = jsonText(p.Plan.Assets)
	}
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO plans (vendor, `+planColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (vendor, plan) DO UPDATE SET model = excluded.model, quantity = excluded.quantity, every = excluded.every,
				alerts = excluded.alerts, overage = excluded.overage, assets = excluded.assets, unit = excluded.unit, cost = excluded.cost`,
			t.vendor, p.Plan.Name, p.Plan.Model, p.Plan.Quantity, p.Plan.Every, alerts, p.Plan.Overage, assets, unit, cost)
	}
	if err != nil {
		return fmt.Errorf("keeping plan %q: %w", p.Plan.Name, err)
	}
	return nil
}

func (t *tx) RemovePlan(name string) error {
	err := removed(t.q, func() error { return nil }, `DELETE FROM plans WHERE vendor = $1 AND plan = $2`, t.vendor, name)
	if err != nil {
		return fmt.Errorf("removing plan %q: %w", name, err)
	}
	return nil
}

func readPriceList(scan Scan) (l distr.PriceList, err error) {
	err = scan(&l.Model, jsonColumn{&l.Costs})
	return l, err
}

func (v *view) PriceLists() ([]distr.PriceList, error) {
	lists, err := list(v.q, readPriceList, `SELECT model, costs FROM price_lists WHERE vendor = $1 ORDER BY model, currency`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing price lists: %w", err)
	}
	return lists, nil
}

func (t *tx) PutPriceList(l distr.PriceList) error {
	costs, err := jsonText(l.Costs)
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO price_lists (vendor, model, currency, costs) VALUES ($1, $2, $3, $4)
			ON CONFLICT (vendor, model, currency) DO UPDATE SET costs = excluded.costs`, t.vendor, l.Model, l.Currency().String(), costs)
	}
	if err != nil {
		return fmt.Errorf("keeping the price list of %s: %w", l.Model, err)
	}
	return nil
}
