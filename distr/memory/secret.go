package memory

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A vault is what lies in one room of secrets.
type vault struct {
	key     distr.SealedKey
	secrets []distr.Secret // by key
}

func copySecret(s distr.Secret) distr.Secret {
	s.Sealed = slices.Clone(s.Sealed)
	s.Changed = instant(s.Changed)
	return s
}

func copySealedKey(k distr.SealedKey) distr.SealedKey {
	k.Wrapped = slices.Clone(k.Wrapped)
	k.Created = instant(k.Created)
	return k
}

func copyUse(u distr.SecretUse) distr.SecretUse {
	u.At = instant(u.At)
	return u
}

// place is where the secret is among the secrets, or would be.
func (v *vault) place(key string) (int, bool) {
	return slices.BinarySearchFunc(v.secrets, key, func(s distr.Secret, key string) int { return strings.Compare(s.Key, key) })
}

func (v *vault) put(s distr.Secret) {
	i, there := v.place(s.Key)
	behind := i
	if there {
		behind++
	}
	v.secrets = slices.Concat(v.secrets[:i], []distr.Secret{copySecret(s)}, v.secrets[behind:])
}

func (v *vault) remove(key string) error {
	i, there := v.place(key)
	if !there {
		return fmt.Errorf("secret %q: %w", key, tenant.ErrNotFound)
	}
	v.secrets = slices.Concat(v.secrets[:i], v.secrets[i+1:])
	return nil
}

func (v *view) SecretKey() (distr.SealedKey, error) {
	return read(v.open, func() (distr.SealedKey, error) { return copySealedKey(v.state.vault.key), nil })
}

func (v *view) Secrets() ([]distr.Secret, error) {
	return read(v.open, func() ([]distr.Secret, error) { return copies(v.state.vault.secrets, copySecret), nil })
}

func (v *view) SecretUses(key string) (map[tenant.CustomerID][]distr.SecretUse, error) {
	return read(v.open, func() (map[tenant.CustomerID][]distr.SecretUse, error) {
		found := map[tenant.CustomerID][]distr.SecretUse{}
		for _, c := range v.state.customers {
			for _, u := range c.uses {
				if !u.Own && (key == "" || u.Key == key) {
					found[c.ID] = append(found[c.ID], copyUse(u))
				}
			}
		}
		return found, nil
	})
}

func (t *tx) SetSecretKey(k distr.SealedKey) error {
	return t.changeLists(func(s *state) error {
		s.vault.key = copySealedKey(k)
		return nil
	})
}

func (t *tx) PutSecret(secret distr.Secret) error {
	return t.changeLists(func(s *state) error {
		s.vault.put(secret)
		return nil
	})
}

func (t *tx) RemoveSecret(key string) error {
	return t.changeLists(func(s *state) error { return s.vault.remove(key) })
}

func (v *customerView) SecretKey() (distr.SealedKey, error) {
	return inside(v, func(c *customer) (distr.SealedKey, error) { return copySealedKey(c.vault.key), nil })
}

func (v *customerView) Secrets() ([]distr.Secret, error) {
	return inside(v, func(c *customer) ([]distr.Secret, error) { return copies(c.vault.secrets, copySecret), nil })
}

func (v *customerView) SecretUses() ([]distr.SecretUse, error) {
	return inside(v, func(c *customer) ([]distr.SecretUse, error) { return copies(c.uses, copyUse), nil })
}

func (t *customerTx) SetSecretKey(k distr.SealedKey) error {
	return t.change(func(_ *state, c *customer) error {
		c.vault.key = copySealedKey(k)
		return nil
	})
}

func (t *customerTx) PutSecret(s distr.Secret) error {
	return t.change(func(_ *state, c *customer) error {
		c.vault.put(s)
		return nil
	})
}

func (t *customerTx) RemoveSecret(key string) error {
	return t.change(func(_ *state, c *customer) error { return c.vault.remove(key) })
}

// PutSecretUse changes nothing that a version says, as PutActivity.
func (t *customerTx) PutSecretUse(u distr.SecretUse) error {
	return t.open.during(func() error {
		s := t.state
		i, there := s.place(t.id)
		if !there {
			return fmt.Errorf("customer %s: %w", t.id, tenant.ErrNotFound)
		}
		c := *s.customers[i]
		if !slices.ContainsFunc(c.installations, func(n tenant.Installation) bool { return n.ID == u.Installation }) {
			return fmt.Errorf("writing down a use of secret %q: installation %s: %w", u.Key, u.Installation, tenant.ErrNotFound)
		}
		at, used := slices.BinarySearchFunc(c.uses, u, compareUses)
		behind := at
		if used {
			behind++
		}
		c.uses = slices.Concat(c.uses[:at], []distr.SecretUse{copyUse(u)}, c.uses[behind:])
		s.customers = slices.Clone(s.customers)
		s.customers[i] = &c
		return nil
	})
}

func compareUses(a, b distr.SecretUse) int {
	return cmp.Or(strings.Compare(string(a.Installation), string(b.Installation)), strings.Compare(a.Key, b.Key))
}

// usesWithout are the uses of secrets by all but one installation.
func usesWithout(uses []distr.SecretUse, id tenant.InstallationID) []distr.SecretUse {
	return slices.DeleteFunc(slices.Clone(uses), func(u distr.SecretUse) bool { return u.Installation == id })
}
