package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func readInstallation(scan Scan) (i tenant.Installation, err error) {
	err = scan(&i.ID, &i.Name, &i.Credential, timeColumn{&i.Created}, &i.By)
	return i, err
}

func (v *customerView) Installations() ([]tenant.Installation, error) {
	installations, err := list(v.q, readInstallation, `
		SELECT installation, name, credential, created, starter FROM installations
		WHERE vendor = $1 AND customer = $2 ORDER BY seq`, v.vendor, v.customer)
	if err != nil {
		return nil, fmt.Errorf("listing the installations of customer %s: %w", v.customer, err)
	}
	return installations, nil
}

func (t *customerTx) PutInstallation(i tenant.Installation) error {
	if err := t.putInstallation(i); err != nil {
		return fmt.Errorf("keeping installation %s: %w", i.ID, err)
	}
	return nil
}

func (t *customerTx) putInstallation(i tenant.Installation) error {
	if _, err := t.Credential(i.Credential); err != nil {
		return err
	}
	other, taken, err := one(t.q, value[tenant.InstallationID], `
		SELECT installation FROM installations
		WHERE vendor = $1 AND customer = $2 AND credential = $3`, t.vendor, t.customer, i.Credential)
	if err != nil {
		return err
	}
	if taken && other != i.ID {
		return fmt.Errorf("%w: credential %s belongs to installation %s", tenant.ErrConflict, i.Credential, other)
	}
	if err := t.raise(); err != nil {
		return err
	}
	_, err = t.q.Exec(`
		INSERT INTO installations (vendor, customer, installation, name, credential, created, starter, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7,
			(SELECT COALESCE(MAX(seq), 0) + 1 FROM installations WHERE vendor = $1 AND customer = $2))
		ON CONFLICT (vendor, customer, installation) DO UPDATE
		SET name = excluded.name, credential = excluded.credential, created = excluded.created, starter = excluded.starter`,
		t.vendor, t.customer, i.ID, i.Name, i.Credential, micros(i.Created), i.By)
	return err
}

func (t *customerTx) RemoveInstallation(id tenant.InstallationID) error {
	credential, there, err := one(t.q, value[tenant.CredentialID], `
		SELECT credential FROM installations
		WHERE vendor = $1 AND customer = $2 AND installation = $3`, t.vendor, t.customer, id)
	switch {
	case err != nil:
	case !there:
		err = tenant.ErrNotFound
	default:
		err = t.removeInstallation(id, credential)
	}
	if err != nil {
		return fmt.Errorf("removing installation %s: %w", id, err)
	}
	return nil
}

func (t *customerTx) removeInstallation(id tenant.InstallationID, c tenant.CredentialID) error {
	if err := t.raise(); err != nil {
		return err
	}
	_, err := t.q.Exec(`
		DELETE FROM secret_uses
		WHERE vendor = $1 AND customer = $2 AND installation = $3`, t.vendor, t.customer, id)
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`
		DELETE FROM installations
		WHERE vendor = $1 AND customer = $2 AND installation = $3`, t.vendor, t.customer, id)
	if err != nil {
		return err
	}
	_, err = t.q.Exec(`
		DELETE FROM credentials
		WHERE vendor = $1 AND customer = $2 AND credential = $3`, t.vendor, t.customer, c)
	return err
}
