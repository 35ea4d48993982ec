package distr

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// alert is what there is to tell of a meter that has moved. Each threshold is told
// once for a license, a period and a limit, also when use goes down and up again, and
// when the limit has been another one in between. Of several that one move has passed
// the highest is told, and the others count as told.
func (l *ledger) alert(c license.Contract, p license.Period, m *Meter) ([]Event, error) {
	if m.Revision != c.Revision {
		m.Revision = c.Revision
		l.put(m)
	}
	told, fresh := m.Alerted, false
	highest := 0
	for _, percent := range c.Terms.Reached(m.Used) {
		highest = percent
		t := Told{percent, c.Terms.Limit}
		if fresh = !slices.Contains(told, t); fresh {
			told = append(slices.Clip(told), t)
		}
	}
	if len(told) > len(m.Alerted) {
		m.Alerted = told
		l.put(m)
	}
	if !fresh { // not the highest, at least
		return nil, nil
	}
	s := c.Terms.Assess(m.Used)
	e, err := happened(LicenseAlert, l.customer, map[string]any{
		"license": c.ID, "plan": c.Plan, "model": c.Terms.Model, "percent": highest, "used": s.Used, "limit": s.Limit, "level": s.Level, "revision": c.Revision,
		"period": p.Number, "starts": p.Start, "ends": p.End,
	})
	e.ID = alertEventID(l.customer, c, p, highest)
	return []Event{e}, err
}

func alertEventID(customer tenant.CustomerID, c license.Contract, p license.Period, percent int) EventID {
	sum := sha256.Sum256(fmt.Appendf(nil, "distr license alert 1\x00%s\x00%s\x00%d\x00%d\x00%d", customer, c.ID, p.Number, percent, c.Terms.Limit))
	return EventID("evt_" + hex.EncodeToString(sum[:13]))
}

// reckon looks at all meters of licenses that are in force: after one was sold or
// changed, and when a period has begun. A gauge begins each with the level that it
// stands at.
func (l *ledger) reckon(at time.Time) (alerts []Event, err error) {
	for _, c := range l.contracts {
		counted, found := license.InForce(l.contracts, c.Terms.Model, at)
		if !found || counted.ID != c.ID || !c.Terms.Model.Metered() {
			continue
		}
		p, err := l.period(c, at)
		if err != nil {
			return nil, err
		}
		m, err := l.meter(meterName{c.ID, p.Number})
		if err != nil {
			return nil, err
		}
		if c.Terms.Model.Gauge() {
			level, err := l.meter(gaugeLevel())
			if err != nil {
				return nil, err
			}
			if m.Used != level.Used {
				m.Used, m.Peak = level.Used, max(m.Peak, level.Used)
				l.put(m)
			}
		}
		more, err := l.alert(c, p, m)
		if err != nil {
			return nil, err
		}
		alerts = append(alerts, more...)
	}
	return alerts, nil
}

// reckon is that of a ledger, for whoever has just sold or changed a license.
func reckon(room CustomerTx, at time.Time) ([]Event, error) {
	l, err := openLedger(room)
	if err != nil {
		return nil, err
	}
	alerts, err := l.reckon(at)
	if err != nil {
		return nil, err
	}
	return alerts, l.close()
}
