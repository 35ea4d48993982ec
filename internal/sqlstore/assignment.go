package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func (v *view) Assigned(m tenant.MemberID, c tenant.CustomerID) (bool, error) {
	assigned, err := exists(v.q, `
		SELECT member FROM assignments
		WHERE vendor = $1 AND customer = $2 AND member = $3`, v.vendor, c, m)
	if err != nil {
		return false, fmt.Errorf("asking whether %s is assigned to customer %s: %w", m, c, err)
	}
	return assigned, nil
}

func (v *view) Assignments(m tenant.MemberID) ([]tenant.CustomerID, error) {
	customers, err := list(v.q, value[tenant.CustomerID], `
		SELECT customer FROM assignments
		WHERE vendor = $1 AND member = $2 ORDER BY customer`, v.vendor, m)
	if err != nil {
		return nil, fmt.Errorf("listing the customers that %s is assigned to: %w", m, err)
	}
	return customers, nil
}

func (t *tx) Assign(m tenant.MemberID, c tenant.CustomerID) error {
	if err := t.assign(m, c); err != nil {
		return fmt.Errorf("assigning %s to customer %s: %w", m, c, err)
	}
	return nil
}

func (t *tx) assign(m tenant.MemberID, c tenant.CustomerID) error {
	if err := t.lives(c); err != nil {
		return err
	}
	employed, err := t.employs(m)
	if err != nil {
		return err
	}
	if !employed {
		return fmt.Errorf("%s of the staff: %w", m, tenant.ErrNotFound)
	}
	assigned, err := t.Assigned(m, c)
	if err != nil || assigned {
		return err
	}
	if err := t.raiseLists(); err != nil {
		return err
	}
	_, err = t.q.Exec(`INSERT INTO assignments (vendor, customer, member) VALUES ($1, $2, $3)`, t.vendor, c, m)
	return err
}

func (t *tx) Unassign(m tenant.MemberID, c tenant.CustomerID) error {
	assigned, err := t.Assigned(m, c)
	switch {
	case err != nil:
	case !assigned:
		err = tenant.ErrNotFound
	default:
		if err = t.raiseLists(); err == nil {
			_, err = t.q.Exec(`
				DELETE FROM assignments
				WHERE vendor = $1 AND customer = $2 AND member = $3`, t.vendor, c, m)
		}
	}
	if err != nil {
		return fmt.Errorf("taking %s from customer %s: %w", m, c, err)
	}
	return nil
}
