package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A NewContract is a license to be sold.
type NewContract struct {
	Plan     string          // names a plan of the vendor's
	Starts   time.Time       // when its first period begins; zero: now
	Ends     time.Time       // the first instant at which it is no longer in force; zero: open
	Zone     string          // of the IANA database, in which months begin and end; empty: UTC
	Quantity *int64          // nil: the plan's
	Alerts   *[]int          // percentages; nil: the plan's
	Overage  license.Overage // empty: the plan's
	Price    *license.Price  // nil: the plan's; only super-admins set it
}

// longAgo is how far back a license may start: what lies further back is a slip of the
// pen, and would charge all periods since then.
const longAgo = 10 * 366 * day

// Sell sells a license by a plan. Its terms are the plan's as it is now, and the
// customer's people see them; its price is kept apart, where they never get. Periods
// that have begun are charged at once. It is a tenant.ErrConflict if a license of the
// same model is in force at the same time.
func (a *Account) Sell(ctx context.Context, n NewContract) (c license.Contract, err error) {
	id, err := tenant.NewID("lic", a.vendor.hub.config.Rand)
	if err != nil {
		return c, err
	}
	err = a.updateWide(ctx, tenant.ManageContracts, func(tx VendorTx, room CustomerTx, at time.Time) ([]Event, error) {
		if n.Price != nil {
			if err := a.vendor.may(tx, room, tenant.ManagePrices); err != nil {
				return nil, err
			}
		}
		var events []Event
		c, events, err = a.sell(tx, room, license.ContractID(id), n, at)
		return events, err
	})
	if err != nil {
		return license.Contract{}, err
	}
	return c, nil
}

// sell is Sell within a transaction.
func (a *Account) sell(tx VendorTx, room CustomerTx, id license.ContractID, n NewContract, at time.Time) (license.Contract, []Event, error) {
	c, sale, err := a.offer(tx, room, id, n, at)
	if err != nil {
		return c, nil, err
	}
	if err := room.PutContract(c); err != nil {
		return c, nil, err
	}
	if err := tx.PutSale(sale); err != nil {
		return c, nil, err
	}
	events, err := one(happened(LicenseSold, a.id, contractData(c)))
	if err != nil {
		return c, nil, err
	}
	alerts, err := reckon(room, at)
	if err != nil {
		return c, nil, err
	}
	_, charged, err := charge(tx, sale, c, at, chargesAtOnce)
	return c, slices.Concat(events, alerts, charged), a.unpriced(tx, room, err)
}

// offer is the license and the sale that come of what is said, and changes nothing.
func (a *Account) offer(view VendorView, room CustomerView, id license.ContractID, n NewContract, at time.Time) (c license.Contract, s Sale, err error) {
	p, err := thePlan(view, n.Plan)
	if err != nil {
		return c, s, err
	}
	price := p.Price
	if n.Price != nil {
		price = *n.Price
	}
	if err := checkPrice(view, p.Plan.Model, price); err != nil {
		return c, s, a.unpriced(view, room, err)
	}
	c = license.Contract{
		ID: id, Plan: p.Plan.Name, Terms: p.Plan.Terms(), Every: p.Plan.Every, Starts: instant(n.Starts), Ends: instant(n.Ends), Zone: n.Zone, Revision: 1, Created: instant(at),
	}
	if c.Starts.IsZero() {
		c.Starts = instant(at)
	}
	c.Anchor = c.Starts
	n.change(&c.Terms)
	if c.Starts.Before(at.Add(-longAgo)) {
		return c, s, fmt.Errorf("%w start %s of a license: it is more than ten years ago; write the right year", tenant.ErrInvalid, c.Starts.Format(time.RFC3339))
	}
	if err := checkContract(room, c); err != nil {
		return c, s, err
	}
	return c, Sale{Customer: a.id, Contract: id, Price: price, Sold: c.Created, Next: c.Anchor}, nil
}

// change puts what was said in the place of what the plan says.
func (n NewContract) change(t *license.Terms) {
	if n.Quantity != nil {
		t.Limit = *n.Quantity
	}
	if n.Alerts != nil {
		t.Alerts = slices.Clone(*n.Alerts)
	}
	if n.Overage != "" {
		t.Overage = n.Overage
	}
}

// contractData is a license as events show it.
func contractData(c license.Contract) map[string]any {
	data := map[string]any{
		"license": c.ID, "plan": c.Plan, "model": c.Terms.Model, "limit": c.Terms.Limit, "alerts": c.Terms.Alerts, "overage": c.Terms.Overage,
		"every": c.Every, "zone": c.Zone, "starts": c.Starts, "revision": c.Revision,
	}
	if !c.Ends.IsZero() {
		data["ends"] = c.Ends
	}
	return data
}
