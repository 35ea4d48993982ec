package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// secrets puts secrets into both sorts of rooms, and looks who uses them.
func secrets(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error {
		return errors.Join(tx.AddCustomer(tenant.Customer{ID: customerID}), tx.AddCustomer(tenant.Customer{ID: "rival"}))
	})
	inBoth(t, s, func(in func(func(eitherRoom) error), whose string) {
		secretKeys(t, in, whose)
		secretsInOrder(t, in, whose)
		sealedSecrets(t, in, whose)
	})
	secretUses(t, s)
}

// secretKeys puts data keys, the empty one last.
func secretKeys(t T, in func(func(eitherRoom) error), whose string) {
	t.Helper()
	far := time.FixedZone("far west", -11*3600)
	for _, want := range []distr.SealedKey{
		secretKeyOf("first"), {Number: 1 << 62, Wrapper: "arn:aws:kms:é", Wrapped: []byte{}, Created: at(1).In(far)},
		{Number: 1, Wrapped: bytes.Repeat([]byte{0xa5}, 5000), Created: time.Unix(0, 0)}, {},
	} {
		var kept distr.SealedKey
		in(func(room eitherRoom) error { return room.SetSecretKey(want) })
		in(func(room eitherRoom) (err error) {
			kept, err = room.SecretKey()
			return err
		})
		want.Created = want.Created.UTC()
		require.Equal(t, text(want), text(kept), "%s data key of secrets", whose)
	}
}

// secretsInOrder puts secrets in no order, one of them again, and removes one.
func secretsInOrder(t T, in func(func(eitherRoom) error), whose string) {
	t.Helper()
	sorted := []string{"A", "A1", "A_", "B", "Z", "_", "a", "a_b", "ab", "b", "z"}
	keys := func() (keys []string) {
		in(func(room eitherRoom) error {
			all, err := room.Secrets()
			keys = ids(all, func(s distr.Secret) string { return s.Key })
			return err
		})
		return keys
	}
	for i := range append(slices.Clone(sorted), "again") {
		in(func(room eitherRoom) error {
			return room.PutSecret(distr.Secret{Key: sorted[(i*7)%len(sorted)], Version: int64(99 - i), Changed: at(59 - i)})
		})
	}
	require.Equal(t, sorted, keys(), "%s secrets are ascending by key, in byte order", whose)
	in(func(room eitherRoom) error { return room.RemoveSecret("a_b") })
	require.Equal(t, slices.Concat(sorted[:7], sorted[8:]), keys(), "%s secrets, without one that was removed", whose)
	for _, key := range []string{"", "a_b", "aXb", "AB", "%", "nobody"} {
		var err error
		in(func(room eitherRoom) error {
			err = room.RemoveSecret(key)
			return nil
		})
		require.ErrorIs(t, err, tenant.ErrNotFound, "the removal of the secret %q, which is not among %s", key, whose)
	}
	for _, key := range keys() {
		in(func(room eitherRoom) error { return room.RemoveSecret(key) })
	}
	require.Empty(t, keys(), "%s secrets, when all were removed", whose)
}

// sealedSecrets puts bytes that are not text, over one another.
func sealedSecrets(t T, in func(func(eitherRoom) error), whose string) {
	t.Helper()
	for i, sealed := range [][]byte{nil, {}, {0}, []byte("\xff\xfe\r\n\x00'; --"), bytes.Repeat([]byte{0xa5}, 70_000), nil} {
		want := distr.Secret{Key: "KEY", Version: int64(i), Sealed: sealed, By: fmt.Sprint("é <", i, ">"), Changed: at(i)}
		var kept []distr.Secret
		in(func(room eitherRoom) error { return room.PutSecret(want) })
		in(func(room eitherRoom) (err error) {
			kept, err = room.Secrets()
			return err
		})
		require.Equal(t, text([]distr.Secret{want}), text(kept), "%s secret that was put over another", whose)
	}
}

// secretUses lets installations of two customers use secrets, and removes one.
func secretUses(t T, s distr.Store) {
	t.Helper()
	use := func(id tenant.InstallationID, key string, own bool, minute int) distr.SecretUse {
		return distr.SecretUse{Installation: id, Key: key, Own: own, At: at(minute)}
	}
	put := func(c tenant.CustomerID, uses ...distr.SecretUse) {
		t.Helper()
		updateCustomer(t, s, c, func(room distr.CustomerTx) error {
			for _, u := range uses {
				if err := room.PutSecretUse(u); err != nil {
					return err
				}
			}
			return nil
		})
	}
	wide := func(key, why string, want map[tenant.CustomerID][]distr.SecretUse) {
		t.Helper()
		got := look(t, s, acme, func(v distr.VendorView) (map[tenant.CustomerID][]distr.SecretUse, error) { return v.SecretUses(key) })
		require.Equal(t, text(want), text(got), "who uses the vendor's secrets: %s", why)
	}
	for _, c := range []tenant.CustomerID{customerID, "rival"} {
		updateCustomer(t, s, c, func(room distr.CustomerTx) error {
			for _, id := range []tenant.InstallationID{"b", "B", "a"} {
				if err := room.PutCredential(tenant.Credential{ID: tenant.CredentialID(id)}); err != nil {
					return err
				}
				if err := room.PutInstallation(tenant.Installation{ID: id, Credential: tenant.CredentialID(id)}); err != nil {
					return err
				}
			}
			return nil
		})
	}
	put(customerID, use("b", "KEY", false, 1), use("a", "b", true, 2), use("B", "KEY", true, 3), use("a", "KEY", false, 4))
	put("rival", use("a", "b", false, 5))
	got := lookCustomer(t, s, customerID, distr.CustomerView.SecretUses)
	require.Equal(t, text([]distr.SecretUse{use("B", "KEY", true, 3), use("a", "KEY", false, 4), use("a", "b", true, 2), use("b", "KEY", false, 1)}), text(got),
		"uses of secrets by installation and key, in byte order")
	wide("", "all", map[tenant.CustomerID][]distr.SecretUse{customerID: {use("a", "KEY", false, 4), use("b", "KEY", false, 1)}, "rival": {use("a", "b", false, 5)}})
	wide("KEY", "of one key", map[tenant.CustomerID][]distr.SecretUse{customerID: {use("a", "KEY", false, 4), use("b", "KEY", false, 1)}})
	wide("key", "of none", map[tenant.CustomerID][]distr.SecretUse{})
	put(customerID, use("a", "KEY", true, 6))
	wide("KEY", "but who has an own one since", map[tenant.CustomerID][]distr.SecretUse{customerID: {use("b", "KEY", false, 1)}})
	for _, u := range []distr.SecretUse{use("c", "KEY", true, 7), use("", "KEY", false, 7)} {
		err := s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
			return edit(tx, customerID, func(c distr.CustomerTx) error { return c.PutSecretUse(u) })
		})
		require.ErrorIs(t, err, tenant.ErrNotFound, "a use by the installation %q, which is not there", u.Installation)
	}
	updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.RemoveInstallation("a") })
	got = lookCustomer(t, s, customerID, distr.CustomerView.SecretUses)
	require.Equal(t, text([]distr.SecretUse{use("B", "KEY", true, 3), use("b", "KEY", false, 1)}), text(got), "uses of secrets, after an installation was removed")
	wide("", "after another customer's installation was removed", map[tenant.CustomerID][]distr.SecretUse{customerID: {use("b", "KEY", false, 1)}, "rival": {use("a", "b", false, 5)}})
}
