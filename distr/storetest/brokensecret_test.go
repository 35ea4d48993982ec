package storetest

import (
	"errors"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenSecrets mix up secrets, the keys that seal them, and who uses them.
func brokenSecrets() []broken {
	return []broken{
		{"keeps the first data key for ever", "Secrets", "the vendor's data key of secrets", bendTx(func(tx distr.VendorTx) distr.VendorTx { return firstKeyTx{tx} })},
		{"keeps a customer's version of a secret", "Secrets", "the customer's secret that was put over another", bendCustomerTx(func(tx distr.CustomerTx) distr.CustomerTx { return firstVersionTx{tx} })},
		{"lists secrets in the order of versions", "Secrets", "the vendor's secrets are ascending by key", func() distr.Store {
			return bent{Store: memory.New(), tx: func(tx distr.VendorTx) distr.VendorTx { return byVersionTx{tx} }}
		}},
		{"removes secrets that are not there", "Secrets", "the removal of the secret", bendTx(func(tx distr.VendorTx) distr.VendorTx { return removingTx{tx} })},
		{"takes uses by installations that are not there", "Secrets", "which is not there", bendCustomerTx(func(tx distr.CustomerTx) distr.CustomerTx { return trustingTx{tx} })},
		{"forgets whose value was used", "Secrets", "but who has an own one since", bendView(func(v distr.VendorView) distr.VendorView { return ownersView{v} })},
		{"shows uses of other keys", "Secrets", "who uses the vendor's secrets: of one key", bendView(func(v distr.VendorView) distr.VendorView { return allUsesView{v} })},
		{"raises the version for a use", "Changed", "PutSecretUse raised the version", bendVersion(func(c raisingTx) distr.CustomerTx { return eventfulUse{c} })},
		{"hands everybody the same ciphertext", "Aliasing", "what a View handed out was changed", func() distr.Store {
			kept := map[string][]byte{}
			return bendCustomer(func(c distr.CustomerView) distr.CustomerView { return sameSecretsView{c, kept} })()
		}},
	}
}

type firstKeyTx struct{ distr.VendorTx }

func (tx firstKeyTx) SetSecretKey(k distr.SealedKey) error {
	if was, err := tx.SecretKey(); err != nil || was.Number > 0 {
		return err
	}
	return tx.VendorTx.SetSecretKey(k)
}

type firstVersionTx struct{ distr.CustomerTx }

func (tx firstVersionTx) PutSecret(s distr.Secret) error {
	all, err := tx.Secrets()
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, func(o distr.Secret) bool { return o.Key == s.Key }); i >= 0 {
		s.Version = all[i].Version
	}
	return tx.CustomerTx.PutSecret(s)
}

type byVersionTx struct{ distr.VendorTx }

func (tx byVersionTx) Secrets() ([]distr.Secret, error) {
	all, err := tx.VendorTx.Secrets()
	slices.SortFunc(all, func(a, b distr.Secret) int { return int(a.Version - b.Version) })
	return all, err
}

type removingTx struct{ distr.VendorTx }

func (tx removingTx) RemoveSecret(key string) error {
	_ = tx.VendorTx.RemoveSecret(key)
	return nil
}

type trustingTx struct{ distr.CustomerTx }

func (tx trustingTx) PutSecretUse(u distr.SecretUse) error {
	_ = tx.CustomerTx.PutSecretUse(u)
	return nil
}

// ownersView goes by whether any use of the key was of the vendor's.
type ownersView struct{ distr.VendorView }

func (v ownersView) SecretUses(key string) (map[tenant.CustomerID][]distr.SecretUse, error) {
	found, err := v.VendorView.SecretUses(key)
	if key == "" || len(found) == 0 {
		return found, err
	}
	for c := range found {
		room, err := v.Open(c)
		if err != nil {
			return nil, err
		}
		uses, err := room.SecretUses()
		if err != nil {
			return nil, err
		}
		found[c] = slices.DeleteFunc(uses, func(u distr.SecretUse) bool { return u.Key != key || u.Own && u.At.Before(at(5)) })
		for i := range found[c] {
			found[c][i].Own = false
		}
	}
	return found, err
}

type allUsesView struct{ distr.VendorView }

func (v allUsesView) SecretUses(string) (map[tenant.CustomerID][]distr.SecretUse, error) {
	return v.VendorView.SecretUses("")
}

type eventfulUse struct{ raisingTx }

func (tx eventfulUse) PutSecretUse(u distr.SecretUse) error {
	return errors.Join(tx.CustomerTx.PutSecretUse(u), tx.raise())
}

type sameSecretsView struct {
	distr.CustomerView
	kept map[string][]byte
}

func (v sameSecretsView) Secrets() ([]distr.Secret, error) {
	all, err := v.CustomerView.Secrets()
	for i := range all {
		all[i].Sealed = remembered(v.kept, all[i].Sealed)
	}
	return all, err
}
