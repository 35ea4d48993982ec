package distr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestSnapshotAge(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	acme := distr.New(memory.New(), distr.Config{Now: func() time.Time { return at }}).Vendor("acme")
	require.Zero(t, acme.SnapshotAge(), "nothing is remembered")
	look := func() {
		t.Helper()
		_, err := acme.Repositories(t.Context(), tenant.Principal{Side: tenant.VendorSide, Vendor: "acme", Credential: "none"})
		require.ErrorIs(t, err, tenant.ErrUnauthenticated)
	}
	look()
	require.Zero(t, acme.SnapshotAge())
	at = at.Add(time.Minute)
	require.Equal(t, time.Minute, acme.SnapshotAge())
	look()
	require.Zero(t, acme.SnapshotAge())
	at = at.Add(-time.Hour)
	require.Zero(t, acme.SnapshotAge(), "a clock that was set back")
}
