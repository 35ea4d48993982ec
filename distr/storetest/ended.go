package storetest

import (
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// ended keeps a transaction beyond its function, and writes with it: afterwards,
// and while another update is under way.
func ended(t T, s distr.Store) {
	for _, v := range []tenant.VendorID{acme, "other"} {
		update(t, s, v, func(tx distr.VendorTx) error { return fill(tx, "kept") })
	}
	for _, fails := range []bool{false, true} {
		var tx distr.VendorTx
		var customer distr.CustomerTx
		err := s.Update(t.Context(), acme, func(own distr.VendorTx) (err error) {
			tx = own
			customer, err = own.Edit(customerID)
			if fails {
				return errMine
			}
			return err
		})
		if !fails {
			require.NoError(t, err)
		}
		before := everything(t, s, acme, customerID)

		abuse(tx, customer)
		require.Equal(t, before, everything(t, s, acme, customerID), "a transaction used after its function returned changed something")

		for _, v := range []tenant.VendorID{acme, "other"} {
			others := everything(t, s, v, customerID)
			update(t, s, v, func(distr.VendorTx) error {
				abuse(tx, customer)
				return nil
			})
			require.Equal(t, others, everything(t, s, v, customerID), "a transaction that had ended slipped its changes into another one, of %s", v)
			require.Equal(t, before, everything(t, s, acme, customerID), "a transaction used after its function returned changed something")
		}
	}
}

// abuse writes with every method of a transaction that has ended. What comes
// back does not matter: an error should, a panic may.
func abuse(tx distr.VendorTx, customer distr.CustomerTx) {
	s := newSample("too late")
	s.customer.ID, s.release.Version, s.event.ID = "cus_late", "9.9.9", "evt_late"
	try := func(write func() error) {
		defer func() { _ = recover() }()
		_ = write()
	}
	for _, w := range vendorWritings() {
		try(func() error { return w.do(tx, s) })
	}
	for _, w := range customerWritings() {
		try(func() error { return w.do(customer, s) })
	}
	for _, w := range lateWritings() {
		try(func() error { return w.do(tx, s) })
	}
}
