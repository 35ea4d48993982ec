package sqlite

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestMigrateFromVersion3 reads what a program wrote that knew no people yet.
func TestMigrateFromVersion3(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	atVersion(t, path, 3)
	s := openAt(t, path)
	require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
	require.Empty(t, column(t, s, "SELECT \"table\" FROM pragma_foreign_key_check"))
	require.Empty(t, canaries(t, s))
	for _, vendor := range []tenant.VendorID{"acme", "ACME"} {
		require.NoError(t, s.View(t.Context(), vendor, func(v distr.VendorView) error {
			requireRows(t, v)
			requireRooms(t, v)
			requireAtVendor(t, v, vendor)
			return nil
		}))
		c, err := s.Changed(t.Context(), vendor, 4)
		require.NoError(t, err)
		require.Equal(t, distr.Changes{Version: 10, Customers: []tenant.CustomerID{"globex", "initech"}, Products: []entitlement.ProductID{}}, c)
	}
	requirePeopleGoOn(t, s)
}

// requireRows looks at what the list of customers knows that no record did.
func requireRows(t *testing.T, v distr.VendorView) {
	t.Helper()
	q, err := distr.CustomerList{Status: distr.AnyState}.Complete()
	require.NoError(t, err)
	rows, _, err := v.List(q, distr.ListPlace{})
	require.NoError(t, err)
	require.Equal(t, []distr.CustomerRow{
		{Customer: customer("globex"), Pulled: minute(50)},
		{Customer: customer("initech"), Expires: minute(42)},
		{Customer: customer("umbrella")},
	}, rows)
}

func requireRooms(t *testing.T, v distr.VendorView) {
	t.Helper()
	for id, ends := range map[tenant.CustomerID][]time.Time{"globex": {minute(40), {}}, "initech": {minute(42), minute(41)}} {
		room, err := v.Open(id)
		require.NoError(t, err)
		credentials, err := room.Credentials()
		require.NoError(t, err)
		require.Equal(t, []tenant.Credential{{ID: "crd_1", Name: "cluster of " + string(id), Hash: [32]byte{2}, Created: minute(7)}}, credentials)
		grants, err := room.Grants()
		require.NoError(t, err)
		require.Len(t, grants, 2)
		for i, end := range ends {
			require.Equal(t, end, grants[i].Expires)
		}
		members, err := room.Members()
		require.NoError(t, err)
		require.Empty(t, members)
		installations, err := room.Installations()
		require.NoError(t, err)
		require.Empty(t, installations)
	}
	room, err := v.Open("initech")
	require.NoError(t, err)
	logins, err := room.Logins()
	require.NoError(t, err)
	require.Equal(t, map[entitlement.GrantID]distr.SealedLogin{"grt_2": {Username: "robot", Password: []byte("sealed")}}, logins)
}

func requireAtVendor(t *testing.T, v distr.VendorView, vendor tenant.VendorID) {
	t.Helper()
	credentials, err := v.StaffCredentials()
	require.NoError(t, err)
	require.Equal(t, []tenant.Credential{{ID: "crd_1", Name: "build of " + string(vendor), Hash: [32]byte{1}, Created: minute(1), Revoked: minute(2)}}, credentials)
	settings, err := v.Settings()
	require.NoError(t, err)
	require.Equal(t, tenant.Settings{}, settings)
	staff, err := v.Staff()
	require.NoError(t, err)
	require.Empty(t, staff)
	closures, err := v.Closures("app", "1.4.2", "acme/app")
	require.NoError(t, err)
	require.Equal(t, []entitlement.Closure{consists(string(vendor) + " image"), consists(string(vendor) + " moved image")}, closures)
	referrers, err := v.Referrers("app", "acme/app", 0)
	require.NoError(t, err)
	require.Len(t, referrers, 1)
	upstreams, err := v.Upstreams()
	require.NoError(t, err)
	require.Equal(t, distr.SealedLogin{Username: string(vendor), Password: []byte("sealed\x00" + vendor)}, upstreams[0].Login)
	keys, err := v.SigningKeys()
	require.NoError(t, err)
	require.Equal(t, []distr.SigningKey{{ID: "key_1", Private: []byte("sealed for " + vendor), Created: minute(5), Signs: minute(6)}}, keys)
	events, err := v.Events(distr.EventQuery{})
	require.NoError(t, err)
	require.Len(t, events, 1)
	pulls, err := v.Pulls(distr.PullQuery{})
	require.NoError(t, err)
	require.Len(t, pulls, 4)
}

// requirePeopleGoOn gives people to customers and an installation to a credential
// that was there before the migration, at one of the vendors.
func requirePeopleGoOn(t *testing.T, s *Store) {
	t.Helper()
	ann := tenant.Member{ID: "mbr_1", Email: "ann@globex.example", Role: tenant.Administrator, Created: minute(55)}
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		room, err := tx.Edit("globex")
		if err != nil {
			return err
		}
		return errors.Join(tx.PutStaff(ann), tx.Assign("mbr_1", "globex"), room.PutMember(ann),
			room.PutInstallation(tenant.Installation{ID: "ins_1", Name: "plant", Credential: "crd_1", Created: minute(56)}),
			tx.PutActivity([]distr.Activity{{Customer: "globex", Credential: "crd_1", Used: minute(57), Pulled: minute(49)}}))
	}))
	for vendor, want := range map[tenant.VendorID]int{acme: 1, "ACME": 0} {
		require.NoError(t, s.View(t.Context(), vendor, func(v distr.VendorView) error {
			where, err := v.Memberships(ann.Email)
			require.Len(t, where, want)
			room, errOpen := v.Open("globex")
			if errOpen != nil {
				return errOpen
			}
			members, errMembers := room.Members()
			require.Len(t, members, want)
			return errors.Join(err, errMembers)
		}))
	}
	require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
	require.Empty(t, column(t, s, "SELECT \"table\" FROM pragma_foreign_key_check"))
}
