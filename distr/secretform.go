package distr

import (
	"fmt"
	"regexp"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Limits of secrets.
const (
	MaxSecretValue = 64 << 10 // bytes of a value
	MaxSecrets     = 250      // in one room
)

var secretKeyForm = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`)

// CheckSecretKey says what is wrong with the key of a secret, as tenant.ErrInvalid.
func CheckSecretKey(key string) error {
	if secretKeyForm.MatchString(key) {
		return nil
	}
	if len(key) > 128 {
		key = key[:128] + "…"
	}
	return fmt.Errorf("%w key %q of a secret: it is a letter or underscore and up to 127 more letters, digits and underscores, such as DB_PASSWORD", tenant.ErrInvalid, key)
}

func checkSecretValue(key string, value []byte) error {
	switch {
	case len(value) == 0:
		return fmt.Errorf("%w value of secret %s: it is empty; to take the secret away, remove it", tenant.ErrInvalid, key)
	case len(value) > MaxSecretValue:
		return fmt.Errorf("%w value of secret %s: it has more than %d bytes", tenant.ErrInvalid, key, MaxSecretValue)
	}
	return nil
}
