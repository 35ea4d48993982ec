package storetest

import (
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// notFound asks a full room for what it does not have: other IDs, and IDs that
// are there, but of something else.
func notFound(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error {
		if err := fill(tx, "kept"); err != nil {
			return err
		}
		if err := tx.PutStaffCredential(tenant.Credential{ID: "crd_staff"}); err != nil {
			return err
		}
		if err := tx.AddCustomer(tenant.Customer{ID: "other"}); err != nil {
			return err
		}
		return edit(tx, "other", func(c distr.CustomerTx) error {
			if err := c.PutCredential(tenant.Credential{ID: "crd_other"}); err != nil {
				return err
			}
			return c.PutGrant(entitlement.Grant{ID: "grt_other", Product: productID, Versions: entitlement.All()})
		})
	})
	for _, id := range []string{"", "nobody", "Globex", "APP", "CRD_1", "GRT_1", "crd_staff", "crd_other", "grt_other", "globe", "globex ", "globe_", "%"} {
		var got map[string]error
		err := s.View(t.Context(), acme, func(v distr.VendorView) error {
			got = ask(v, id)
			return nil
		})
		require.NoError(t, err)
		if id == "crd_staff" {
			require.NoError(t, got["StaffCredential"], "the staff's own credential")
			delete(got, "StaffCredential")
		}
		for method, err := range got {
			require.ErrorIs(t, err, tenant.ErrNotFound, "%s of %q", method, id)
		}
		require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
			got = ask(tx, id)
			_, got["Edit"] = tx.Edit(tenant.CustomerID(id))
			return nil
		}))
		require.ErrorIs(t, got["Edit"], tenant.ErrNotFound, "Edit of %q", id)
		require.ErrorIs(t, got["Open"], tenant.ErrNotFound, "Open of %q, in an update", id)
	}
	releases := look(t, s, acme, func(v distr.VendorView) ([]entitlement.Release, error) { return v.Releases("APP") })
	require.Empty(t, releases, "the releases of a product that is not there")
}

// ask asks every method that takes an ID for this one.
func ask(v distr.VendorView, id string) map[string]error {
	got := map[string]error{}
	_, got["Open"] = v.Open(tenant.CustomerID(id))
	_, got["Product"] = v.Product(entitlement.ProductID(id))
	_, got["StaffCredential"] = v.StaffCredential(tenant.CredentialID(id))
	c, err := v.Open(customerID)
	if err != nil {
		got["the customer who is there"] = err
		return got
	}
	_, got["Credential"] = c.Credential(tenant.CredentialID(id))
	_, got["Grant"] = c.Grant(entitlement.GrantID(id))
	return got
}
