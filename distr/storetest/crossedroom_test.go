package storetest

import (
	"time"

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
func (v crossedView) List(q distr.CustomerList, from distr.ListPlace) ([]distr.CustomerRow, distr.ListPlace, error) {
	return v.room("List").List(q, from)
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
func (v crossedView) Closures(id product, version string, r path) ([]entitlement.Closure, error) {
	return v.room("Closures").Closures(id, version, r)
}
func (v crossedView) Referrers(id product, r path, skip int) ([]entitlement.Referrer, error) {
	return v.room("Referrers").Referrers(id, r, skip)
}
func (v crossedView) Upstreams() ([]distr.Upstream, error) { return v.room("Upstreams").Upstreams() }
func (v crossedView) SigningKeys() ([]distr.SigningKey, error) {
	return v.room("SigningKeys").SigningKeys()
}
func (v crossedView) Settings() (tenant.Settings, error) { return v.room("Settings").Settings() }
func (v crossedView) Staff() ([]tenant.Member, error)    { return v.room("Staff").Staff() }
func (v crossedView) Assigned(m tenant.MemberID, c tenant.CustomerID) (bool, error) {
	return v.room("Assigned").Assigned(m, c)
}
func (v crossedView) Assignments(m tenant.MemberID) ([]tenant.CustomerID, error) {
	return v.room("Assignments").Assignments(m)
}
func (v crossedView) Memberships(e tenant.Email) ([]tenant.CustomerID, error) {
	return v.room("Memberships").Memberships(e)
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
func (v crossedView) LastEvent() (distr.Link, error) { return v.room("LastEvent").LastEvent() }
func (v crossedView) Checkpoint() (distr.Checkpoint, error) {
	return v.room("Checkpoint").Checkpoint()
}
func (v crossedView) Post(courier string) (distr.Post, error) { return v.room("Post").Post(courier) }
func (v crossedView) Posts() ([]distr.Post, error)            { return v.room("Posts").Posts() }
func (v crossedView) Endpoints() ([]distr.Endpoint, error)    { return v.room("Endpoints").Endpoints() }
func (v crossedView) Deliveries(q distr.DeliveryQuery) ([]distr.Delivery, error) {
	return v.room("Deliveries").Deliveries(q)
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
func (tx crossedTx) MoveRelease(id product, r entitlement.Release, c map[path]entitlement.Closure) error {
	return tx.room("MoveRelease").MoveRelease(id, r, c)
}
func (tx crossedTx) PutReferrer(id product, r path, f entitlement.Referrer) error {
	return tx.room("PutReferrer").PutReferrer(id, r, f)
}
func (tx crossedTx) PutUpstream(u distr.Upstream) error {
	return tx.room("PutUpstream").PutUpstream(u)
}
func (tx crossedTx) RemoveUpstream(r path) error {
	return tx.room("RemoveUpstream").RemoveUpstream(r)
}
func (tx crossedTx) PutSigningKey(k distr.SigningKey) error {
	return tx.room("PutSigningKey").PutSigningKey(k)
}
func (tx crossedTx) RemoveSigningKey(id string) error {
	return tx.room("RemoveSigningKey").RemoveSigningKey(id)
}
func (tx crossedTx) SetSettings(s tenant.Settings) error {
	return tx.room("SetSettings").SetSettings(s)
}
func (tx crossedTx) PutStaff(m tenant.Member) error { return tx.room("PutStaff").PutStaff(m) }
func (tx crossedTx) RemoveStaff(id tenant.MemberID) error {
	return tx.room("RemoveStaff").RemoveStaff(id)
}
func (tx crossedTx) Assign(m tenant.MemberID, c tenant.CustomerID) error {
	return tx.room("Assign").Assign(m, c)
}
func (tx crossedTx) Unassign(m tenant.MemberID, c tenant.CustomerID) error {
	return tx.room("Unassign").Unassign(m, c)
}
func (tx crossedTx) PutActivity(list []distr.Activity) error {
	return tx.room("PutActivity").PutActivity(list)
}
func (tx crossedTx) PutStaffCredential(c tenant.Credential) error {
	return tx.room("PutStaffCredential").PutStaffCredential(c)
}
func (tx crossedTx) Append(e distr.Event) error { return tx.room("Append").Append(e) }
func (tx crossedTx) RemoveEvents(c distr.Checkpoint) error {
	return tx.room("RemoveEvents").RemoveEvents(c)
}
func (tx crossedTx) RefileEvents() (distr.Refiled, error) {
	return tx.room("RefileEvents").RefileEvents()
}
func (v crossedView) Letter(id distr.LetterID) (distr.Letter, error) {
	return v.room("Letter").Letter(id)
}
func (v crossedView) Letters(q distr.LetterQuery) ([]distr.Letter, error) {
	return v.room("Letters").Letters(q)
}
func (v crossedView) LetterTemplates() ([]distr.LetterTemplate, error) {
	return v.room("LetterTemplates").LetterTemplates()
}
func (v crossedView) MailSettings() (distr.MailSettings, error) {
	return v.room("MailSettings").MailSettings()
}
func (tx crossedTx) PutLetter(l distr.Letter) error { return tx.room("PutLetter").PutLetter(l) }
func (tx crossedTx) RemoveLetters(before time.Time) error {
	return tx.room("RemoveLetters").RemoveLetters(before)
}
func (tx crossedTx) PutLetterTemplate(t distr.LetterTemplate) error {
	return tx.room("PutLetterTemplate").PutLetterTemplate(t)
}
func (tx crossedTx) RemoveLetterTemplate(name string) error {
	return tx.room("RemoveLetterTemplate").RemoveLetterTemplate(name)
}
func (tx crossedTx) SetMailSettings(m distr.MailSettings) error {
	return tx.room("SetMailSettings").SetMailSettings(m)
}
func (tx crossedTx) PutPost(p distr.Post) error { return tx.room("PutPost").PutPost(p) }
func (tx crossedTx) RemovePost(courier string) error {
	return tx.room("RemovePost").RemovePost(courier)
}
func (tx crossedTx) PutEndpoint(e distr.Endpoint) error {
	return tx.room("PutEndpoint").PutEndpoint(e)
}
func (tx crossedTx) RemoveEndpoint(id distr.EndpointID) error {
	return tx.room("RemoveEndpoint").RemoveEndpoint(id)
}
func (tx crossedTx) PutDeliveries(d []distr.Delivery) error {
	return tx.room("PutDeliveries").PutDeliveries(d)
}
func (tx crossedTx) RemoveDeliveries(before distr.DeliveryID) error {
	return tx.room("RemoveDeliveries").RemoveDeliveries(before)
}
func (tx crossedTx) PutPulls(p []distr.PullRecord) error {
	return tx.room("PutPulls").PutPulls(p)
}
