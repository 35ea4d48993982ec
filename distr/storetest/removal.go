package storetest

import (
	"errors"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// removals take away people and installations, and look what went along.
func removals(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error {
		if err := fill(tx, "kept"); err != nil {
			return err
		}
		if err := prepareSecond(tx); err != nil {
			return err
		}
		return errors.Join(tx.Assign(secondID, customerID), tx.AddCustomer(tenant.Customer{ID: "rival"}),
			tx.Assign(memberID, "rival"), edit(tx, "rival", func(c distr.CustomerTx) error {
				return errors.Join(c.PutMember(newSample("rival").member), c.PutCredential(tenant.Credential{ID: credentialID}),
					c.PutInstallation(newSample("rival").installation))
			}))
	})
	requireStaffLeft(t, s)
	requireMembersLeft(t, s)
	requireInstallationsLeft(t, s)
}

// requireStaffLeft removes one of the staff. Who comes back under the same ID is
// somebody else, perhaps, and sees nobody.
func requireStaffLeft(t T, s distr.Store) {
	t.Helper()
	update(t, s, acme, func(tx distr.VendorTx) error { return tx.RemoveStaff(memberID) })
	update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutStaff(newSample("back").member) })
	of := func(m tenant.MemberID) []tenant.CustomerID {
		return look(t, s, acme, func(v distr.VendorView) ([]tenant.CustomerID, error) { return v.Assignments(m) })
	}
	require.Empty(t, of(memberID), "the assignments of staff who were removed and put again")
	assigned := look(t, s, acme, func(v distr.VendorView) (bool, error) { return v.Assigned(memberID, customerID) })
	require.False(t, assigned, "whether staff who were removed and put again are assigned")
	require.Equal(t, []tenant.CustomerID{customerID}, of(secondID), "the assignments of others of the staff")
	members := lookCustomer(t, s, customerID, distr.CustomerView.Members)
	require.Len(t, members, 2, "a customer's people, after one of the staff was removed who has the same ID")
}

func requireMembersLeft(t T, s distr.Store) {
	t.Helper()
	updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.RemoveMember(memberID) })
	where := look(t, s, acme, func(v distr.VendorView) ([]tenant.CustomerID, error) { return v.Memberships(address) })
	require.Equal(t, []tenant.CustomerID{"rival"}, where, "where an address is a member, after it was removed elsewhere")
	members := lookCustomer(t, s, customerID, distr.CustomerView.Members)
	require.Equal(t, []tenant.MemberID{secondID}, ids(members, func(m tenant.Member) tenant.MemberID { return m.ID }), "who is left of a customer's people")
	// The address is free again, for another of them too.
	updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutMember(tenant.Member{ID: secondID, Email: address}) })
	updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutMember(tenant.Member{ID: memberID, Email: secondAddress}) })
	staff := look(t, s, acme, distr.VendorView.Staff)
	require.Len(t, staff, 2, "the staff, after a customer's member was removed who has the same ID")
}

func requireInstallationsLeft(t T, s distr.Store) {
	t.Helper()
	updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.RemoveInstallation(installationID) })
	credential := func(c tenant.Credential) tenant.CredentialID { return c.ID }
	left := lookCustomer(t, s, customerID, distr.CustomerView.Credentials)
	require.Equal(t, []tenant.CredentialID{secondID}, ids(left, credential), "the credentials, after an installation was removed")
	installations := lookCustomer(t, s, customerID, distr.CustomerView.Installations)
	require.Equal(t, []tenant.InstallationID{secondID}, ids(installations, func(i tenant.Installation) tenant.InstallationID { return i.ID }), "the installations, after one was removed")
	rivals := lookCustomer(t, s, "rival", distr.CustomerView.Credentials)
	require.Equal(t, []tenant.CredentialID{credentialID}, ids(rivals, credential), "another customer's credentials, after an installation was removed")
	staff := look(t, s, acme, distr.VendorView.StaffCredentials)
	require.Equal(t, []tenant.CredentialID{credentialID}, ids(staff, credential), "the staff's credentials, after a customer's installation was removed")
}
