package storetest

import (
	"bytes"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// annotations puts maps: nil comes back as nil, since what is made of a manifest
// without annotations has none either.
func annotations(t T, s distr.Store) {
	t.Helper()
	for i, want := range []map[string]string{nil, {}, {"": ""}, {"a": "A", "A": "a", "e\u0301": "\u00e9"}} {
		closure := entitlement.Closure{Root: entitlement.SHA256(nil), Annotations: want}
		update(t, s, "annotations", func(tx distr.VendorTx) error {
			if err := tx.PutProduct(entitlement.Product{ID: productID, Kind: entitlement.Artifact}); err != nil {
				return err
			}
			return tx.PutReferrer(productID, imagePath, entitlement.Referrer{Closure: closure})
		})
		kept := look(t, s, "annotations", func(v distr.VendorView) ([]entitlement.Referrer, error) { return v.Referrers(productID, imagePath, i) })
		require.Len(t, kept, 1)
		require.Equal(t, text(want), text(kept[0].Closure.Annotations), "annotations")
		if want == nil {
			require.Nil(t, kept[0].Closure.Annotations, "annotations that are nil come back as nil")
		}
	}
}

// sealed puts bytes that are not text, and a login where none is kept.
func sealed(t T, s distr.Store) {
	t.Helper()
	for _, password := range [][]byte{nil, {}, {0}, []byte("\xff\xfe\r\n\x00"), bytes.Repeat([]byte{0xa5}, 5000)} {
		login := distr.SealedLogin{Username: "ro:bot@example.com", Password: password}
		upstream := upstreamOf("sealed", "sealed")
		upstream.Login = login
		given := upstream
		given.Origin.Login = entitlement.NewLogin("robot", "in clear text")
		key := distr.SigningKey{ID: "sealed", Private: password}
		update(t, s, "sealed", func(tx distr.VendorTx) error {
			if err := tx.PutUpstream(given); err != nil {
				return err
			}
			return tx.PutSigningKey(key)
		})
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutLogin(grantID, login) })
		upstreams := look(t, s, "sealed", distr.VendorView.Upstreams)
		require.Equal(t, text([]distr.Upstream{upstream}), text(upstreams), "an upstream, and no login in its origin")
		keys := look(t, s, "sealed", distr.VendorView.SigningKeys)
		require.Equal(t, text([]distr.SigningKey{key}), text(keys), "a signing key")
		logins := lookCustomer(t, s, customerID, distr.CustomerView.Logins)
		require.Equal(t, text(map[entitlement.GrantID]distr.SealedLogin{grantID: login}), text(logins), "a login")
	}
}

// keptLogins puts a grant again that has a login, and removes the login and puts
// it again.
func keptLogins(t T, s distr.Store) {
	t.Helper()
	want := lookCustomer(t, s, customerID, distr.CustomerView.Logins)
	require.NotEmpty(t, want)
	updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutGrant(newSample("again").grant) })
	kept := lookCustomer(t, s, customerID, distr.CustomerView.Logins)
	require.Equal(t, text(want), text(kept), "the login of a grant that was put again")
	updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.RemoveLogin(grantID) })
	gone := lookCustomer(t, s, customerID, distr.CustomerView.Logins)
	require.Empty(t, gone, "a login that was removed")
	updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutLogin(grantID, want[grantID]) })
	kept = lookCustomer(t, s, customerID, distr.CustomerView.Logins)
	require.Equal(t, text(want), text(kept), "a login that was removed and put again")
}
