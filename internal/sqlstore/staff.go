package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func (v *view) Staff() ([]tenant.Member, error) {
	staff, err := list(v.q, readMember, `
		SELECT `+memberColumns+` FROM staff_members
		WHERE vendor = $1 ORDER BY seq`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing the staff: %w", err)
	}
	return staff, nil
}

func (t *tx) PutStaff(m tenant.Member) error {
	other, taken, err := one(t.q, value[tenant.MemberID], `
		SELECT member FROM staff_members
		WHERE vendor = $1 AND email = $2`, t.vendor, m.Email)
	switch {
	case err != nil:
	case taken && other != m.ID:
		err = fmt.Errorf("%w: %s of the staff has the address %s", tenant.ErrConflict, other, m.Email)
	default:
		err = t.putStaff(m)
	}
	if err != nil {
		return fmt.Errorf("keeping %s of the staff: %w", m.ID, err)
	}
	return nil
}

func (t *tx) putStaff(m tenant.Member) error {
	if err := t.raiseLists(); err != nil {
		return err
	}
	_, err := t.q.Exec(`
		INSERT INTO staff_members (vendor, `+memberColumns+`, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
			(SELECT COALESCE(MAX(seq), 0) + 1 FROM staff_members WHERE vendor = $1))
		ON CONFLICT (vendor, member) `+updateMember, memberArgs(m, t.vendor)...)
	return err
}

// employs says whether there is somebody of that ID among the staff.
func (t *tx) employs(id tenant.MemberID) (bool, error) {
	return exists(t.q, `SELECT member FROM staff_members WHERE vendor = $1 AND member = $2`, t.vendor, id)
}

func (t *tx) RemoveStaff(id tenant.MemberID) error {
	there, err := t.employs(id)
	switch {
	case err != nil:
	case !there:
		err = tenant.ErrNotFound
	default:
		err = t.removeStaff(id)
	}
	if err != nil {
		return fmt.Errorf("removing %s of the staff: %w", id, err)
	}
	return nil
}

func (t *tx) removeStaff(id tenant.MemberID) error {
	if err := t.raiseLists(); err != nil {
		return err
	}
	if _, err := t.q.Exec(`DELETE FROM assignments WHERE vendor = $1 AND member = $2`, t.vendor, id); err != nil {
		return err
	}
	_, err := t.q.Exec(`DELETE FROM staff_members WHERE vendor = $1 AND member = $2`, t.vendor, id)
	return err
}
