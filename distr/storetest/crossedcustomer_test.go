package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type crossedCustomer struct {
	own, twin distr.CustomerView
	store     crossing
}

func (c crossedCustomer) room(method string) distr.CustomerView {
	return choose(c.own, c.twin, method, c.store.customer)
}

func (c crossedCustomer) Customer() (tenant.Customer, error) { return c.room("Customer").Customer() }
func (c crossedCustomer) Members() ([]tenant.Member, error)  { return c.room("Members").Members() }
func (c crossedCustomer) Installations() ([]tenant.Installation, error) {
	return c.room("Installations").Installations()
}
func (c crossedCustomer) Credential(id tenant.CredentialID) (tenant.Credential, error) {
	return c.room("Credential").Credential(id)
}
func (c crossedCustomer) Credentials() ([]tenant.Credential, error) {
	return c.room("Credentials").Credentials()
}
func (c crossedCustomer) Grant(id entitlement.GrantID) (entitlement.Grant, error) {
	return c.room("Grant").Grant(id)
}
func (c crossedCustomer) Grants() ([]entitlement.Grant, error) { return c.room("Grants").Grants() }
func (c crossedCustomer) Logins() (map[entitlement.GrantID]distr.SealedLogin, error) {
	return c.room("Logins").Logins()
}

type crossedCustomerTx struct {
	crossedCustomer
	ownTx, twinTx distr.CustomerTx
}

func (tx crossedCustomerTx) room(method string) distr.CustomerTx {
	return choose(tx.ownTx, tx.twinTx, method, tx.store.customer)
}

func (tx crossedCustomerTx) SetProfile(p tenant.Profile) error {
	return tx.room("SetProfile").SetProfile(p)
}
func (tx crossedCustomerTx) PutMember(m tenant.Member) error {
	return tx.room("PutMember").PutMember(m)
}
func (tx crossedCustomerTx) RemoveMember(id tenant.MemberID) error {
	return tx.room("RemoveMember").RemoveMember(id)
}
func (tx crossedCustomerTx) PutInstallation(i tenant.Installation) error {
	return tx.room("PutInstallation").PutInstallation(i)
}
func (tx crossedCustomerTx) RemoveInstallation(id tenant.InstallationID) error {
	return tx.room("RemoveInstallation").RemoveInstallation(id)
}
func (tx crossedCustomerTx) PutCredential(c tenant.Credential) error {
	return tx.room("PutCredential").PutCredential(c)
}
func (tx crossedCustomerTx) PutGrant(g entitlement.Grant) error {
	return tx.room("PutGrant").PutGrant(g)
}
func (tx crossedCustomerTx) PutLogin(id entitlement.GrantID, l distr.SealedLogin) error {
	return tx.room("PutLogin").PutLogin(id, l)
}
func (tx crossedCustomerTx) RemoveLogin(id entitlement.GrantID) error {
	return tx.room("RemoveLogin").RemoveLogin(id)
}
