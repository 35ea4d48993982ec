package sqlite

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestRoomsEnd(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Update(t.Context(), acme, add("globex")))
	var view distr.VendorView
	var tx distr.VendorTx
	require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error { view = v; return nil }))
	require.NoError(t, s.Update(t.Context(), acme, func(v distr.VendorTx) error { tx = v; return nil }))
	_, err := view.Customers(distr.CustomerQuery{})
	require.ErrorIs(t, err, errEnded)
	require.ErrorIs(t, tx.AddCustomer(customer("initech")), errEnded)
}

// TestSpoiltRow reads what somebody has written into the file by other means.
func TestSpoiltRow(t *testing.T) {
	for _, tt := range []struct{ name, spoil, error string }{
		{"a term that is none", `UPDATE grants SET versions = '["match:nonsense"]'`, `invalid range "nonsense"`},
		{"no list", `UPDATE grants SET versions = '{'`, "unexpected end of JSON input"},
		{"a hash that is too short", `UPDATE credentials SET hash = x'00'`, "a hash is kept as 32 bytes"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t)
			require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
				require.NoError(t, tx.PutProduct(entitlement.Product{ID: "app"}))
				require.NoError(t, tx.AddCustomer(customer("globex")))
				room, err := tx.Edit("globex")
				require.NoError(t, err)
				require.NoError(t, room.PutCredential(tenant.Credential{ID: "crd"}))
				return room.PutGrant(entitlement.Grant{ID: "grt", Product: "app", Versions: entitlement.All()})
			}))
			_, err := s.writer.ExecContext(t.Context(), tt.spoil)
			require.NoError(t, err)
			err = s.View(t.Context(), acme, func(v distr.VendorView) error {
				room, err := v.Open("globex")
				require.NoError(t, err)
				if _, err := room.Credentials(); err != nil {
					return err
				}
				_, err = room.Grants()
				return err
			})
			require.ErrorContains(t, err, tt.error)
			require.ErrorContains(t, err, s.path)
		})
	}
}

// TestUnreadableGrant refuses a set of versions that could not be read again.
func TestUnreadableGrant(t *testing.T) {
	s := open(t)
	err := s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		require.NoError(t, tx.PutProduct(entitlement.Product{ID: "app"}))
		require.NoError(t, tx.AddCustomer(customer("globex")))
		room, err := tx.Edit("globex")
		require.NoError(t, err)
		return room.PutGrant(entitlement.Grant{ID: "grt", Product: "app", Versions: entitlement.Only("no version")})
	})
	require.ErrorIs(t, err, tenant.ErrInvalid)
	require.ErrorContains(t, err, `keeping grant grt: invalid: invalid version "no version"`)
}
