package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A scanTarget is a target as it is kept. Its names in JSON are its own, so that a
// field may be renamed.
type scanTarget struct {
	Text string         `json:"text"`
	Kind distr.ScanKind `json:"kind"`
	Not  bool           `json:"not,omitempty"` // checked
}

func (v *customerView) RunDetail(id distr.RunID) (distr.RunDetail, error) {
	d, _, err := one(v.q, func(scan Scan) (d distr.RunDetail, err error) {
		var targets []scanTarget
		err = scan(jsonColumn{&targets}, jsonColumn{&d.Found}, &d.Log)
		for _, t := range targets {
			d.Targets = append(d.Targets, distr.ScanTarget{Text: t.Text, Kind: t.Kind})
			if t.Not {
				d.NotChecked = append(d.NotChecked, t.Text)
			}
		}
		return d, err
	}, `
		SELECT targets, found, log FROM run_details
		WHERE vendor = $1 AND customer = $2 AND run = $3`, v.vendor, v.customer, id)
	if err != nil {
		return d, fmt.Errorf("reading what there is about run %s: %w", id, err)
	}
	return d, nil
}

// PutRunDetail does not raise either.
func (t *customerTx) PutRunDetail(id distr.RunID, d distr.RunDetail) error {
	there, err := exists(t.q, `SELECT run FROM runs WHERE vendor = $1 AND customer = $2 AND run = $3`, t.vendor, t.customer, id)
	if err == nil && !there {
		err = tenant.ErrNotFound
	}
	if err == nil {
		err = t.putRunDetail(id, d)
	}
	if err != nil {
		return fmt.Errorf("keeping what there is about run %s: %w", id, err)
	}
	return nil
}

func (t *customerTx) putRunDetail(id distr.RunID, d distr.RunDetail) error {
	var kept []scanTarget
	not := make(map[string]bool, len(d.NotChecked))
	for _, text := range d.NotChecked {
		not[text] = true
	}
	for _, target := range d.Targets {
		kept = append(kept, scanTarget{target.Text, target.Kind, not[target.Text]})
	}
	targets, err := jsonText(kept)
	if err != nil {
		return err
	}
	found, err := jsonText(d.Found)
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`
		INSERT INTO run_details (vendor, customer, run, targets, found, log) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (vendor, customer, run) DO UPDATE SET targets = excluded.targets, found = excluded.found, log = excluded.log`,
		t.vendor, t.customer, id, targets, found, d.Log)
	return err
}
