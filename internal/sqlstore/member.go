package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// People lie in two tables of the same columns, as credentials do.
const memberColumns = `member, email, name, role, super, created, joined, via, hash, sent, expires, inviter`

func readMember(scan Scan) (m tenant.Member, err error) {
	err = scan(&m.ID, &m.Email, &m.Name, &m.Role, &m.Super, timeColumn{&m.Created}, timeColumn{&m.Joined}, &m.Via,
		hashColumn{m.Hash[:]}, timeColumn{&m.Sent}, timeColumn{&m.Expires}, &m.By)
	return m, err
}

// updateMember is what is written of a member that is there: all but its place.
const updateMember = `DO UPDATE
		SET email = excluded.email, name = excluded.name, role = excluded.role, super = excluded.super,
			created = excluded.created, joined = excluded.joined, via = excluded.via, hash = excluded.hash,
			sent = excluded.sent, expires = excluded.expires, inviter = excluded.inviter`

// memberArgs are the arguments that memberColumns begin with, and then a member's.
func memberArgs(m tenant.Member, room ...any) []any {
	return append(room, m.ID, m.Email, m.Name, m.Role, number(m.Super), micros(m.Created), micros(m.Joined), m.Via,
		m.Hash[:], micros(m.Sent), micros(m.Expires), m.By)
}

func (v *customerView) Members() ([]tenant.Member, error) {
	members, err := list(v.q, readMember, `
		SELECT `+memberColumns+` FROM members
		WHERE vendor = $1 AND customer = $2 ORDER BY seq`, v.vendor, v.customer)
	if err != nil {
		return nil, fmt.Errorf("listing the people of customer %s: %w", v.customer, err)
	}
	return members, nil
}

func (t *customerTx) PutMember(m tenant.Member) error {
	other, taken, err := one(t.q, value[tenant.MemberID], `
		SELECT member FROM members
		WHERE vendor = $1 AND customer = $2 AND email = $3`, t.vendor, t.customer, m.Email)
	switch {
	case err != nil:
	case taken && other != m.ID:
		err = fmt.Errorf("%w: member %s has the address %s", tenant.ErrConflict, other, m.Email)
	default:
		err = t.putMember(m)
	}
	if err != nil {
		return fmt.Errorf("keeping member %s: %w", m.ID, err)
	}
	return nil
}

func (t *customerTx) putMember(m tenant.Member) error {
	if err := t.raise(); err != nil {
		return err
	}
	_, err := t.q.Exec(`
		INSERT INTO members (vendor, customer, `+memberColumns+`, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14,
			(SELECT COALESCE(MAX(seq), 0) + 1 FROM members WHERE vendor = $1 AND customer = $2))
		ON CONFLICT (vendor, customer, member) `+updateMember, memberArgs(m, t.vendor, t.customer)...)
	return err
}

func (t *customerTx) RemoveMember(id tenant.MemberID) error {
	if err := removed(t.q, t.raise, `
		DELETE FROM members
		WHERE vendor = $1 AND customer = $2 AND member = $3`, t.vendor, t.customer, id); err != nil {
		return fmt.Errorf("removing member %s: %w", id, err)
	}
	return nil
}

func (v *view) Memberships(e tenant.Email) ([]tenant.CustomerID, error) {
	customers, err := list(v.q, value[tenant.CustomerID], `
		SELECT customer FROM members
		WHERE vendor = $1 AND email = $2 ORDER BY customer`, v.vendor, e)
	if err != nil {
		return nil, fmt.Errorf("listing the customers that %s is a member of: %w", e, err)
	}
	return customers, nil
}
