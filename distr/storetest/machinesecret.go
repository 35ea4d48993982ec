package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func machineSecrets() []string { return []string{secretName, "TOKEN"} }

// A vault is a room that has secrets: a vendor's or a customer's.
type vault interface {
	SetSecretKey(distr.SealedKey) error
	PutSecret(distr.Secret) error
	RemoveSecret(key string) error
}

// secretMoves are the same in every room that has secrets.
func secretMoves[R vault]() []moving[R] {
	return []moving[R]{
		{"SetSecretKey", func(m *machine, r room) moveIn[R] {
			k := m.fresh(r).secretKey
			return moveIn[R]{do: func(tx R) error { return tx.SetSecretKey(k) }, then: func() { m.rooms.put(r, k, "secret key") }}
		}},
		{"PutSecret", func(m *machine, r room) moveIn[R] {
			s := m.fresh(r).secret
			s.Key = pick(m.choose, "secret", machineSecrets()...)
			return moveIn[R]{do: func(tx R) error { return tx.PutSecret(s) }, then: func() { m.rooms.put(r, s, "secret", s.Key) }}
		}},
		{"RemoveSecret", func(m *machine, r room) moveIn[R] {
			key := pick(m.choose, "secret", machineSecrets()...)
			return moveIn[R]{
				do:   func(tx R) error { return tx.RemoveSecret(key) },
				want: unless(m.rooms.has(r, "secret", key), tenant.ErrNotFound),
				then: func() { m.rooms.remove(r, "secret", key) },
			}
		}},
	}
}

// putSecretUse shows in the vendor's room, too, if the value is the vendor's.
func (m *machine) putSecretUse(r room) moveInside {
	u := m.fresh(r).wideUse
	u.Installation = pick(m.choose, "installation", machineInstallations()...)
	u.Key, u.Own = pick(m.choose, "secret", machineSecrets()...), m.choose("own", 2) == 1
	return moveInside{
		do:   func(tx distr.CustomerTx) error { return tx.PutSecretUse(u) },
		want: unless(m.rooms.has(r, "installation", u.Installation), tenant.ErrNotFound),
		then: func() {
			m.forgetUse(r, u.Installation, u.Key)
			m.rooms.put(r, u, "use", u.Installation, u.Key)
			if !u.Own {
				m.rooms.put(room{r.vendor, ""}, u, "use", r.customer, u.Installation, u.Key)
			}
		},
	}
}

func (m *machine) forgetUse(r room, id tenant.InstallationID, key string) {
	m.rooms.remove(r, "use", id, key)
	m.rooms.remove(room{r.vendor, ""}, "use", r.customer, id, key)
}

func machineInstallations() []tenant.InstallationID {
	return []tenant.InstallationID{installationID, "ins_2"}
}

// tellSecrets asks for the uses of one key at a time: they are all that there are.
func tellSecrets(t *teller, v distr.VendorView, own room) {
	tellVault(t, v, own)
	for _, key := range machineSecrets() {
		uses, err := v.SecretUses(key)
		tells(t, []bool{}, err, own, nil)
		for c, list := range uses {
			tells(t, list, nil, own, func(_ int, u distr.SecretUse) []any { return []any{"use", c, u.Installation, u.Key} })
		}
	}
}

func tellVault(t *teller, v interface {
	SecretKey() (distr.SealedKey, error)
	Secrets() ([]distr.Secret, error)
}, own room,
) {
	key, err := v.SecretKey()
	tells(t, given(key), err, own, func(int, distr.SealedKey) []any { return []any{"secret key"} })
	secrets, err := v.Secrets()
	tells(t, secrets, err, own, func(_ int, s distr.Secret) []any { return []any{"secret", s.Key} })
}
