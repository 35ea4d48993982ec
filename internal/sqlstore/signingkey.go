package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
)

func readSigningKey(scan Scan) (k distr.SigningKey, err error) {
	err = scan(&k.ID, bytesColumn{&k.Private}, timeColumn{&k.Created}, timeColumn{&k.Signs}, timeColumn{&k.Retires})
	return k, err
}

func (v *view) SigningKeys() ([]distr.SigningKey, error) {
	keys, err := list(v.q, readSigningKey, `
		SELECT kid, private, created, signs, retires FROM signing_keys
		WHERE vendor = $1 ORDER BY seq`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing the signing keys: %w", err)
	}
	return keys, nil
}

func (t *tx) PutSigningKey(k distr.SigningKey) error {
	if err := t.raiseLists(); err != nil {
		return fmt.Errorf("keeping signing key %q: %w", k.ID, err)
	}
	_, err := t.q.Exec(`
		INSERT INTO signing_keys (vendor, kid, private, created, signs, retires, seq)
		VALUES ($1, $2, $3, $4, $5, $6,
			(SELECT COALESCE(MAX(seq), 0) + 1 FROM signing_keys WHERE vendor = $1))
		ON CONFLICT (vendor, kid) DO UPDATE
		SET private = excluded.private, created = excluded.created, signs = excluded.signs, retires = excluded.retires`,
		t.vendor, k.ID, k.Private, micros(k.Created), micros(k.Signs), micros(k.Retires))
	if err != nil {
		return fmt.Errorf("keeping signing key %q: %w", k.ID, err)
	}
	return nil
}

func (t *tx) RemoveSigningKey(id string) error {
	if err := removed(t.q, t.raiseLists, `DELETE FROM signing_keys WHERE vendor = $1 AND kid = $2`, t.vendor, id); err != nil {
		return fmt.Errorf("removing signing key %q: %w", id, err)
	}
	return nil
}
