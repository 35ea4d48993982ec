package storetest

import (
	"math"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// contracts puts licenses, meters and uses, and puts them again.
func contracts(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error { return tx.AddCustomer(tenant.Customer{ID: customerID}) })
	contractsInOrder(t, s)
	alertLists(t, s)
	usesOnce(t, s)
	meters(t, s)
}

// contractsInOrder puts licenses in no order, and one of them again.
func contractsInOrder(t T, s distr.Store) {
	t.Helper()
	names := []license.ContractID{"lic_b", "LIC_B", "lic_a", "lic_c", "lic_b"}
	for i, id := range names {
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error {
			return c.PutContract(license.Contract{ID: id, Revision: i, Terms: license.Terms{Limit: math.MaxInt64 - int64(i)}})
		})
	}
	kept := lookCustomer(t, s, customerID, distr.CustomerView.Contracts)
	require.Equal(t, names[:4], ids(kept, func(c license.Contract) license.ContractID { return c.ID }), "licenses are in the order in which they were first put")
	require.Equal(t, 4, kept[0].Revision, "a license that was put again")
	require.Equal(t, int64(math.MaxInt64-4), kept[0].Terms.Limit, "the limit of a license that was put again")
}

// alertLists puts none, which is not the same as not saying which.
func alertLists(t T, s distr.Store) {
	t.Helper()
	for _, alerts := range [][]int{{50, 90}, {}, nil, {1}} {
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error {
			return c.PutContract(license.Contract{ID: contractID, Terms: license.Terms{Alerts: slices.Clone(alerts)}})
		})
		kept := lookCustomer(t, s, customerID, distr.CustomerView.Contracts)
		got := kept[len(kept)-1].Terms.Alerts
		require.Equal(t, alerts == nil, got == nil, "whether a license says at which percentages there are alerts: %v", alerts)
		require.Len(t, got, len(alerts), "at how many percentages a license has alerts")
	}
}

// usesOnce writes down uses of keys that are nearly the same, and then again.
func usesOnce(t T, s distr.Store) {
	t.Helper()
	keys := []string{"scan", "Scan", "scan ", "scan\u0301", "s_an", "scan/1", "scan%", "0", "00", "1e3"}
	record := func(key string, quantity int64) (fresh bool) {
		t.Helper()
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) (err error) {
			fresh, err = c.RecordUse(distr.UseRecord{Key: key, Model: license.PerScan, Quantity: quantity, At: at(1), Told: at(2), Contract: contractID})
			return err
		})
		return fresh
	}
	for i, key := range keys {
		require.True(t, record(key, int64(i+1)), "the use %q is a fresh one", key)
		require.False(t, record(key, 99), "the use %q is not a fresh one any more", key)
	}
	for i, key := range keys {
		kept := lookCustomer(t, s, customerID, func(c distr.CustomerView) (distr.UseRecord, error) { return c.Use(key) })
		require.Equal(t, text(distr.UseRecord{Key: key, Model: license.PerScan, Quantity: int64(i + 1), At: at(1), Told: at(2), Contract: contractID}), text(kept), "the use %q stays as it was first written down", key)
	}
	for _, key := range []string{"", "SCAN", "scan/2", "%", "sc"} {
		err := s.View(t.Context(), acme, func(v distr.VendorView) error {
			c, err := v.Open(customerID)
			if err == nil {
				_, err = c.Use(key)
			}
			return err
		})
		require.ErrorIs(t, err, tenant.ErrNotFound, "the use %q, which nobody has written down", key)
	}
	var first, second bool
	updateCustomer(t, s, customerID, func(c distr.CustomerTx) (err error) {
		if first, err = c.RecordUse(distr.UseRecord{Key: "twice", Quantity: 1}); err == nil {
			second, err = c.RecordUse(distr.UseRecord{Key: "twice", Quantity: 1})
		}
		return err
	})
	require.Equal(t, []bool{true, false}, []bool{first, second}, "whether a use is a fresh one, twice in one update")
	require.ErrorIs(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		return edit(tx, customerID, func(c distr.CustomerTx) error {
			if _, err := c.RecordUse(distr.UseRecord{Key: "undone"}); err != nil {
				return err
			}
			return errMine
		})
	}), errMine)
	require.True(t, record("undone", 1), "a use is a fresh one if the update failed in which it was written down")
}

// meters puts meters of several licenses and periods over one another.
func meters(t T, s distr.Store) {
	t.Helper()
	put := []distr.Meter{
		{Contract: "lic_a", Period: 0, Used: math.MaxInt64, Peak: math.MaxInt64, Revision: 1, Alerted: []distr.Told{{Percent: 90, Limit: math.MaxInt64}}},
		{Contract: "lic_a", Period: 10, Used: 1, Peak: 2, Revision: 3, Alerted: []distr.Told{}},
		{Contract: "lic_a", Period: 1, Peak: 2},
		{Contract: "LIC_A", Period: 1, Used: 7, Peak: 7, Revision: math.MaxInt32},
		{Contract: "lic_a", Period: 10, Used: 5, Peak: 6, Revision: 4, Alerted: []distr.Told{{Percent: 1}, {Percent: 1, Limit: 2}, {Percent: 1000, Limit: 1}}},
	}
	for _, m := range put {
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutMeter(m) })
	}
	for _, want := range []distr.Meter{put[0], put[4], put[2], put[3]} {
		got := lookCustomer(t, s, customerID, func(c distr.CustomerView) (distr.Meter, error) { return c.Meter(want.Contract, want.Period) })
		require.Equal(t, text(want), text(got), "the meter of period %d of %s", want.Period, want.Contract)
	}
	for _, none := range []distr.Meter{{Contract: "lic_a", Period: 2}, {Contract: "lic_b", Period: 0}, {Contract: "", Period: 0}, {Contract: "lic_a", Period: -1}} {
		got := lookCustomer(t, s, customerID, func(c distr.CustomerView) (distr.Meter, error) { return c.Meter(none.Contract, none.Period) })
		require.Equal(t, text(distr.Meter{}), text(got), "the meter of period %d of %s, which was never put", none.Period, none.Contract)
	}
	kept := lookCustomer(t, s, customerID, func(c distr.CustomerView) (distr.UseRecord, error) { return c.Use("scan") })
	require.Equal(t, at(1).In(time.UTC), kept.At)
}
