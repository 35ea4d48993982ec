package storetest

import (
	"errors"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func machineContracts() []license.ContractID { return []license.ContractID{contractID, "LIC_1"} }
func machineUses() []string                  { return []string{useKey, "scan/2", "SCAN/1"} }
func machinePeriods() []int                  { return []int{0, meterPeriod} }

func (m *machine) putContract(r room) moveInside {
	c := m.fresh(r).contract
	c.ID = pick(m.choose, "license", machineContracts()...)
	return moveInside{do: func(tx distr.CustomerTx) error { return tx.PutContract(c) }, then: func() { m.rooms.put(r, c, "license", c.ID) }}
}

// recordUse of a key that is taken comes out well and changes nothing.
func (m *machine) recordUse(r room) moveInside {
	u := m.fresh(r).record
	u.Key = pick(m.choose, "key", machineUses()...)
	taken := m.rooms.has(r, "used", u.Key)
	return moveInside{
		do: func(tx distr.CustomerTx) error {
			fresh, err := tx.RecordUse(u)
			if err == nil && fresh == taken {
				err = errors.New("whether the use was written down before is not told")
			}
			return err
		},
		then: func() {
			if !taken {
				m.rooms.put(r, u, "used", u.Key)
			}
		},
	}
}

func (m *machine) putMeter(r room) moveInside {
	n := m.fresh(r).meter
	n.Contract, n.Period = pick(m.choose, "license", machineContracts()...), pick(m.choose, "period", machinePeriods()...)
	return moveInside{do: func(tx distr.CustomerTx) error { return tx.PutMeter(n) }, then: func() { m.rooms.put(r, n, "meter", n.Contract, n.Period) }}
}

// tellContracts reads the licenses, and uses and meters by the names that they can
// have.
func tellContracts(t *teller, c distr.CustomerView, r room) {
	contracts, err := c.Contracts()
	tells(t, contracts, err, r, func(_ int, l license.Contract) []any { return []any{"license", l.ID} })
	for _, key := range machineUses() {
		u, err := c.Use(key)
		if errors.Is(err, tenant.ErrNotFound) {
			continue
		}
		tells(t, []distr.UseRecord{u}, err, r, func(int, distr.UseRecord) []any { return []any{"used", key} })
	}
	for _, id := range machineContracts() {
		for _, n := range machinePeriods() {
			m, err := c.Meter(id, n)
			tells(t, given(m), err, r, func(int, distr.Meter) []any { return []any{"meter", id, n} })
		}
	}
}
