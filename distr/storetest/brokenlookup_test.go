package storetest

import (
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenLookups find what is not there, or what lies in the next room.
func brokenLookups() []broken {
	return []broken{
		{"folds the case of products", "NotFound", `Product of "APP"`, bendView(func(v distr.VendorView) distr.VendorView { return foldingView{v} })},
		{"finds nothing without an error", "NotFound", `StaffCredential of ""`, bendView(func(v distr.VendorView) distr.VendorView { return silentView{v} })},
		{"lets staff in at a customer's door", "NotFound", `Credential of "crd_staff"`, bendView(func(v distr.VendorView) distr.VendorView {
			return lens{v, func(c distr.CustomerView) distr.CustomerView { return staffView{c, v} }}
		})},
		{"opens a room that is not there", "NotFound", "Open of", bendView(func(v distr.VendorView) distr.VendorView { return openView{v} })},
		{"shows staff among a customer's credentials", "Twins", "VendorTx.PutStaffCredential in the room of acme changed the room of acme/", bendView(func(v distr.VendorView) distr.VendorView {
			return lens{v, func(c distr.CustomerView) distr.CustomerView { return staffView{c, v} }}
		})},
		{"shows a customer's credential among the staff's", "Twins", "CustomerTx.PutCredential in the room of acme/globex changed the room of acme", bendView(func(v distr.VendorView) distr.VendorView {
			return mixedView{v}
		})},
	}
}

type foldingView struct{ distr.VendorView }

func (v foldingView) Product(id entitlement.ProductID) (entitlement.Product, error) {
	return v.VendorView.Product(entitlement.ProductID(strings.ToLower(string(id))))
}

type silentView struct{ distr.VendorView }

func (v silentView) StaffCredential(id tenant.CredentialID) (tenant.Credential, error) {
	c, _ := v.VendorView.StaffCredential(id)
	return c, nil
}

type staffView struct {
	distr.CustomerView
	vendor distr.VendorView
}

func (v staffView) Credential(id tenant.CredentialID) (tenant.Credential, error) {
	if c, err := v.CustomerView.Credential(id); err == nil {
		return c, nil
	}
	return v.vendor.StaffCredential(id)
}

type openView struct{ distr.VendorView }

func (v openView) Open(id tenant.CustomerID) (distr.CustomerView, error) {
	c, err := v.VendorView.Open(id)
	if err != nil {
		return v.VendorView.Open(customerID)
	}
	return c, nil
}

// mixedView lists the credentials of one customer as if they were the staff's.
type mixedView struct{ distr.VendorView }

func (v mixedView) StaffCredentials() ([]tenant.Credential, error) {
	staff, err := v.VendorView.StaffCredentials()
	if err != nil {
		return nil, err
	}
	c, err := v.Open(customerID)
	if err != nil {
		return staff, nil //nolint:nilerr // then there is nothing to mix in
	}
	own, err := c.Credentials()
	return append(staff, own...), err
}
