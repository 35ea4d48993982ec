package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Quote is what would come of a sale.
type Quote struct {
	Contract license.Contract // as it would be sold; it has no ID
	Charge   Charge           // of its first period, as it would be charged now
	Margin   license.Margin   // of that
}

// Quote tells what Sell would sell, and what the first period of that would bring in
// and cost with the lots that are there now. It changes nothing. Only super-admins are
// told.
func (a *Account) Quote(ctx context.Context, n NewContract) (q Quote, err error) {
	at := a.vendor.hub.now()
	err = a.lookWide(ctx, tenant.SeeCustomer, func(view VendorView, room CustomerView) error {
		if err := a.vendor.may(view, room, tenant.SeePrices); err != nil {
			return err
		}
		q, err = a.quote(view, room, n, at)
		return err
	})
	if err != nil {
		return Quote{}, err
	}
	return q, nil
}

func (a *Account) quote(view VendorView, room CustomerView, n NewContract, at time.Time) (q Quote, err error) {
	const unnamed = "lic_quote"
	c, s, err := a.offer(view, room, unnamed, n, at)
	if err != nil {
		return q, err
	}
	if s.Price.Unit.IsZero() {
		return q, fmt.Errorf("%w quote: plan %q has no price; give one, or set the plan's first", tenant.ErrInvalid, c.Plan)
	}
	zone, err := zoneOf(c.Zone)
	if err != nil {
		return q, err
	}
	first, err := c.Cycle(zone).Number(0)
	if err != nil {
		return q, err
	}
	if q.Charge, err = priced(view, s, c, periodOf(s, c, first, zone), at); err != nil {
		return q, err
	}
	c.ID, q.Charge.Contract = "", ""
	q.Contract = c
	q.Margin, err = q.Charge.Margin()
	return q, err
}
