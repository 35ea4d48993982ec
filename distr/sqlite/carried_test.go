package sqlite

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What lies in testdata/version1.sql, as records.

func requireShelf(t *testing.T, v distr.VendorView, vendor tenant.VendorID) {
	t.Helper()
	products, err := v.Products()
	require.NoError(t, err)
	require.Equal(t, []entitlement.Product{
		{ID: "app", Kind: entitlement.Application, Repositories: []entitlement.RepositoryPath{"acme/app", "acme/charts/app"}, Created: minute(0)},
		{ID: "tool", Kind: entitlement.Artifact, Repositories: []entitlement.RepositoryPath{"acme/tool"}, Created: minute(1)},
	}, products)
	releases, err := v.Releases("app")
	require.NoError(t, err)
	require.Len(t, releases, 2)
	for i, version := range []string{"1.4.2", "1.4.3"} {
		image := consists(fmt.Sprint(vendor, " image ", version), "layer one", "layer of "+version)
		chart := consists(fmt.Sprint(vendor, " chart ", version))
		require.Equal(t, entitlement.Release{Version: version, At: minute(2 + i), Roots: map[entitlement.RepositoryPath]entitlement.Root{
			"acme/app": {Tag: "v" + version, Digest: image.Root}, "acme/charts/app": {Tag: version, Digest: chart.Root},
		}}, releases[i])
		images, err := v.Closures("app", version, "acme/app")
		require.NoError(t, err)
		require.Equal(t, []entitlement.Closure{image}, images)
		charts, err := v.Closures("app", version, "acme/charts/app")
		require.NoError(t, err)
		require.Equal(t, []entitlement.Closure{chart}, charts)
	}
	releases, err = v.Releases("tool")
	require.NoError(t, err)
	require.Equal(t, []entitlement.Release{{Version: "1.4.2", At: minute(4)}}, releases)
}

func requireCustomers(t *testing.T, v distr.VendorView) {
	t.Helper()
	all, err := v.Customers(distr.CustomerQuery{})
	require.NoError(t, err)
	require.Equal(t, []tenant.Customer{customer("globex"), customer("initech"), customer("umbrella")}, all)
	versions, err := entitlement.ParseVersions([]string{"1.4.2", "match:^2"})
	require.NoError(t, err)
	for _, id := range []tenant.CustomerID{"globex", "initech"} {
		room, err := v.Open(id)
		require.NoError(t, err)
		grants, err := room.Grants()
		require.NoError(t, err)
		require.Equal(t, []entitlement.Grant{{ID: "grt_1", Name: "for " + string(id), Product: "app", Versions: versions, Created: minute(8)}}, grants)
		credentials, err := room.Credentials()
		require.NoError(t, err)
		require.Equal(t, []tenant.Credential{{ID: "crd_1", Name: "cluster of " + string(id), Hash: [32]byte{2}, Created: minute(6), Revoked: minute(7)}}, credentials)
		logins, err := room.Logins()
		require.NoError(t, err)
		require.Empty(t, logins)
	}
}

func requireLogs(t *testing.T, v distr.VendorView, vendor tenant.VendorID) {
	t.Helper()
	staff, err := v.StaffCredentials()
	require.NoError(t, err)
	require.Equal(t, []tenant.Credential{{ID: "crd_1", Name: "build of " + string(vendor), Hash: [32]byte{1}, Created: minute(5)}}, staff)
	events, err := v.Events(distr.EventQuery{})
	require.NoError(t, err)
	require.Equal(t, []distr.Event{{ID: "evt_1", Time: minute(9), Actor: distr.Actor{Name: "ann"}, Kind: distr.GrantAdded, Customer: "globex", Data: json.RawMessage(`{}`), Seq: 1}}, events)
	pulls, err := v.Pulls(distr.PullQuery{})
	require.NoError(t, err)
	require.Equal(t, []distr.PullRecord{{ID: "pul_1795309803000004_000000001", Customer: "globex", Token: "crd_1", TokenName: "cluster", Count: 1, Pull: entitlement.Pull{
		Time: minute(10), Repository: "acme/app", Reference: "v1.4.2", Version: "1.4.2", Allowed: true, Reason: entitlement.Granted, Client: "crane",
	}}}, pulls)
}

// requireChain begins the chain of events behind one that is older.
func requireChain(t *testing.T, s *Store) {
	t.Helper()
	v := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator())
	done, err := v.VerifyEvents(t.Context(), distr.Head{Link: distr.Link{Seq: 1}})
	require.NoError(t, err)
	require.Equal(t, distr.Verified{Head: distr.Head{Link: distr.Link{Seq: 1}, Time: minute(9)}, Count: 1, Unchained: 1}, done)
	for range 2 {
		_, err = v.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Hooli"})
		require.NoError(t, err)
	}
	done, err = v.VerifyEvents(t.Context(), distr.Head{Link: distr.Link{Seq: 1}})
	require.NoError(t, err)
	require.EqualValues(t, 3, done.Head.Seq)
	require.NotZero(t, done.Head.Hash)
	require.EqualValues(t, 1, done.Unchained)
}

// requireGoesOn moves a release that was there before the migration.
func requireGoesOn(t *testing.T, s *Store) {
	t.Helper()
	moved, signature := consists("a newer image", "layer one"), consists("a signature")
	signature.Subject = moved.Root
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		return tx.MoveRelease("app", entitlement.Release{Version: "1.4.2", Revision: 1, Roots: map[entitlement.RepositoryPath]entitlement.Root{
			"acme/app": {Tag: "v1.4.2", Digest: moved.Root},
		}}, map[entitlement.RepositoryPath]entitlement.Closure{"acme/app": moved})
	}))
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		return tx.PutReferrer("app", "acme/app", entitlement.Referrer{Subject: moved.Root, Closure: signature})
	}))
	require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
		images, err := v.Closures("app", "1.4.2", "acme/app")
		require.Equal(t, []entitlement.Closure{consists("acme image 1.4.2", "layer one", "layer of 1.4.2"), moved}, images)
		return err
	}))
	require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
		referrers, err := v.Referrers("app", "acme/app", 0)
		require.Equal(t, []entitlement.Referrer{{Subject: moved.Root, Closure: signature}}, referrers)
		return err
	}))
}
