package server

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestKeepsWhatWasPulledLast ends while entries wait.
func TestKeepsWhatWasPulledLast(t *testing.T) {
	t.Parallel()
	hub := newHub(t, nil)
	acme := hub.Vendor("acme").As(distr.Operator())
	require.Error(t, acme.Ready())
	end, err := keep(t.Context(), Config{Hub: hub, Spill: filepath.Join(t.TempDir(), "pulls.spill")})
	require.NoError(t, err)
	require.NoError(t, acme.Ready())
	require.NoError(t, acme.LogPull(t.Context(), tenant.Principal{}, entitlement.Pull{Repository: "acme/app", Version: "1"}))
	require.NoError(t, end())
	pulls, err := acme.Pulls(t.Context(), distr.PullQuery{})
	require.NoError(t, err)
	require.Len(t, pulls, 1)
}

// full is a store that keeps nothing.
type full struct{ distr.Store }

var errFull = errors.New("database or disk is full")

func (full) Update(context.Context, tenant.VendorID, func(distr.VendorTx) error) error {
	return errFull
}

func TestPullLogThatCannotBeKept(t *testing.T) {
	t.Parallel()
	registry, err := embedded.Open(embedded.Config{Root: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, registry.Close()) })
	err = Run(t.Context(), Config{Hub: newHub(t, nil), Vendor: "acme", Registry: registry, Spill: t.TempDir()})
	require.ErrorContains(t, err, "keeping the pull log")

	hub := distr.New(full{memory.New()}, distr.Config{})
	end, err := keep(t.Context(), Config{Hub: hub})
	require.NoError(t, err)
	require.NoError(t, hub.Vendor("acme").LogPull(t.Context(), tenant.Principal{}, entitlement.Pull{Repository: "acme/app", Version: "1"}))
	require.ErrorContains(t, end(), "1 entries could not be kept")
}
