package sqlite

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/child"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// moody is a store that takes a few updates and then refuses as many.
type moody struct {
	distr.Store
	asked atomic.Int64
}

func (s *moody) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	if s.asked.Add(1)/3%2 == 1 {
		return errors.New("not now")
	}
	return s.Store.Update(ctx, v, fn)
}

// pullWithoutEnd logs pulls, some of which go through the spill file, and prints
// the versions of those that no longer lie in memory only.
func pullWithoutEnd(ctx context.Context, s *Store, spill string) error {
	hub := distr.New(&moody{Store: s}, distr.Config{})
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- hub.KeepPulls(ctx, distr.PullLog{Spill: spill, Every: 2 * time.Millisecond, Ready: func() { close(ready) }})
	}()
	select {
	case <-ready:
	case err := <-ended:
		return err
	}
	v := hub.Vendor(acme).As(distr.Operator())
	var versions []string
	for n := 0; ; n++ {
		version := fmt.Sprintf("%d-%d", os.Getpid(), n)
		if err := v.LogPull(ctx, tenant.Principal{Side: tenant.CustomerSide, Vendor: acme, Customer: "globex", Credential: "crd_1"}, pullOf(version)); err != nil {
			return err
		}
		if versions = append(versions, version); n%20 > 0 {
			continue
		}
		for hub.PullLog().Waiting > 0 {
			time.Sleep(time.Millisecond)
		}
		_, _ = os.Stdout.WriteString(strings.Join(versions, " ") + "\n")
		versions = nil
	}
}

func pullOf(version string) entitlement.Pull {
	return entitlement.Pull{Repository: "acme/app", Reference: version, Version: version, Allowed: true, Reason: entitlement.Granted, Bytes: 7}
}

// TestPullLogSurvivesACrash kills a process while it writes the pull log, to the
// database and to the spill file. What was safe is there when the next process
// has begun, and nothing is there twice.
func TestPullLogSurvivesACrash(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	path := filepath.Join(t.TempDir(), "portal.db")
	var safe []string
	for range 6 {
		written := child.Crash(t, time.Duration(random.IntN(100_000))*time.Microsecond, "pull", path)
		safe = append(safe, strings.Fields(written)...)
	}
	s := openAt(t, path)
	hub := distr.New(s, distr.Config{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // it takes in what is there, and ends
	require.NoError(t, hub.KeepPulls(ctx, distr.PullLog{Spill: path + ".spill"}))
	seen := map[string]int{}
	for p, err := range hub.Vendor(acme).As(distr.Operator()).EachPull(t.Context(), distr.PullQuery{}) {
		require.NoError(t, err)
		seen[p.Version]++
		require.Equal(t, 1, seen[p.Version], "%s is there twice", p.Version)
		require.EqualValues(t, 7, p.Bytes)
	}
	for _, version := range safe {
		require.Contains(t, seen, version, "it was safe")
	}
	t.Logf("%d safe, %d there", len(safe), len(seen))
	require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
}
