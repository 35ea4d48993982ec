package storetest

import (
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// The functions given to View and Update never end the test: a store may call
// them in another goroutine than the one that asked, and may call them twice. So
// they return errors and set results, and what came out is looked at afterwards.

// acme is the vendor of the checks that need one only.
const acme tenant.VendorID = "acme"

// update changes a vendor's room, and fails the check if that fails.
func update(t T, s distr.Store, v tenant.VendorID, fn func(distr.VendorTx) error) {
	t.Helper()
	require.NoError(t, s.Update(t.Context(), v, fn), "Update of %s", v)
}

// updateCustomer changes a customer's room at acme.
func updateCustomer(t T, s distr.Store, id tenant.CustomerID, fn func(distr.CustomerTx) error) {
	t.Helper()
	update(t, s, acme, func(tx distr.VendorTx) error { return edit(tx, id, fn) })
}

// An eitherRoom is what a vendor's room and a customer's have in common, open for changes.
type eitherRoom interface {
	distr.ScheduleView
	distr.ScheduleTx
	SecretKey() (distr.SealedKey, error)
	Secrets() ([]distr.Secret, error)
	SetSecretKey(distr.SealedKey) error
	PutSecret(distr.Secret) error
	RemoveSecret(key string) error
}

// inBoth checks acme's room, and then a customer's. in changes the one that is checked.
func inBoth(t T, s distr.Store, check func(in func(func(eitherRoom) error), whose string)) {
	t.Helper()
	check(func(fn func(eitherRoom) error) {
		t.Helper()
		update(t, s, acme, func(tx distr.VendorTx) error { return fn(tx) })
	}, "the vendor's")
	check(func(fn func(eitherRoom) error) {
		t.Helper()
		updateCustomer(t, s, customerID, func(tx distr.CustomerTx) error { return fn(tx) })
	}, "the customer's")
}

// look reads something from a vendor's room, and fails the check if that fails.
func look[R any](t T, s distr.Store, v tenant.VendorID, fn func(distr.VendorView) (R, error)) R {
	t.Helper()
	var result R
	require.NoError(t, s.View(t.Context(), v, func(view distr.VendorView) (err error) {
		result, err = fn(view)
		return err
	}), "View of %s", v)
	return result
}

// lookCustomer reads something from a customer's room at acme.
func lookCustomer[R any](t T, s distr.Store, id tenant.CustomerID, fn func(distr.CustomerView) (R, error)) R {
	t.Helper()
	return look(t, s, acme, func(v distr.VendorView) (R, error) {
		c, err := v.Open(id)
		if err != nil {
			var none R
			return none, err
		}
		return fn(c)
	})
}

// everything is all that a vendor's room tells.
func everything(t T, s distr.Store, v tenant.VendorID, customers ...tenant.CustomerID) lines {
	t.Helper()
	return look(t, s, v, func(view distr.VendorView) (lines, error) { return roomLines(view, customers...), nil })
}

// versionOf is the version of a vendor's room.
func versionOf(t T, s distr.Store, v tenant.VendorID) distr.Version {
	t.Helper()
	return look(t, s, v, distr.VendorView.Version)
}
