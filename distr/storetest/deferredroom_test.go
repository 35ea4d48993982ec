package storetest

import (
	"errors"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type deferredTx struct {
	distr.VendorView
	writes  []func(distr.VendorTx) error
	touched map[tenant.CustomerID]bool
	looks   looks
}

func (tx *deferredTx) later(write func(distr.VendorTx) error) error {
	tx.writes = append(tx.writes, write)
	return nil
}

func (tx *deferredTx) Open(id tenant.CustomerID) (distr.CustomerView, error) {
	tx.touched[id] = tx.touched[id] || tx.looks >= read
	return tx.VendorView.Open(id)
}

func (tx *deferredTx) AddCustomer(c tenant.Customer) error {
	return tx.later(func(room distr.VendorTx) error { return room.AddCustomer(c) })
}

func (tx *deferredTx) PutProduct(p entitlement.Product) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutProduct(p) })
}

func (tx *deferredTx) PutRelease(p entitlement.ProductID, r entitlement.Release, c map[entitlement.RepositoryPath]entitlement.Closure) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutRelease(p, r, c) })
}

func (tx *deferredTx) MoveRelease(p entitlement.ProductID, r entitlement.Release, c map[entitlement.RepositoryPath]entitlement.Closure) error {
	return tx.later(func(room distr.VendorTx) error { return room.MoveRelease(p, r, c) })
}

func (tx *deferredTx) PutReferrer(p entitlement.ProductID, path entitlement.RepositoryPath, r entitlement.Referrer) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutReferrer(p, path, r) })
}

func (tx *deferredTx) PutUpstream(u distr.Upstream) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutUpstream(u) })
}

func (tx *deferredTx) RemoveUpstream(r entitlement.RepositoryPath) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemoveUpstream(r) })
}

func (tx *deferredTx) PutSigningKey(k distr.SigningKey) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutSigningKey(k) })
}

func (tx *deferredTx) RemoveSigningKey(id string) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemoveSigningKey(id) })
}

func (tx *deferredTx) PutStaffCredential(c tenant.Credential) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutStaffCredential(c) })
}

func (tx *deferredTx) Append(e distr.Event) error {
	return tx.later(func(room distr.VendorTx) error { return room.Append(e) })
}

func (tx *deferredTx) RemoveEvents(c distr.Checkpoint) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemoveEvents(c) })
}

func (tx *deferredTx) RefileEvents() (distr.Refiled, error) {
	return distr.Refiled{}, tx.later(func(room distr.VendorTx) error { _, err := room.RefileEvents(); return err })
}

func (tx *deferredTx) PutLetter(l distr.Letter) error {
	l.Data = slices.Clone(l.Data)
	return tx.later(func(room distr.VendorTx) error { return room.PutLetter(l) })
}

func (tx *deferredTx) RemoveLetters(before time.Time) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemoveLetters(before) })
}

func (tx *deferredTx) PutLetterTemplate(t distr.LetterTemplate) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutLetterTemplate(t) })
}

func (tx *deferredTx) RemoveLetterTemplate(name string) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemoveLetterTemplate(name) })
}

func (tx *deferredTx) SetMailSettings(m distr.MailSettings) error {
	m.Public, m.Private = slices.Clone(m.Public), slices.Clone(m.Private)
	return tx.later(func(room distr.VendorTx) error { return room.SetMailSettings(m) })
}

func (tx *deferredTx) PutPost(p distr.Post) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutPost(p) })
}

func (tx *deferredTx) RemovePost(courier string) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemovePost(courier) })
}

func (tx *deferredTx) PutEndpoint(e distr.Endpoint) error {
	e.Kinds, e.Secret, e.Old = slices.Clone(e.Kinds), slices.Clone(e.Secret), slices.Clone(e.Old)
	return tx.later(func(room distr.VendorTx) error { return room.PutEndpoint(e) })
}

func (tx *deferredTx) RemoveEndpoint(id distr.EndpointID) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemoveEndpoint(id) })
}

func (tx *deferredTx) PutDeliveries(d []distr.Delivery) error {
	d = slices.Clone(d)
	return tx.later(func(room distr.VendorTx) error { return room.PutDeliveries(d) })
}

func (tx *deferredTx) RemoveDeliveries(before distr.DeliveryID) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemoveDeliveries(before) })
}

func (tx *deferredTx) PutPulls(p []distr.PullRecord) error {
	p = slices.Clone(p) // the caller may change it before it is put
	return tx.later(func(room distr.VendorTx) error { return room.PutPulls(p) })
}

func (tx *deferredTx) Edit(id tenant.CustomerID) (distr.CustomerTx, error) {
	tx.touched[id] = tx.touched[id] || tx.looks >= written
	c, err := tx.VendorView.Open(id)
	if err != nil && !errors.Is(err, tenant.ErrNotFound) {
		return nil, err
	}
	return deferredCustomer{c, tx, id}, nil // whether it is there will turn out
}

type deferredCustomer struct {
	distr.CustomerView
	tx *deferredTx
	id tenant.CustomerID
}

func (c deferredCustomer) later(write func(distr.CustomerTx) error) error {
	return c.tx.later(func(room distr.VendorTx) error { return edit(room, c.id, write) })
}

func (c deferredCustomer) SetProfile(p tenant.Profile) error {
	return c.later(func(room distr.CustomerTx) error { return room.SetProfile(p) })
}

func (c deferredCustomer) PutCredential(cred tenant.Credential) error {
	return c.later(func(room distr.CustomerTx) error { return room.PutCredential(cred) })
}

func (c deferredCustomer) PutGrant(g entitlement.Grant) error {
	return c.later(func(room distr.CustomerTx) error { return room.PutGrant(g) })
}

func (c deferredCustomer) PutLogin(id entitlement.GrantID, l distr.SealedLogin) error {
	return c.later(func(room distr.CustomerTx) error { return room.PutLogin(id, l) })
}

func (c deferredCustomer) RemoveLogin(id entitlement.GrantID) error {
	return c.later(func(room distr.CustomerTx) error { return room.RemoveLogin(id) })
}
