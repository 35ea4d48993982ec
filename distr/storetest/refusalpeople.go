package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// secondID is who and what else is there when people's refusals are asked for.
const (
	secondID      = "second"
	secondAddress = tenant.Email("second@globex.example")
)

// prepareSecond adds a second one of each to a room that was filled.
func prepareSecond(tx distr.VendorTx) error {
	second := tenant.Member{ID: secondID, Email: secondAddress}
	if err := tx.PutStaff(second); err != nil {
		return err
	}
	return edit(tx, customerID, func(c distr.CustomerTx) error {
		if err := c.PutMember(second); err != nil {
			return err
		}
		if err := c.PutCredential(tenant.Credential{ID: secondID}); err != nil {
			return err
		}
		return c.PutInstallation(tenant.Installation{ID: secondID, Credential: secondID})
	})
}

// peoplesRefusals are those of people and installations. The customer "rival" has
// none of them.
func peoplesRefusals() []refusal {
	in := func(id tenant.CustomerID, do func(distr.CustomerTx, *sample) error) func(distr.VendorTx, *sample) error {
		return func(tx distr.VendorTx, s *sample) error {
			return edit(tx, id, func(c distr.CustomerTx) error { return do(c, s) })
		}
	}
	return []refusal{
		{"one of the staff with another one's address", func(tx distr.VendorTx, s *sample) error {
			s.member.ID = "new"
			return tx.PutStaff(s.member)
		}, tenant.ErrConflict},
		{"one of the staff who takes another one's address", func(tx distr.VendorTx, s *sample) error {
			s.member.Email = secondAddress
			return tx.PutStaff(s.member)
		}, tenant.ErrConflict},
		{"the removal of staff who are not there", func(tx distr.VendorTx, _ *sample) error { return tx.RemoveStaff("MBR_1") }, tenant.ErrNotFound},
		{"an assignment of staff who are not there", func(tx distr.VendorTx, _ *sample) error { return tx.Assign("MBR_1", "rival") }, tenant.ErrNotFound},
		{"an assignment to a customer who is not there", func(tx distr.VendorTx, _ *sample) error { return tx.Assign(memberID, "Globex") }, tenant.ErrNotFound},
		{"the end of an assignment that is not there", func(tx distr.VendorTx, _ *sample) error { return tx.Unassign(memberID, "rival") }, tenant.ErrNotFound},
		{"the end of another one's assignment", func(tx distr.VendorTx, _ *sample) error { return tx.Unassign(secondID, customerID) }, tenant.ErrNotFound},
		{"a member with another one's address", in(customerID, func(c distr.CustomerTx, s *sample) error {
			s.member.ID = "new"
			return c.PutMember(s.member)
		}), tenant.ErrConflict},
		{"a member who takes another one's address", in(customerID, func(c distr.CustomerTx, s *sample) error {
			s.member.Email = secondAddress
			return c.PutMember(s.member)
		}), tenant.ErrConflict},
		{"the removal of a member who is not there", in(customerID, func(c distr.CustomerTx, _ *sample) error { return c.RemoveMember("MBR_1") }), tenant.ErrNotFound},
		{"the removal of another customer's member", in("rival", func(c distr.CustomerTx, _ *sample) error { return c.RemoveMember(memberID) }), tenant.ErrNotFound},
		{"an installation of a credential that is not there", in(customerID, func(c distr.CustomerTx, s *sample) error {
			s.installation.Credential = "CRD_1"
			return c.PutInstallation(s.installation)
		}), tenant.ErrNotFound},
		{"an installation of another customer's credential", in("rival", func(c distr.CustomerTx, s *sample) error {
			return c.PutInstallation(s.installation)
		}), tenant.ErrNotFound},
		{"an installation with another one's credential", in(customerID, func(c distr.CustomerTx, s *sample) error {
			s.installation.ID = "new"
			return c.PutInstallation(s.installation)
		}), tenant.ErrConflict},
		{"an installation that takes another one's credential", in(customerID, func(c distr.CustomerTx, s *sample) error {
			s.installation.Credential = secondID
			return c.PutInstallation(s.installation)
		}), tenant.ErrConflict},
		{"the removal of an installation that is not there", in(customerID, func(c distr.CustomerTx, _ *sample) error {
			return c.RemoveInstallation("INS_1")
		}), tenant.ErrNotFound},
		{"the removal of another customer's installation", in("rival", func(c distr.CustomerTx, _ *sample) error {
			return c.RemoveInstallation(installationID)
		}), tenant.ErrNotFound},
	}
}
