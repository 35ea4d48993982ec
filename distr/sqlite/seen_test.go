package sqlite

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestLastGrantEnds puts one grant after another, and looks what the list of
// customers would be sorted by.
func TestLastGrantEnds(t *testing.T) {
	const never = math.MaxInt64
	s := open(t)
	for _, vendor := range []tenant.VendorID{acme, "ACME"} {
		require.NoError(t, s.Update(t.Context(), vendor, func(tx distr.VendorTx) error {
			for _, id := range []tenant.CustomerID{"globex", "Globex"} {
				if err := tx.AddCustomer(customer(id)); err != nil {
					return err
				}
			}
			return tx.PutProduct(entitlement.Product{ID: "app", Kind: entitlement.Application})
		}))
	}
	for _, tt := range []struct {
		name  string
		grant entitlement.GrantID
		ends  time.Time
		want  int64
	}{
		{"the first", "a", minute(10), minute(10).UnixMicro()},
		{"one that ends before", "b", minute(5), minute(10).UnixMicro()},
		{"one that ends later", "c", minute(20), minute(20).UnixMicro()},
		{"one without an end", "d", time.Time{}, never},
		{"another one that ends", "e", minute(30), never},
		{"the endless one gets an end", "d", minute(1), minute(30).UnixMicro()},
		{"the last one ends earlier", "e", minute(2), minute(20).UnixMicro()},
		{"one ended long ago", "c", time.Unix(0, 0), minute(10).UnixMicro()},
	} {
		require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
			room, err := tx.Edit("globex")
			if err != nil {
				return err
			}
			return room.PutGrant(entitlement.Grant{ID: tt.grant, Product: "app", Expires: tt.ends})
		}))
		require.Equal(t, []string{strconv.FormatInt(tt.want, 10)}, column(t, s, "SELECT expires FROM customers WHERE vendor = 'acme' AND customer = 'globex'"), tt.name)
		require.Equal(t, []string{strconv.FormatInt(never, 10)}, column(t, s, "SELECT DISTINCT expires FROM customers WHERE NOT (vendor = 'acme' AND customer = 'globex')"), "nobody else's after %s", tt.name)
	}
}

// TestLastSeen puts activities and looks at what no method of a room tells.
func TestLastSeen(t *testing.T) {
	s := open(t)
	for _, vendor := range []tenant.VendorID{acme, "ACME"} {
		require.NoError(t, s.Update(t.Context(), vendor, add("globex")))
		require.NoError(t, s.Update(t.Context(), vendor, add("Globex")))
	}
	see := func(list ...distr.Activity) {
		t.Helper()
		require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error { return tx.PutActivity(list) }))
	}
	see(distr.Activity{Customer: "globex", Pulled: minute(5), Scanned: minute(4)}, distr.Activity{Customer: "globex", Pulled: minute(3)})
	see(distr.Activity{Customer: "globex", Scanned: minute(6)}, distr.Activity{Customer: "globex", Used: minute(9)}, distr.Activity{Pulled: minute(9), Scanned: minute(9)})
	at := func(m int) string { return strconv.FormatInt(minute(m).UnixMicro(), 10) }
	require.Equal(t, []string{at(5) + " " + at(6)}, column(t, s, "SELECT pulled || ' ' || scanned FROM customers WHERE vendor = 'acme' AND customer = 'globex'"))
	require.Equal(t, []string{"-62135596800000000 -62135596800000000"},
		column(t, s, "SELECT DISTINCT pulled || ' ' || scanned FROM customers WHERE NOT (vendor = 'acme' AND customer = 'globex')"), "nobody else was seen")
	// A profile that is set says nothing of it.
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		room, err := tx.Edit("globex")
		if err != nil {
			return err
		}
		return room.SetProfile(tenant.Profile{Name: "Globex"})
	}))
	require.Equal(t, []string{at(5) + " " + at(6)}, column(t, s, "SELECT pulled || ' ' || scanned FROM customers WHERE vendor = 'acme' AND customer = 'globex'"))
}
