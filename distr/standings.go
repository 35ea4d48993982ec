package distr

import (
	"context"
	"slices"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A ContractStanding is how a license that is in force stands in its period.
type ContractStanding struct {
	Contract license.Contract
	Period   license.Period
	Standing license.Standing
	Peak     int64 // the most that was used at once in the period
	Alerted  []int // the percentages of the limit, as it is now, that were told in the period
}

// Standing says how the licenses stand that are in force now, oldest first. Beside
// one without a limit, others that are in force stand still.
func (a *Account) Standing(ctx context.Context) (standings []ContractStanding, err error) {
	at := a.vendor.hub.now()
	err = a.look(ctx, tenant.SeeContracts, func(room CustomerView) error {
		standings = nil
		contracts, err := room.Contracts()
		if err != nil {
			return err
		}
		for _, c := range contracts {
			if !c.InForce(at) {
				continue
			}
			zone, err := zoneOf(c.Zone)
			if err != nil {
				return err
			}
			s := ContractStanding{Contract: c}
			if s.Period, err = c.Cycle(zone).At(at); err != nil {
				return err
			}
			if err := s.read(room); err != nil {
				return err
			}
			standings = append(standings, s)
		}
		return nil
	})
	return standings, err
}

// read adds what the meter says. A gauge whose period has just begun stands at its
// level.
func (s *ContractStanding) read(room CustomerView) error {
	m, err := room.Meter(s.Contract.ID, s.Period.Number)
	if err != nil {
		return err
	}
	if s.Contract.Terms.Model.Gauge() {
		level, err := room.Meter(gaugeLevel().contract, gaugeLevel().period)
		if err != nil {
			return err
		}
		m.Used, m.Peak = level.Used, max(m.Peak, level.Used)
	}
	s.Standing, s.Peak = s.Contract.Terms.Assess(m.Used), m.Peak
	for _, t := range m.Alerted {
		if t.Limit == s.Contract.Terms.Limit {
			s.Alerted = append(s.Alerted, t.Percent)
		}
	}
	slices.Sort(s.Alerted)
	return nil
}
