package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func (v crossedView) SecretKey() (distr.SealedKey, error) { return v.room("SecretKey").SecretKey() }
func (v crossedView) Secrets() ([]distr.Secret, error)    { return v.room("Secrets").Secrets() }
func (v crossedView) SecretUses(key string) (map[tenant.CustomerID][]distr.SecretUse, error) {
	return v.room("SecretUses").SecretUses(key)
}
func (tx crossedTx) SetSecretKey(k distr.SealedKey) error {
	return tx.room("SetSecretKey").SetSecretKey(k)
}
func (tx crossedTx) PutSecret(s distr.Secret) error { return tx.room("PutSecret").PutSecret(s) }
func (tx crossedTx) RemoveSecret(key string) error  { return tx.room("RemoveSecret").RemoveSecret(key) }

func (c crossedCustomer) SecretKey() (distr.SealedKey, error) { return c.room("SecretKey").SecretKey() }
func (c crossedCustomer) Secrets() ([]distr.Secret, error)    { return c.room("Secrets").Secrets() }
func (c crossedCustomer) SecretUses() ([]distr.SecretUse, error) {
	return c.room("SecretUses").SecretUses()
}
func (tx crossedCustomerTx) SetSecretKey(k distr.SealedKey) error {
	return tx.room("SetSecretKey").SetSecretKey(k)
}
func (tx crossedCustomerTx) PutSecret(s distr.Secret) error { return tx.room("PutSecret").PutSecret(s) }
func (tx crossedCustomerTx) RemoveSecret(key string) error {
	return tx.room("RemoveSecret").RemoveSecret(key)
}
func (tx crossedCustomerTx) PutSecretUse(u distr.SecretUse) error {
	return tx.room("PutSecretUse").PutSecretUse(u)
}

func (tx *deferredTx) SetSecretKey(k distr.SealedKey) error {
	return tx.later(func(room distr.VendorTx) error { return room.SetSecretKey(k) })
}

func (tx *deferredTx) PutSecret(s distr.Secret) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutSecret(s) })
}

func (tx *deferredTx) RemoveSecret(key string) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemoveSecret(key) })
}

func (c deferredCustomer) SetSecretKey(k distr.SealedKey) error {
	return c.later(func(room distr.CustomerTx) error { return room.SetSecretKey(k) })
}

func (c deferredCustomer) PutSecret(s distr.Secret) error {
	return c.later(func(room distr.CustomerTx) error { return room.PutSecret(s) })
}

func (c deferredCustomer) RemoveSecret(key string) error {
	return c.later(func(room distr.CustomerTx) error { return room.RemoveSecret(key) })
}

func (c deferredCustomer) PutSecretUse(u distr.SecretUse) error {
	return c.later(func(room distr.CustomerTx) error { return room.PutSecretUse(u) })
}

func (tx quietTx) SetSecretKey(k distr.SealedKey) error {
	tx.note("SetSecretKey")
	return tx.VendorTx.SetSecretKey(k)
}

func (tx quietTx) PutSecret(s distr.Secret) error {
	tx.note("PutSecret")
	return tx.VendorTx.PutSecret(s)
}

func (tx quietTx) RemoveSecret(key string) error {
	tx.note("RemoveSecret")
	return tx.VendorTx.RemoveSecret(key)
}

func (tx quietCustomer) SetSecretKey(k distr.SealedKey) error {
	tx.note("Account.SetSecretKey")
	return tx.CustomerTx.SetSecretKey(k)
}

func (tx quietCustomer) PutSecret(s distr.Secret) error {
	tx.note("Account.PutSecret")
	return tx.CustomerTx.PutSecret(s)
}

func (tx quietCustomer) RemoveSecret(key string) error {
	tx.note("Account.RemoveSecret")
	return tx.CustomerTx.RemoveSecret(key)
}
