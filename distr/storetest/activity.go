package storetest

import (
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// activity writes down when credentials were used, in one list and in several,
// in order and out of order.
func activity(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error {
		if err := fill(tx, "kept"); err != nil {
			return err
		}
		if err := tx.AddCustomer(tenant.Customer{ID: "rival"}); err != nil {
			return err
		}
		return edit(tx, "rival", func(c distr.CustomerTx) error { return c.PutCredential(tenant.Credential{ID: credentialID}) })
	})
	version := versionOf(t, s, acme)
	filled := newSample("kept").activity.Used
	put := func(list ...distr.Activity) {
		t.Helper()
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.PutActivity(list) })
	}
	expect := func(why string, staff, customers, rivals time.Time) {
		t.Helper()
		require.Equal(t, []string{instant(staff), instant(customers), instant(rivals)}, used(t, s), "when credentials were used: %s", why)
	}
	of := func(c tenant.CustomerID, at time.Time) distr.Activity {
		return distr.Activity{Customer: c, Credential: credentialID, Used: at}
	}
	expect("as they were filled in", filled, filled, time.Time{})
	put(of(customerID, at(10)), of(customerID, time.Time{}), of("", at(10)))
	expect("what is earlier or zero says nothing", filled, filled, time.Time{})
	put(of(customerID, at(40)), of(customerID, at(42)), of(customerID, at(41)))
	expect("the later instant stays", filled, at(42), time.Time{})
	put(of("", at(43)), of("rival", at(44)))
	expect("each in a room of its own", at(43), at(42), at(44))
	put(of("nobody", at(50)), of(tenant.CustomerID(acme), at(50)),
		distr.Activity{Customer: customerID, Credential: "CRD_1", Used: at(50)}, distr.Activity{Credential: "", Used: at(50)},
		distr.Activity{Customer: customerID, Used: at(50), Pulled: at(51), Scanned: at(52)}, of("rival", at(45)))
	expect("what is not there is passed over", at(43), at(42), at(45))
	require.Equal(t, version, versionOf(t, s, acme), "activity does not raise the version")

	updateCustomer(t, s, customerID, func(c distr.CustomerTx) error {
		kept := newSample("kept").credential
		kept.Used = time.Time{}
		return c.PutCredential(kept)
	})
	expect("a credential that is put says when it was used", at(43), time.Time{}, at(45))
}

// used is when the staff's credential was used, and two customers'.
func used(t T, s distr.Store) []string {
	t.Helper()
	return look(t, s, acme, func(v distr.VendorView) ([]string, error) {
		staff, err := v.StaffCredential(credentialID)
		list := []string{instant(staff.Used)}
		for _, id := range []tenant.CustomerID{customerID, "rival"} {
			if err != nil {
				return nil, err
			}
			var room distr.CustomerView
			var own tenant.Credential
			if room, err = v.Open(id); err == nil {
				own, err = room.Credential(credentialID)
			}
			list = append(list, instant(own.Used))
		}
		return list, err
	})
}
