package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// The rooms below do one of their methods in the twin's room. They embed
// nothing: a method that is new has to be written down here, too.

type (
	product = entitlement.ProductID
	path    = entitlement.RepositoryPath
)

// choose is the twin for the crossed method, and the own room for the others.
func choose[R any](own, twin R, method, crossed string) R {
	if method == crossed {
		return twin
	}
	return own
}

type crossedView struct {
	own, twin distr.VendorView
	store     crossing
}

func (v crossedView) room(method string) distr.VendorView {
	return choose(v.own, v.twin, method, v.store.vendor)
}

func (v crossedView) Version() (distr.Version, error) { return v.room("Version").Version() }
func (v crossedView) Customers(q distr.CustomerQuery) ([]tenant.Customer, error) {
	return v.room("Customers").Customers(q)
}
func (v crossedView) Open(id tenant.CustomerID) (distr.CustomerView, error) {
	room := v.room("Open")
	own, err := room.Open(id)
	if twin, errTwin := room.Open(otherCustomer(id)); err == nil && errTwin == nil {
		return crossedCustomer{own, twin, v.store}, nil
	}
	return own, err
}
func (v crossedView) Product(id product) (entitlement.Product, error) {
	return v.room("Product").Product(id)
}
func (v crossedView) Products() ([]entitlement.Product, error) { return v.room("Products").Products() }
func (v crossedView) Releases(id product) ([]entitlement.Release, error) {
	return v.room("Releases").Releases(id)
}
func (v crossedView) Closure(id product, version string, r path) (entitlement.Closure, error) {
	return v.room("Closure").Closure(id, version, r)
}
func (v crossedView) StaffCredential(id tenant.CredentialID) (tenant.Credential, error) {
	return v.room("StaffCredential").StaffCredential(id)
}
func (v crossedView) StaffCredentials() ([]tenant.Credential, error) {
	return v.room("StaffCredentials").StaffCredentials()
}
func (v crossedView) Events(q distr.EventQuery) ([]distr.Event, error) {
	return v.room("Events").Events(q)
}
func (v crossedView) Pulls(q distr.PullQuery) ([]distr.PullRecord, error) {
	return v.room("Pulls").Pulls(q)
}

type crossedTx struct {
	crossedView
	ownTx, twinTx distr.VendorTx
	store         crossing
}

func (tx crossedTx) room(method string) distr.VendorTx {
	return choose(tx.ownTx, tx.twinTx, method, tx.store.vendor)
}

func (tx crossedTx) AddCustomer(c tenant.Customer) error {
	return tx.room("AddCustomer").AddCustomer(c)
}
func (tx crossedTx) Edit(id tenant.CustomerID) (distr.CustomerTx, error) {
	room := tx.room("Edit")
	own, err := room.Edit(id)
	if twin, errTwin := room.Edit(otherCustomer(id)); err == nil && errTwin == nil {
		return crossedCustomerTx{crossedCustomer{own, twin, tx.store}, own, twin}, nil
	}
	return own, err
}
func (tx crossedTx) PutProduct(p entitlement.Product) error {
	return tx.room("PutProduct").PutProduct(p)
}
func (tx crossedTx) PutRelease(id product, r entitlement.Release, c map[path]entitlement.Closure) error {
	return tx.room("PutRelease").PutRelease(id, r, c)
}
func (tx crossedTx) PutStaffCredential(c tenant.Credential) error {
	return tx.room("PutStaffCredential").PutStaffCredential(c)
}
func (tx crossedTx) Append(e distr.Event) error       { return tx.room("Append").Append(e) }
func (tx crossedTx) LogPull(p distr.PullRecord) error { return tx.room("LogPull").LogPull(p) }

type crossedCustomer struct {
	own, twin distr.CustomerView
	store     crossing
}

func (c crossedCustomer) room(method string) distr.CustomerView {
	return choose(c.own, c.twin, method, c.store.customer)
}

func (c crossedCustomer) Customer() (tenant.Customer, error) { return c.room("Customer").Customer() }
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
func (tx crossedCustomerTx) PutCredential(c tenant.Credential) error {
	return tx.room("PutCredential").PutCredential(c)
}
func (tx crossedCustomerTx) PutGrant(g entitlement.Grant) error {
	return tx.room("PutGrant").PutGrant(g)
}
