package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func (v *customerView) Logins() (map[entitlement.GrantID]distr.SealedLogin, error) {
	logins := map[entitlement.GrantID]distr.SealedLogin{}
	err := v.q.Query(func(scan Scan) error {
		var id entitlement.GrantID
		var l distr.SealedLogin
		err := scan(&id, &l.Username, bytesColumn{&l.Password})
		logins[id] = l
		return err
	}, `SELECT grant_id, username, password FROM logins WHERE vendor = $1 AND customer = $2`, v.vendor, v.customer)
	if err != nil {
		return nil, fmt.Errorf("listing the logins of customer %s: %w", v.customer, err)
	}
	return logins, nil
}

func (t *customerTx) PutLogin(id entitlement.GrantID, l distr.SealedLogin) error {
	granted, err := exists(t.q, `
		SELECT grant_id FROM grants
		WHERE vendor = $1 AND customer = $2 AND grant_id = $3`, t.vendor, t.customer, id)
	switch {
	case err != nil:
	case !granted:
		err = tenant.ErrNotFound
	default:
		err = t.putLogin(id, l)
	}
	if err != nil {
		return fmt.Errorf("keeping the login of grant %s: %w", id, err)
	}
	return nil
}

func (t *customerTx) putLogin(id entitlement.GrantID, l distr.SealedLogin) error {
	if err := t.raise(); err != nil {
		return err
	}
	_, err := t.q.Exec(`
		INSERT INTO logins (vendor, customer, grant_id, username, password)
		VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (vendor, customer, grant_id) DO UPDATE
		SET username = excluded.username, password = excluded.password`,
		t.vendor, t.customer, id, l.Username, l.Password)
	return err
}

func (t *customerTx) RemoveLogin(id entitlement.GrantID) error {
	if err := removed(t.q, t.raise, `
		DELETE FROM logins
		WHERE vendor = $1 AND customer = $2 AND grant_id = $3`, t.vendor, t.customer, id); err != nil {
		return fmt.Errorf("removing the login of grant %s: %w", id, err)
	}
	return nil
}
