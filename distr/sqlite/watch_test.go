package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func changed(t *testing.T, s *Store, since distr.Version) distr.Changes {
	t.Helper()
	c, err := s.Changed(t.Context(), acme, since)
	require.NoError(t, err)
	return c
}

// TestTwoStoresOnOneFile is what two processes are to each other, and what a
// program is to itself that opens a file twice.
func TestTwoStoresOnOneFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	one, two := openAt(t, path), openAt(t, path)
	require.Equal(t, distr.Changes{}, changed(t, two, 0))

	require.NoError(t, one.Update(t.Context(), acme, add("globex")))
	require.Equal(t, []tenant.CustomerID{"globex"}, changed(t, two, 0).Customers)
	require.Equal(t, distr.Changes{Version: 1}, changed(t, two, 1))

	require.NoError(t, two.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		return tx.PutProduct(entitlement.Product{ID: "app", Kind: entitlement.Artifact})
	}))
	for _, s := range []*Store{one, two} {
		c := changed(t, s, 1)
		require.Equal(t, distr.Version(2), c.Version)
		require.True(t, c.Vendor)
		require.Empty(t, c.Customers)
		require.Empty(t, c.Products)
		require.Equal(t, distr.Changes{Version: 2}, changed(t, s, 2))
	}
	require.NoError(t, one.Close())
	require.NoError(t, two.Update(t.Context(), acme, add("initech")), "the one is closed, the other works on")
	require.Equal(t, []tenant.CustomerID{"initech"}, changed(t, two, 2).Customers)
}

func TestPullsDoNotRaiseTheVersion(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Update(t.Context(), acme, add("globex")))
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error { return tx.PutPulls([]distr.PullRecord{{}}) }))
	require.Equal(t, distr.Changes{Version: 1}, changed(t, s, 1))
}

func TestVersionThatWasNeverReached(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Update(t.Context(), acme, add("globex")))
	require.Equal(t, distr.Changes{Version: 1, All: true}, changed(t, s, 7), "the file was replaced by an older one")
}

func TestWatchRemembersNoStrangers(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Update(t.Context(), acme, add("globex")))
	for _, v := range []tenant.VendorID{acme, "nobody", "ACME", ""} {
		_, err := s.Changed(t.Context(), v, 0)
		require.NoError(t, err)
	}
	require.Equal(t, map[tenant.VendorID]distr.Version{acme: 1}, s.watch.versions)
}

// TestWatchOnAnotherConnection loses the connection of the watch. The numbers
// of the next one begin anew, and may be those that the first one had.
func TestWatchOnAnotherConnection(t *testing.T) {
	s := open(t)
	require.NoError(t, s.Update(t.Context(), acme, add("globex")))
	require.Equal(t, distr.Version(1), changed(t, s, 0).Version)
	before := s.watch.state

	require.NoError(t, s.watch.conn.Close())
	_, err := s.Changed(t.Context(), acme, 1)
	require.ErrorContains(t, err, s.path, "it says so once")
	require.NoError(t, s.Update(t.Context(), acme, add("initech")))
	require.Equal(t, distr.Version(2), changed(t, s, 1).Version)
	require.Greater(t, s.watch.state, before)

	s.watch.learn(before, acme, 1) // by a question that began on the lost connection
	require.Equal(t, distr.Version(2), changed(t, s, 1).Version)
}
