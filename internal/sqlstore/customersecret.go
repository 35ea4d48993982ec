package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
)

func (v *customerView) SecretKey() (distr.SealedKey, error) {
	k, _, err := one(v.q, readSealedKey, `
		SELECT number, wrapper, wrapped, created FROM customer_secret_keys
		WHERE vendor = $1 AND customer = $2`, v.vendor, v.customer)
	if err != nil {
		return k, fmt.Errorf("reading the data key of the secrets of customer %s: %w", v.customer, err)
	}
	return k, nil
}

func (v *customerView) Secrets() ([]distr.Secret, error) {
	secrets, err := list(v.q, readSecret, `
		SELECT key, version, sealed, changed, changer FROM customer_secrets
		WHERE vendor = $1 AND customer = $2 ORDER BY key`, v.vendor, v.customer)
	if err != nil {
		return nil, fmt.Errorf("listing the secrets of customer %s: %w", v.customer, err)
	}
	return secrets, nil
}

func (t *customerTx) SetSecretKey(k distr.SealedKey) error {
	err := t.raise()
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO customer_secret_keys (vendor, customer, number, wrapper, wrapped, created)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (vendor, customer) DO UPDATE
			SET number = excluded.number, wrapper = excluded.wrapper, wrapped = excluded.wrapped, created = excluded.created`,
			t.vendor, t.customer, k.Number, k.Wrapper, k.Wrapped, micros(k.Created))
	}
	if err != nil {
		return fmt.Errorf("keeping the data key of the secrets of customer %s: %w", t.customer, err)
	}
	return nil
}

func (t *customerTx) PutSecret(s distr.Secret) error {
	err := t.raise()
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO customer_secrets (vendor, customer, key, version, sealed, changed, changer)
			VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (vendor, customer, key) DO UPDATE
			SET version = excluded.version, sealed = excluded.sealed, changed = excluded.changed, changer = excluded.changer`,
			t.vendor, t.customer, s.Key, s.Version, s.Sealed, micros(s.Changed), s.By)
	}
	if err != nil {
		return fmt.Errorf("keeping secret %q of customer %s: %w", s.Key, t.customer, err)
	}
	return nil
}

func (t *customerTx) RemoveSecret(key string) error {
	if err := removed(t.q, t.raise, `
		DELETE FROM customer_secrets
		WHERE vendor = $1 AND customer = $2 AND key = $3`, t.vendor, t.customer, key); err != nil {
		return fmt.Errorf("removing secret %q of customer %s: %w", key, t.customer, err)
	}
	return nil
}
