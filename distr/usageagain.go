package distr

import (
	"errors"
	"math"
	"slices"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// admits says whether the license has room for so much more.
func (l *ledger) admits(place license.Place, quantity int64) error {
	c := place.Contract
	if c.Terms.Overage != license.Block || !c.Terms.Model.Metered() {
		return nil
	}
	m, err := l.meter(meterName{c.ID, place.Period.Number})
	if err == nil && !c.Terms.Admits(m.Used, quantity) {
		err = &license.OverLimit{Contract: c.ID, More: quantity, Standing: c.Terms.Assess(m.Used)}
	}
	return err
}

// again is the answer to a use that is recorded already.
func (l *ledger) again(known UseRecord, u Use, err error) (Recorded, []Event, error) {
	if err != nil {
		return Recorded{}, nil, err
	}
	if !u.same(known) {
		return Recorded{}, nil, &UsedOtherwise{known}
	}
	out := Recorded{Late: known.Late, Contract: known.Contract}
	i := slices.IndexFunc(l.contracts, func(c license.Contract) bool { return c.ID == known.Contract })
	if i < 0 {
		return out, nil, nil
	}
	c := l.contracts[i]
	zone, err := l.zone(c.Zone)
	if err == nil {
		out.Period, err = c.Cycle(zone).Number(known.Period)
	}
	if err != nil {
		return Recorded{}, nil, err
	}
	m, err := l.meter(meterName{c.ID, known.Period})
	if err != nil {
		return Recorded{}, nil, err
	}
	out.Standing = c.Terms.Assess(m.Used)
	return out, nil, nil
}

// count adds a use to its meter and returns the alerts that this sets off.
func (l *ledger) count(place license.Place, quantity int64) (license.Standing, []Event, error) {
	meter, err := l.meter(meterName{place.Contract.ID, place.Period.Number})
	if err != nil {
		return license.Standing{}, nil, err
	}
	meter.Used += min(quantity, math.MaxInt64-meter.Used)
	meter.Peak = max(meter.Peak, meter.Used)
	l.put(meter)
	alerts, err := l.alert(place.Contract, place.Period, meter)
	return place.Contract.Terms.Assess(meter.Used), alerts, err
}

// ours says whether an error is an answer, and not trouble.
func ours(err error) bool {
	return slices.ContainsFunc([]error{tenant.ErrNotFound, tenant.ErrConflict, tenant.ErrInvalid, tenant.ErrForbidden, tenant.ErrUnauthenticated},
		func(answer error) bool { return errors.Is(err, answer) })
}
