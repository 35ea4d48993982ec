package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A ledger is a customer's licenses while use is being counted. What changes of the
// meters is written when it is closed: many uses in one transaction are one write.
type ledger struct {
	room      CustomerTx
	customer  tenant.CustomerID
	contracts []license.Contract
	zones     map[string]*time.Location
	meters    map[meterName]*Meter
	changed   []meterName
}

type meterName struct {
	contract license.ContractID
	period   int
}

// gaugeLevel is the meter that has how much of what is a gauge there is by now,
// whatever license is in force, if any: a new period and a new license begin with it.
func gaugeLevel() meterName { return meterName{} }

func openLedger(room CustomerTx) (*ledger, error) {
	c, err := room.Customer()
	if err != nil {
		return nil, err
	}
	l := &ledger{room: room, customer: c.ID, zones: map[string]*time.Location{}, meters: map[meterName]*Meter{}}
	l.contracts, err = room.Contracts()
	return l, err
}

// zone is zoneOf, once for each.
func (l *ledger) zone(name string) (*time.Location, error) {
	if zone := l.zones[name]; zone != nil {
		return zone, nil
	}
	zone, err := zoneOf(name)
	if err == nil {
		l.zones[name] = zone
	}
	return zone, err
}

// meter is a copy to be changed; put writes it.
func (l *ledger) meter(n meterName) (*Meter, error) {
	if m := l.meters[n]; m != nil {
		return m, nil
	}
	m, err := l.room.Meter(n.contract, n.period)
	if err != nil {
		return nil, err
	}
	m.Contract, m.Period = n.contract, n.period
	l.meters[n] = &m
	return &m, nil
}

// put notes that a meter has changed.
func (l *ledger) put(m *Meter) {
	n := meterName{m.Contract, m.Period}
	for _, known := range l.changed {
		if known == n {
			return
		}
	}
	l.changed = append(l.changed, n)
}

// close writes what has changed.
func (l *ledger) close() error {
	for _, n := range l.changed {
		if err := l.room.PutMeter(*l.meters[n]); err != nil {
			return err
		}
	}
	l.changed = nil
	return nil
}

// gauge sets how much there is of something that goes both ways, such as assets, and
// returns the alerts that this sets off. More than a license with the policy to block
// allows is a *license.OverLimit; less never is. Without a license, or with one
// without a limit, nothing is metered but the level itself.
func gauge(room CustomerTx, m license.Model, used int64, at time.Time) ([]Event, error) {
	l, err := openLedger(room)
	if err != nil {
		return nil, err
	}
	level, err := l.meter(gaugeLevel())
	if err != nil {
		return nil, err
	}
	was := level.Used
	level.Used, level.Peak = used, max(level.Peak, used)
	l.put(level)
	alerts, err := l.gaugeAt(m, was, used, at)
	if err != nil {
		return nil, err
	}
	return alerts, l.close()
}

// gaugeAt writes the level into the period that an instant lies in.
func (l *ledger) gaugeAt(m license.Model, was, used int64, at time.Time) ([]Event, error) {
	c, found := license.InForce(l.contracts, m, at)
	if !found || !c.Terms.Model.Metered() {
		return nil, nil
	}
	if used > was && !c.Terms.Admits(was, used-was) {
		return nil, &license.OverLimit{Contract: c.ID, More: used - was, Standing: c.Terms.Assess(was)}
	}
	p, err := l.period(c, at)
	if err != nil {
		return nil, err
	}
	meter, err := l.meter(meterName{c.ID, p.Number})
	if err != nil {
		return nil, err
	}
	// A period that has begun since began with what there was, and that counts, too.
	var alerts []Event
	for _, level := range []int64{was, used} {
		meter.Used, meter.Peak = level, max(meter.Peak, level)
		l.put(meter)
		more, err := l.alert(c, p, meter)
		if err != nil {
			return nil, err
		}
		alerts = append(alerts, more...)
	}
	return alerts, nil
}

// period is the one of a license that an instant lies in.
func (l *ledger) period(c license.Contract, at time.Time) (license.Period, error) {
	zone, err := l.zone(c.Zone)
	if err != nil {
		return license.Period{}, err
	}
	return c.Cycle(zone).At(at)
}
