package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

func readContract(scan Scan) (c license.Contract, err error) {
	err = scan(&c.ID, &c.Plan, &c.Terms.Model, &c.Terms.Limit, jsonColumn{&c.Terms.Alerts}, &c.Terms.Overage, jsonColumn{&c.Terms.Assets},
		&c.Every, timeColumn{&c.Anchor}, &c.Zone, timeColumn{&c.Starts}, timeColumn{&c.Ends}, &c.Revision, timeColumn{&c.Created})
	return c, err
}

func (v *customerView) Contracts() ([]license.Contract, error) {
	contracts, err := list(v.q, readContract, `
		SELECT contract, plan, model, quantity, alerts, overage, assets, every, anchor, zone, starts, ends, revision, created FROM contracts
		WHERE vendor = $1 AND customer = $2 ORDER BY seq`, v.vendor, v.customer)
	if err != nil {
		return nil, fmt.Errorf("listing the licenses of customer %s: %w", v.customer, err)
	}
	return contracts, nil
}

func (t *customerTx) PutContract(c license.Contract) error {
	alerts, err := jsonText(c.Terms.Alerts)
	if err == nil {
		err = t.putContract(c, alerts)
	}
	if err != nil {
		return fmt.Errorf("keeping license %s: %w", c.ID, err)
	}
	return nil
}

func (t *customerTx) putContract(c license.Contract, alerts string) error {
	assets, err := jsonText(c.Terms.Assets)
	if err == nil {
		err = t.raise()
	}
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`
		INSERT INTO contracts (vendor, customer, contract, plan, model, quantity, alerts, overage, assets, every, anchor, zone, starts, ends, revision, created, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
			(SELECT COALESCE(MAX(seq), 0) + 1 FROM contracts WHERE vendor = $1 AND customer = $2))
		ON CONFLICT (vendor, customer, contract) DO UPDATE
		SET plan = excluded.plan, model = excluded.model, quantity = excluded.quantity, alerts = excluded.alerts, overage = excluded.overage,
			assets = excluded.assets, every = excluded.every, anchor = excluded.anchor, zone = excluded.zone, starts = excluded.starts,
			ends = excluded.ends, revision = excluded.revision, created = excluded.created`,
		t.vendor, t.customer, c.ID, c.Plan, c.Terms.Model, c.Terms.Limit, alerts, c.Terms.Overage, assets,
		c.Every, micros(c.Anchor), c.Zone, micros(c.Starts), micros(c.Ends), c.Revision, micros(c.Created))
	return err
}

func readUse(scan Scan) (u distr.UseRecord, err error) {
	err = scan(&u.Key, &u.Model, &u.Quantity, timeColumn{&u.At}, timeColumn{&u.Told}, &u.Contract, &u.Period, &u.Late)
	return u, err
}

func (v *customerView) Use(key string) (distr.UseRecord, error) {
	return the(v.q, readUse, "use", key, `
		SELECT key, model, quantity, at, told, contract, period, late FROM uses
		WHERE vendor = $1 AND customer = $2 AND key = $3`, v.vendor, v.customer, key)
}

// RecordUse does not raise: nothing that a snapshot holds changes.
func (t *customerTx) RecordUse(u distr.UseRecord) (fresh bool, err error) {
	rows, err := t.q.Exec(`
		INSERT INTO uses (vendor, customer, key, model, quantity, at, told, contract, period, late)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (vendor, customer, key) DO NOTHING`,
		t.vendor, t.customer, u.Key, u.Model, u.Quantity, micros(u.At), micros(u.Told), u.Contract, u.Period, number(u.Late))
	if err != nil {
		return false, fmt.Errorf("writing down use %q: %w", u.Key, err)
	}
	return rows > 0, nil
}

func readMeter(scan Scan) (m distr.Meter, err error) {
	err = scan(&m.Contract, &m.Period, &m.Used, &m.Peak, &m.Revision, jsonColumn{&m.Alerted})
	return m, err
}

func (v *customerView) Meter(c license.ContractID, period int) (distr.Meter, error) {
	m, _, err := one(v.q, readMeter, `
		SELECT contract, period, used, peak, revision, alerted FROM meters
		WHERE vendor = $1 AND customer = $2 AND contract = $3 AND period = $4`, v.vendor, v.customer, c, period)
	if err != nil {
		return m, fmt.Errorf("reading period %d of license %s: %w", period, c, err)
	}
	return m, nil
}

// PutMeter does not raise either.
func (t *customerTx) PutMeter(m distr.Meter) error {
	alerted, err := jsonText(m.Alerted)
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO meters (vendor, customer, contract, period, used, peak, revision, alerted)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (vendor, customer, contract, period) DO UPDATE
			SET used = excluded.used, peak = excluded.peak, revision = excluded.revision, alerted = excluded.alerted`,
			t.vendor, t.customer, m.Contract, m.Period, m.Used, m.Peak, m.Revision, alerted)
	}
	if err != nil {
		return fmt.Errorf("keeping period %d of license %s: %w", m.Period, m.Contract, err)
	}
	return nil
}
