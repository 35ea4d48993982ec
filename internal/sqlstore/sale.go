package sqlstore

import (
	"fmt"
	"math"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const saleColumns = `customer, contract, unit, cost, sold, period, next`

func readSale(scan Scan) (s distr.Sale, err error) {
	err = scan(&s.Customer, &s.Contract, textColumn{&s.Price.Unit}, textColumn{&s.Price.Cost}, timeColumn{&s.Sold}, &s.Period, timeColumn{&s.Next})
	return s, err
}

// A condition joins what a query asks for to the vendor, which is $1.
type condition struct {
	where []string
	args  []any
}

func (c *condition) and(what string, value any) {
	c.args = append(c.args, value)
	c.where = append(c.where, fmt.Sprintf("%s $%d", what, len(c.args)))
}

func (c *condition) String() string { return strings.Join(c.where, " AND ") }

func (v *view) where() *condition {
	c := &condition{}
	c.and("vendor =", v.vendor)
	return c
}

func (v *view) Sales(q distr.SaleQuery) ([]distr.Sale, error) {
	where := v.where()
	if q.Customer != "" {
		where.and("customer =", q.Customer)
	}
	if !q.Due.IsZero() {
		// From an end on, so that SQLite takes it for a narrow range: few are due.
		where.and("next >=", int64(math.MinInt64))
		where.and("next <=", micros(q.Due))
	}
	sales, err := list(v.q, readSale, `SELECT `+saleColumns+` FROM sales WHERE `+where.String()+` ORDER BY customer, contract`, where.args...)
	if err != nil {
		return nil, fmt.Errorf("listing sales: %w", err)
	}
	return sales, nil
}

func (t *tx) PutSale(s distr.Sale) error {
	there, err := exists(t.q, `SELECT customer FROM customers WHERE vendor = $1 AND customer = $2`, t.vendor, s.Customer)
	if err == nil && !there {
		return fmt.Errorf("customer %s: %w", s.Customer, tenant.ErrNotFound)
	}
	var unit, cost string
	if err == nil {
		unit, cost, err = priceTexts(s.Price)
	}
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO sales (vendor, `+saleColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (vendor, customer, contract) DO UPDATE SET unit = excluded.unit, cost = excluded.cost, sold = excluded.sold,
				period = excluded.period, next = excluded.next`,
			t.vendor, s.Customer, s.Contract, unit, cost, micros(s.Sold), s.Period, micros(s.Next))
	}
	if err != nil {
		return fmt.Errorf("keeping the sale of license %q: %w", s.Contract, err)
	}
	return nil
}

const chargeColumns = `customer, contract, period, part, start, ends, day_from, day_to, days, quantity, unit, drawn, at`

func readCharge(scan Scan) (c distr.Charge, err error) {
	err = scan(&c.Customer, &c.Contract, &c.Period, &c.Part, timeColumn{&c.Start}, timeColumn{&c.End}, &c.Days.From, &c.Days.To, &c.Days.Of,
		&c.Quantity, textColumn{&c.Unit}, jsonColumn{&c.Drawn}, timeColumn{&c.At})
	return c, err
}

func (v *view) Charges(q distr.ChargeQuery) ([]distr.Charge, error) {
	where := v.where()
	if q.Customer != "" {
		where.and("customer =", q.Customer)
	}
	if q.Contract != "" {
		where.and("contract =", q.Contract)
	}
	if !q.From.IsZero() {
		where.and("start >=", micros(q.From))
	}
	if !q.Until.IsZero() {
		where.and("start <", micros(q.Until))
	}
	charges, err := list(v.q, readCharge, `SELECT `+chargeColumns+` FROM charges WHERE `+where.String()+` ORDER BY customer, contract, period, part`, where.args...)
	if err != nil {
		return nil, fmt.Errorf("listing charges: %w", err)
	}
	return charges, nil
}

func (t *tx) AddCharge(c distr.Charge) error {
	sold, err := exists(t.q, `SELECT contract FROM sales WHERE vendor = $1 AND customer = $2 AND contract = $3`, t.vendor, c.Customer, c.Contract)
	if err == nil && !sold {
		return fmt.Errorf("sale of license %q to customer %q: %w", c.Contract, c.Customer, tenant.ErrNotFound)
	}
	var unit, drawn string
	if err == nil {
		unit, err = priceText(c.Unit)
	}
	if err == nil {
		drawn, err = jsonText(c.Drawn)
	}
	var rows int64
	if err == nil {
		rows, err = t.q.Exec(`
			INSERT INTO charges (vendor, `+chargeColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
			ON CONFLICT (vendor, customer, contract, period, part) DO NOTHING`,
			t.vendor, c.Customer, c.Contract, c.Period, c.Part, micros(c.Start), micros(c.End), c.Days.From, c.Days.To, c.Days.Of, c.Quantity, unit, drawn, micros(c.At))
	}
	switch {
	case err != nil:
		return fmt.Errorf("keeping the charge of license %q: %w", c.Contract, err)
	case rows == 0:
		return fmt.Errorf("%w: part %d of period %d of license %q was charged already", tenant.ErrConflict, c.Part, c.Period, c.Contract)
	}
	return nil
}
