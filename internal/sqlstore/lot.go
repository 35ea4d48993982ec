package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const lotColumns = `lot, model, quantity, remaining, list, discount, cost, purchased, expires`

func readLot(scan Scan) (l license.Lot, err error) {
	err = scan(&l.ID, &l.Model, &l.Quantity, &l.Left, textColumn{&l.List}, &l.Discount, textColumn{&l.Cost}, timeColumn{&l.Purchased}, timeColumn{&l.Expires})
	return l, err
}

func (v *view) Lots() ([]license.Lot, error) {
	lots, err := list(v.q, readLot, `SELECT `+lotColumns+` FROM lots WHERE vendor = $1 ORDER BY lot`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing lots: %w", err)
	}
	return lots, nil
}

func (t *tx) AddLot(l license.Lot) error {
	atList, cost, err := priceTexts(license.Price{Unit: l.List, Cost: l.Cost})
	var rows int64
	if err == nil {
		rows, err = t.q.Exec(`
			INSERT INTO lots (vendor, `+lotColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (vendor, lot) DO NOTHING`,
			t.vendor, l.ID, l.Model, l.Quantity, l.Left, atList, l.Discount, cost, micros(l.Purchased), micros(l.Expires))
	}
	switch {
	case err != nil:
		return fmt.Errorf("keeping lot %q: %w", l.ID, err)
	case rows == 0:
		return fmt.Errorf("%w: there is a lot %q already", tenant.ErrConflict, l.ID)
	}
	return nil
}

func (t *tx) DrawLot(id license.LotID, quantity int64) error {
	if quantity > 0 { // one statement, so that nobody comes between the question and the answer
		rows, err := t.q.Exec(`UPDATE lots SET remaining = remaining - $3 WHERE vendor = $1 AND lot = $2 AND remaining >= $3`, t.vendor, id, quantity)
		if err != nil {
			return fmt.Errorf("drawing %d of lot %q: %w", quantity, id, err)
		}
		if rows > 0 {
			return nil
		}
	}
	left, err := the(t.q, value[int64], "lot", id, `SELECT remaining FROM lots WHERE vendor = $1 AND lot = $2`, t.vendor, id)
	if err != nil {
		return err
	}
	return fmt.Errorf("%w: %d of lot %q, of which %d are left", tenant.ErrConflict, quantity, id, left)
}
