package memory

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A ledger is a customer's licenses and their use.
type ledger struct {
	contracts []license.Contract
	meters    []distr.Meter // by license and period
	uses      *usePile
}

func copyContract(c license.Contract) license.Contract {
	c.Terms.Alerts = slices.Clone(c.Terms.Alerts)
	c.Anchor, c.Created = instant(c.Anchor), instant(c.Created)
	c.Starts, c.Ends = instant(c.Starts), instant(c.Ends)
	return c
}

func copyUseRecord(u distr.UseRecord) distr.UseRecord {
	u.At, u.Told = instant(u.At), instant(u.Told)
	return u
}

func copyMeter(m distr.Meter) distr.Meter {
	m.Alerted = slices.Clone(m.Alerted)
	return m
}

// A usePile is uses by key, in layers: the states of a room share all but the last.
// A layer that has grown to the size of the one below is merged with it, so that
// there are few of them and each use is copied few times.
type usePile struct {
	below *usePile
	uses  map[string]distr.UseRecord
}

func (p *usePile) find(key string) (distr.UseRecord, bool) {
	for ; p != nil; p = p.below {
		if u, there := p.uses[key]; there {
			return u, true
		}
	}
	return distr.UseRecord{}, false
}

// with is the pile with one use more. The pile itself stays as it is.
func (p *usePile) with(u distr.UseRecord) *usePile {
	top := &usePile{p, map[string]distr.UseRecord{u.Key: u}}
	for top.below != nil && len(top.below.uses) <= len(top.uses) {
		merged := make(map[string]distr.UseRecord, len(top.uses)+len(top.below.uses))
		maps.Copy(merged, top.below.uses)
		maps.Copy(merged, top.uses)
		top = &usePile{top.below.below, merged}
	}
	return top
}

func compareMeters(a, b distr.Meter) int {
	return cmp.Or(strings.Compare(string(a.Contract), string(b.Contract)), cmp.Compare(a.Period, b.Period))
}

func (v *customerView) Contracts() ([]license.Contract, error) {
	return inside(v, func(c *customer) ([]license.Contract, error) { return copies(c.ledger.contracts, copyContract), nil })
}

func (v *customerView) Use(key string) (distr.UseRecord, error) {
	return inside(v, func(c *customer) (distr.UseRecord, error) {
		u, there := c.ledger.uses.find(key)
		if !there {
			return u, fmt.Errorf("use %q: %w", key, tenant.ErrNotFound)
		}
		return copyUseRecord(u), nil
	})
}

func (v *customerView) Meter(id license.ContractID, period int) (distr.Meter, error) {
	return inside(v, func(c *customer) (distr.Meter, error) {
		i, there := slices.BinarySearchFunc(c.ledger.meters, distr.Meter{Contract: id, Period: period}, compareMeters)
		if !there {
			return distr.Meter{}, nil
		}
		return copyMeter(c.ledger.meters[i]), nil
	})
}

func (t *customerTx) PutContract(l license.Contract) error {
	return t.change(func(_ *state, c *customer) error {
		c.ledger.contracts = put(c.ledger.contracts, copyContract(l), func(other license.Contract) bool { return other.ID == l.ID })
		return nil
	})
}

func (t *customerTx) RecordUse(u distr.UseRecord) (fresh bool, err error) {
	err = t.changeQuietly(func(c *customer) {
		if _, there := c.ledger.uses.find(u.Key); !there {
			c.ledger.uses, fresh = c.ledger.uses.with(copyUseRecord(u)), true
		}
	})
	return fresh, err
}

func (t *customerTx) PutMeter(m distr.Meter) error {
	return t.changeQuietly(func(c *customer) {
		i, there := slices.BinarySearchFunc(c.ledger.meters, m, compareMeters)
		behind := i
		if there {
			behind++
		}
		c.ledger.meters = slices.Concat(c.ledger.meters[:i], []distr.Meter{copyMeter(m)}, c.ledger.meters[behind:])
	})
}

// changeQuietly is change for what does not raise the version.
func (t *customerTx) changeQuietly(fn func(c *customer)) error {
	return t.open.during(func() error {
		s := t.state
		i, there := s.place(t.id)
		if !there {
			return fmt.Errorf("customer %s: %w", t.id, tenant.ErrNotFound)
		}
		changed := *s.customers[i]
		fn(&changed)
		s.customers = slices.Clone(s.customers)
		s.customers[i] = &changed
		return nil
	})
}
