package storetest

import "github.com/seed361c4c3e/distr-go/tenant"

func (tx quietTx) SetSettings(s tenant.Settings) error {
	tx.note("SetSettings")
	return tx.VendorTx.SetSettings(s)
}

func (tx quietTx) PutStaff(m tenant.Member) error {
	tx.note("PutStaff")
	return tx.VendorTx.PutStaff(m)
}

func (tx quietTx) RemoveStaff(id tenant.MemberID) error {
	tx.note("RemoveStaff")
	return tx.VendorTx.RemoveStaff(id)
}

func (tx quietTx) Assign(m tenant.MemberID, c tenant.CustomerID) error {
	tx.note("Assign")
	return tx.VendorTx.Assign(m, c)
}

func (tx quietTx) Unassign(m tenant.MemberID, c tenant.CustomerID) error {
	tx.note("Unassign")
	return tx.VendorTx.Unassign(m, c)
}

func (tx quietCustomer) PutMember(m tenant.Member) error {
	tx.note("PutMember")
	return tx.CustomerTx.PutMember(m)
}

func (tx quietCustomer) RemoveMember(id tenant.MemberID) error {
	tx.note("RemoveMember")
	return tx.CustomerTx.RemoveMember(id)
}

func (tx quietCustomer) PutInstallation(i tenant.Installation) error {
	tx.note("PutInstallation")
	return tx.CustomerTx.PutInstallation(i)
}

func (tx quietCustomer) RemoveInstallation(id tenant.InstallationID) error {
	tx.note("RemoveInstallation")
	return tx.CustomerTx.RemoveInstallation(id)
}
