package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func readSecretUse(scan Scan) (u distr.SecretUse, err error) {
	err = scan(&u.Installation, &u.Key, &u.Own, timeColumn{&u.At})
	return u, err
}

func (v *customerView) SecretUses() ([]distr.SecretUse, error) {
	uses, err := list(v.q, readSecretUse, `
		SELECT installation, key, own, at FROM secret_uses
		WHERE vendor = $1 AND customer = $2 ORDER BY installation, key`, v.vendor, v.customer)
	if err != nil {
		return nil, fmt.Errorf("listing which secrets customer %s uses: %w", v.customer, err)
	}
	return uses, nil
}

func (v *view) SecretUses(key string) (map[tenant.CustomerID][]distr.SecretUse, error) {
	only, args := "", []any{v.vendor}
	if key != "" {
		only, args = " AND key = $2", append(args, key)
	}
	found := map[tenant.CustomerID][]distr.SecretUse{}
	err := v.q.Query(func(scan Scan) error {
		var c tenant.CustomerID
		u, err := readSecretUse(func(dest ...any) error { return scan(append([]any{&c}, dest...)...) })
		found[c] = append(found[c], u)
		return err
	}, `
		SELECT customer, installation, key, own, at FROM secret_uses
		WHERE vendor = $1 AND own = 0`+only+` ORDER BY customer, installation, key`, args...)
	if err != nil {
		return nil, fmt.Errorf("listing who uses the secrets: %w", err)
	}
	return found, nil
}

// PutSecretUse does not raise: nothing that a snapshot holds changes.
func (t *customerTx) PutSecretUse(u distr.SecretUse) error {
	there, err := exists(t.q, `
		SELECT installation FROM installations
		WHERE vendor = $1 AND customer = $2 AND installation = $3`, t.vendor, t.customer, u.Installation)
	switch {
	case err != nil:
	case !there:
		err = tenant.ErrNotFound
	default:
		_, err = t.q.Exec(`
			INSERT INTO secret_uses (vendor, customer, installation, key, own, at)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (vendor, customer, installation, key) DO UPDATE
			SET own = excluded.own, at = excluded.at`,
			t.vendor, t.customer, u.Installation, u.Key, number(u.Own), micros(u.At))
	}
	if err != nil {
		return fmt.Errorf("writing down that installation %s uses secret %q: %w", u.Installation, u.Key, err)
	}
	return nil
}
