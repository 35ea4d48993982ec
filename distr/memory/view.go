package memory

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A view is a vendor's room, to be read. A tx is not a view but has one, so that
// nothing that View hands out has a method which writes.
type view struct {
	open  *span
	state *state
}

var _ distr.VendorView = (*view)(nil)

func (v *view) Version() (distr.Version, error) {
	return read(v.open, func() (distr.Version, error) { return v.state.version, nil })
}

func (v *view) Customers(q distr.CustomerQuery) ([]tenant.Customer, error) {
	return read(v.open, func() ([]tenant.Customer, error) {
		from, found := v.state.place(q.After)
		if found {
			from++
		}
		chosen := v.state.customers[from:]
		if q.Limit > 0 && len(chosen) > q.Limit {
			chosen = chosen[:q.Limit]
		}
		list := make([]tenant.Customer, len(chosen))
		for i, c := range chosen {
			list[i] = copyCustomer(c.Customer)
		}
		return list, nil
	})
}

func (v *view) Open(id tenant.CustomerID) (distr.CustomerView, error) {
	return read(v.open, func() (distr.CustomerView, error) {
		if _, err := v.state.customer(id); err != nil {
			return nil, err
		}
		return &customerView{v.open, v.state, id}, nil
	})
}

func (v *view) Product(id entitlement.ProductID) (entitlement.Product, error) {
	return read(v.open, func() (entitlement.Product, error) {
		p, err := v.state.product(id)
		if err != nil {
			return entitlement.Product{}, err
		}
		return copyProduct(p.Product), nil
	})
}

func (v *view) Products() ([]entitlement.Product, error) {
	return read(v.open, func() ([]entitlement.Product, error) {
		list := make([]entitlement.Product, len(v.state.products))
		for i, p := range v.state.products {
			list[i] = copyProduct(p.Product)
		}
		return list, nil
	})
}

func (v *view) StaffCredential(id tenant.CredentialID) (tenant.Credential, error) {
	return read(v.open, func() (tenant.Credential, error) {
		return find(v.state.staff, func(c tenant.Credential) bool { return c.ID == id }, copyCredential, "staff credential", id)
	})
}

func (v *view) StaffCredentials() ([]tenant.Credential, error) {
	return read(v.open, func() ([]tenant.Credential, error) { return copies(v.state.staff, copyCredential), nil })
}
