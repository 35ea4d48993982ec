package storetest

import (
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func (tx *deferredTx) SetSettings(s tenant.Settings) error {
	return tx.later(func(room distr.VendorTx) error { return room.SetSettings(s) })
}

func (tx *deferredTx) PutStaff(m tenant.Member) error {
	return tx.later(func(room distr.VendorTx) error { return room.PutStaff(m) })
}

func (tx *deferredTx) RemoveStaff(id tenant.MemberID) error {
	return tx.later(func(room distr.VendorTx) error { return room.RemoveStaff(id) })
}

func (tx *deferredTx) Assign(m tenant.MemberID, c tenant.CustomerID) error {
	return tx.later(func(room distr.VendorTx) error { return room.Assign(m, c) })
}

func (tx *deferredTx) Unassign(m tenant.MemberID, c tenant.CustomerID) error {
	return tx.later(func(room distr.VendorTx) error { return room.Unassign(m, c) })
}

func (tx *deferredTx) PutActivity(list []distr.Activity) error {
	list = slices.Clone(list) // the caller may change it before it is put
	return tx.later(func(room distr.VendorTx) error { return room.PutActivity(list) })
}

func (c deferredCustomer) PutMember(m tenant.Member) error {
	return c.later(func(room distr.CustomerTx) error { return room.PutMember(m) })
}

func (c deferredCustomer) RemoveMember(id tenant.MemberID) error {
	return c.later(func(room distr.CustomerTx) error { return room.RemoveMember(id) })
}

func (c deferredCustomer) PutInstallation(i tenant.Installation) error {
	return c.later(func(room distr.CustomerTx) error { return room.PutInstallation(i) })
}

func (c deferredCustomer) RemoveInstallation(id tenant.InstallationID) error {
	return c.later(func(room distr.CustomerTx) error { return room.RemoveInstallation(id) })
}
