package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
)

func readSealedKey(scan Scan) (k distr.SealedKey, err error) {
	err = scan(&k.Number, &k.Wrapper, bytesColumn{&k.Wrapped}, timeColumn{&k.Created})
	return k, err
}

func readSecret(scan Scan) (s distr.Secret, err error) {
	err = scan(&s.Key, &s.Version, bytesColumn{&s.Sealed}, timeColumn{&s.Changed}, &s.By)
	return s, err
}

func (v *view) SecretKey() (distr.SealedKey, error) {
	k, _, err := one(v.q, readSealedKey, `
		SELECT number, wrapper, wrapped, created FROM secret_keys
		WHERE vendor = $1`, v.vendor)
	if err != nil {
		return k, fmt.Errorf("reading the data key of the secrets: %w", err)
	}
	return k, nil
}

func (v *view) Secrets() ([]distr.Secret, error) {
	secrets, err := list(v.q, readSecret, `
		SELECT key, version, sealed, changed, changer FROM secrets
		WHERE vendor = $1 ORDER BY key`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing the secrets: %w", err)
	}
	return secrets, nil
}

func (t *tx) SetSecretKey(k distr.SealedKey) error {
	err := t.raiseLists()
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO secret_keys (vendor, number, wrapper, wrapped, created)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (vendor) DO UPDATE
			SET number = excluded.number, wrapper = excluded.wrapper, wrapped = excluded.wrapped, created = excluded.created`,
			t.vendor, k.Number, k.Wrapper, k.Wrapped, micros(k.Created))
	}
	if err != nil {
		return fmt.Errorf("keeping the data key of the secrets: %w", err)
	}
	return nil
}

func (t *tx) PutSecret(s distr.Secret) error {
	err := t.raiseLists()
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO secrets (vendor, key, version, sealed, changed, changer)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (vendor, key) DO UPDATE
			SET version = excluded.version, sealed = excluded.sealed, changed = excluded.changed, changer = excluded.changer`,
			t.vendor, s.Key, s.Version, s.Sealed, micros(s.Changed), s.By)
	}
	if err != nil {
		return fmt.Errorf("keeping secret %q: %w", s.Key, err)
	}
	return nil
}

func (t *tx) RemoveSecret(key string) error {
	if err := removed(t.q, t.raiseLists, `DELETE FROM secrets WHERE vendor = $1 AND key = $2`, t.vendor, key); err != nil {
		return fmt.Errorf("removing secret %q: %w", key, err)
	}
	return nil
}
