package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Credentials lie in two tables of the same columns: a customer's have its name
// in their key, and the staff's have not.
const credentialColumns = `credential, name, hash, created, rotated, used, revoked`

func readCredential(scan Scan) (c tenant.Credential, err error) {
	err = scan(&c.ID, &c.Name, hashColumn{c.Hash[:]}, timeColumn{&c.Created},
		timeColumn{&c.Rotated}, timeColumn{&c.Used}, timeColumn{&c.Revoked})
	return c, err
}

func (v *customerView) Credential(id tenant.CredentialID) (tenant.Credential, error) {
	return the(v.q, readCredential, "credential", id, `
		SELECT `+credentialColumns+` FROM credentials
		WHERE vendor = $1 AND customer = $2 AND credential = $3`, v.vendor, v.customer, id)
}

func (v *customerView) Credentials() ([]tenant.Credential, error) {
	credentials, err := list(v.q, readCredential, `
		SELECT `+credentialColumns+` FROM credentials
		WHERE vendor = $1 AND customer = $2 ORDER BY seq`, v.vendor, v.customer)
	if err != nil {
		return nil, fmt.Errorf("listing the credentials of customer %s: %w", v.customer, err)
	}
	return credentials, nil
}

func (t *customerTx) PutCredential(c tenant.Credential) error {
	if err := t.raise(); err != nil {
		return fmt.Errorf("keeping credential %s: %w", c.ID, err)
	}
	_, err := t.q.Exec(`
		INSERT INTO credentials (vendor, customer, credential, name, hash, created, rotated, used, revoked, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
			(SELECT COALESCE(MAX(seq), 0) + 1 FROM credentials WHERE vendor = $1 AND customer = $2))
		ON CONFLICT (vendor, customer, credential) DO UPDATE
		SET name = excluded.name, hash = excluded.hash, created = excluded.created,
			rotated = excluded.rotated, used = excluded.used, revoked = excluded.revoked`,
		t.vendor, t.customer, c.ID, c.Name, c.Hash[:], micros(c.Created),
		micros(c.Rotated), micros(c.Used), micros(c.Revoked))
	if err != nil {
		return fmt.Errorf("keeping credential %s: %w", c.ID, err)
	}
	return nil
}

func (v *view) StaffCredential(id tenant.CredentialID) (tenant.Credential, error) {
	return the(v.q, readCredential, "staff credential", id, `
		SELECT `+credentialColumns+` FROM staff_credentials
		WHERE vendor = $1 AND credential = $2`, v.vendor, id)
}

func (v *view) StaffCredentials() ([]tenant.Credential, error) {
	credentials, err := list(v.q, readCredential, `
		SELECT `+credentialColumns+` FROM staff_credentials
		WHERE vendor = $1 ORDER BY seq`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing the credentials of the staff: %w", err)
	}
	return credentials, nil
}

func (t *tx) PutStaffCredential(c tenant.Credential) error {
	if err := t.raiseLists(); err != nil {
		return fmt.Errorf("keeping staff credential %s: %w", c.ID, err)
	}
	_, err := t.q.Exec(`
		INSERT INTO staff_credentials (vendor, credential, name, hash, created, rotated, used, revoked, seq)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
			(SELECT COALESCE(MAX(seq), 0) + 1 FROM staff_credentials WHERE vendor = $1))
		ON CONFLICT (vendor, credential) DO UPDATE
		SET name = excluded.name, hash = excluded.hash, created = excluded.created,
			rotated = excluded.rotated, used = excluded.used, revoked = excluded.revoked`,
		t.vendor, c.ID, c.Name, c.Hash[:], micros(c.Created),
		micros(c.Rotated), micros(c.Used), micros(c.Revoked))
	if err != nil {
		return fmt.Errorf("keeping staff credential %s: %w", c.ID, err)
	}
	return nil
}
