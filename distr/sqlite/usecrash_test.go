package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/child"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// In the test below there are so many scans, each of them told by so many writers, and
// so many are sold: 80 % of them are worth an alert.
const (
	crashScans   = 2000
	crashWriters = 8
	crashLimit   = 100
)

// tellScans lets several writers tell of the same scans, each beginning elsewhere, and
// says which are counted.
func tellScans(ctx context.Context, globex *distr.Account, counted func(key string)) error {
	var all sync.WaitGroup
	errs := make([]error, crashWriters)
	for w := range crashWriters {
		all.Go(func() {
			for i := range crashScans {
				key := fmt.Sprintf("scan-%d", (i+w*3)%crashScans)
				if _, err := globex.RecordUse(ctx, distr.Use{Key: key}); err != nil {
					errs[w] = err
					return
				}
				counted(key)
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// useWithoutEnd tells of scans, again and again, and prints those that are counted.
func useWithoutEnd(ctx context.Context, s *Store) error {
	globex := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator()).Account("globex")
	for {
		if err := tellScans(ctx, globex, func(key string) { _, _ = os.Stdout.WriteString(key + "\n") }); err != nil {
			return err
		}
	}
}

// TestUseSurvivesACrash kills a process in which eight writers tell of the same scans,
// and lets the next one tell of them again. What was acknowledged is counted, each
// scan is counted once, and there is one alert.
func TestUseSurvivesACrash(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	path := filepath.Join(t.TempDir(), "portal.db")
	s, err := Open(t.Context(), path, Config{})
	require.NoError(t, err)
	require.NoError(t, s.Update(t.Context(), acme, sold(crashLimit)))
	require.NoError(t, s.Close())
	acknowledged := map[string]bool{}
	for range 6 {
		written := child.Crash(t, time.Duration(random.IntN(100_000))*time.Microsecond, "use", path)
		for _, key := range strings.Fields(written) {
			acknowledged[key] = true
		}
		s := openAt(t, path)
		exactUse(t, s, acknowledged, 0)
		require.NoError(t, s.Close())
	}
	t.Logf("%d acknowledged", len(acknowledged))
	s = openAt(t, path)
	hub := distr.New(s, distr.Config{})
	acmeVendor := hub.Vendor(acme).As(distr.Operator())
	require.NoError(t, tellScans(t.Context(), acmeVendor.Account("globex"), func(string) {}))
	exactUse(t, s, acknowledged, crashScans)
	_, err = acmeVendor.VerifyEvents(t.Context(), distr.Head{})
	require.NoError(t, err)
	require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
}

// exactUse looks whether the meter says what the uses do, whether those that were
// acknowledged are among them, and whether there is an alert if there is to be one.
func exactUse(t *testing.T, s *Store, acknowledged map[string]bool, want int64) {
	t.Helper()
	globex := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator()).Account("globex")
	standing, err := globex.Standing(t.Context())
	require.NoError(t, err)
	require.Len(t, standing, 1)
	used := standing[0].Standing.Used
	require.Equal(t, []string{fmt.Sprint(used)}, column(t, s, "SELECT CAST(COUNT(*) AS TEXT) FROM uses"), "each use that is kept is counted once")
	if want > 0 {
		require.Equal(t, want, used)
	}
	require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
		room, err := v.Open("globex")
		if err != nil {
			return err
		}
		for key := range acknowledged {
			if _, err := room.Use(key); err != nil {
				return fmt.Errorf("it was acknowledged: %w", err)
			}
		}
		return nil
	}))
	var alerts int
	require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
		events, err := v.Events(distr.EventQuery{Customer: tenant.CustomerID("globex"), Kinds: []distr.Kind{distr.LicenseAlert}})
		alerts = len(events)
		return err
	}))
	if license.PerScan.Alerts()[0]*crashLimit <= int(used)*100 {
		require.Equal(t, 1, alerts, "%d of %d are used", used, crashLimit)
	} else {
		require.Zero(t, alerts, "%d of %d are used", used, crashLimit)
	}
}
