package storetest

import (
	"errors"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenPeople mix up who is who, who may see whom, and what goes along.
func brokenPeople() []broken {
	return []broken{
		{"lets two of the staff have one address", "Conflicts", "one of the staff with another one's address", bendTx(func(tx distr.VendorTx) distr.VendorTx { return sharingStaffTx{tx} })},
		{"lets two members have one address", "Conflicts", "a member with another one's address", bendCustomerTx(func(tx distr.CustomerTx) distr.CustomerTx { return sharingMembersTx{tx} })},
		{"refuses an address that another customer's member has", "Twins", "CustomerTx.PutMember in the room of", bendTx(func(tx distr.VendorTx) distr.VendorTx { return greedyTx{tx} })},
		{"assigns whom there is not", "Conflicts", "an assignment of staff who are not there", bendTx(func(tx distr.VendorTx) distr.VendorTx { return assigningTx{tx} })},
		{"ends assignments that are not there", "Conflicts", "the end of an assignment that is not there", bendTx(func(tx distr.VendorTx) distr.VendorTx { return unassigningTx{tx} })},
		{"keeps the assignments of staff who left", "Removals", "the assignments of staff who were removed and put again", bendView(func(v distr.VendorView) distr.VendorView { return loyalView{v} })},
		{"drops everybody's assignments with one", "Removals", "the assignments of others of the staff", bendTx(func(tx distr.VendorTx) distr.VendorTx { return sweepingTx{tx} })},
		{"keeps the credential of an installation", "Removals", "the credentials, after an installation was removed", bendCustomerTx(func(tx distr.CustomerTx) distr.CustomerTx { return keepingTx{tx} })},
		{"remembers members who have left", "Removals", "where an address is a member, after it was removed elsewhere", bendView(func(v distr.VendorView) distr.VendorView { return nostalgicView{v} })},
		{"lists the staff by ID", "Order", "the staff, first put first", bendView(func(v distr.VendorView) distr.VendorView { return staffByID{v} })},
		{"lists assignments as they were made", "Order", "whom one of the staff is assigned to", bendView(func(v distr.VendorView) distr.VendorView { return reversedView{v} })},
		{"forgets who invited", "RoundTrip", "CustomerView.Members", bendCustomerTx(func(tx distr.CustomerTx) distr.CustomerTx { return forgettingMembers{tx} })},
		{"hands out who may act", "RoundTrip", "the actor of an event", bendView(func(v distr.VendorView) distr.VendorView { return actingView{v} })},
		{"hands everybody the same definitions", "Aliasing", "what a View handed out was changed", func() distr.Store {
			kept := map[string]tenant.Settings{}
			return bendView(func(v distr.VendorView) distr.VendorView { return settingsView{v, kept} })()
		}},
		{"keeps an old setting where the new one is empty", "ZeroValues", "settings that were set over others", bendTx(func(tx distr.VendorTx) distr.VendorTx { return stickyTx{tx} })},
		{"shows the staff's times in another place", "Times", "comes back in UTC", bendView(func(v distr.VendorView) distr.VendorView { return staffElsewhere{v} })},
		{"writes down the earlier instant", "Activity", "what is earlier or zero says nothing", bendTx(func(tx distr.VendorTx) distr.VendorTx { return overwritingTx{tx} })},
		{"raises the version for an activity", "Changed", "PutActivity raised the version", bendTx(func(tx distr.VendorTx) distr.VendorTx { return eventfulActivity{tx} })},
		{"does not pass over whom it does not know", "Activity", "no such customer", bendTx(func(tx distr.VendorTx) distr.VendorTx { return strictTx{tx} })},
		{"raises the version when nothing changes", "Changed", "Assign of whom is assigned raised the version", bendTx(func(tx distr.VendorTx) distr.VendorTx { return reassigningTx{tx} })},
		{"lets all of the staff see everybody", "NotFound", "Assigned of the customer", bendView(func(v distr.VendorView) distr.VendorView { return generousView{v} })},
	}
}

type sharingStaffTx struct{ distr.VendorTx }

func (tx sharingStaffTx) PutStaff(m tenant.Member) error {
	if err := tx.VendorTx.PutStaff(m); !errors.Is(err, tenant.ErrConflict) {
		return err
	}
	return nil
}

type sharingMembersTx struct{ distr.CustomerTx }

func (tx sharingMembersTx) PutMember(m tenant.Member) error {
	if err := tx.CustomerTx.PutMember(m); !errors.Is(err, tenant.ErrConflict) {
		return err
	}
	return nil
}

// greedyTx thinks that an address is unique among all of a vendor's customers.
type greedyTx struct{ distr.VendorTx }

func (tx greedyTx) Edit(id tenant.CustomerID) (distr.CustomerTx, error) {
	c, err := tx.VendorTx.Edit(id)
	return greedyCustomer{c, tx, id}, err
}

type greedyCustomer struct {
	distr.CustomerTx
	vendor greedyTx
	id     tenant.CustomerID
}

func (tx greedyCustomer) PutMember(m tenant.Member) error {
	where, err := tx.vendor.Memberships(m.Email)
	if err == nil && len(where) > 0 && !slices.Contains(where, tx.id) {
		return tenant.ErrConflict
	}
	return errors.Join(err, tx.CustomerTx.PutMember(m))
}

type assigningTx struct{ distr.VendorTx }

func (tx assigningTx) Assign(m tenant.MemberID, c tenant.CustomerID) error {
	if err := tx.VendorTx.Assign(m, c); !errors.Is(err, tenant.ErrNotFound) {
		return err
	}
	return nil
}

type unassigningTx struct{ distr.VendorTx }

func (tx unassigningTx) Unassign(m tenant.MemberID, c tenant.CustomerID) error {
	if err := tx.VendorTx.Unassign(m, c); !errors.Is(err, tenant.ErrNotFound) {
		return err
	}
	return nil
}

// loyalView shows those who came back whom they saw before.
type loyalView struct{ distr.VendorView }

func (v loyalView) Assignments(id tenant.MemberID) ([]tenant.CustomerID, error) {
	list, err := v.VendorView.Assignments(id)
	staff, _ := v.Staff()
	if slices.ContainsFunc(staff, func(m tenant.Member) bool { return m.ID == id && m.Name == memberOf("back").Name }) {
		list = append(list, customerID)
	}
	return list, err
}

type sweepingTx struct{ distr.VendorTx }

func (tx sweepingTx) RemoveStaff(id tenant.MemberID) error {
	if assigned, err := tx.Assigned(secondID, customerID); err != nil || assigned {
		return errors.Join(err, tx.Unassign(secondID, customerID), tx.VendorTx.RemoveStaff(id))
	}
	return tx.VendorTx.RemoveStaff(id)
}

type keepingTx struct{ distr.CustomerTx }

func (tx keepingTx) RemoveInstallation(id tenant.InstallationID) error {
	own, _ := tx.Credential(credentialID)
	if err := tx.CustomerTx.RemoveInstallation(id); err != nil {
		return err
	}
	return tx.PutCredential(own)
}

// nostalgicView lists a customer in which nobody has the address any more.
type nostalgicView struct{ distr.VendorView }

func (v nostalgicView) Memberships(e tenant.Email) ([]tenant.CustomerID, error) {
	list, err := v.VendorView.Memberships(e)
	if slices.Equal(list, []tenant.CustomerID{"rival"}) {
		list = []tenant.CustomerID{customerID, "rival"}
	}
	return list, err
}
