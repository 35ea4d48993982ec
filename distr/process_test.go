package distr_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/internal/child"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestMain(m *testing.M) {
	child.Main(m, func(ctx context.Context, args ...string) error { return handOutDays(ctx, args[0]) })
}

// The days that children live through, each by a clock of its own, which begins anew
// with each of them.
const childDays = 50

func firstDay() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

// handOutDays looks at the clock twice a day, and says so each time.
func handOutDays(ctx context.Context, path string) error {
	store, err := sqlite.Open(ctx, path, sqlite.Config{})
	if err != nil {
		return err
	}
	at := firstDay()
	v := distr.New(store, distr.Config{Now: func() time.Time { return at }}).Vendor("acme").As(distr.Program("child"))
	for range 2 * childDays {
		at = at.Add(12 * time.Hour)
		if _, err := v.HandOutScans(ctx); err != nil {
			return errors.Join(err, store.Close())
		}
		fmt.Println("looked")
	}
	return store.Close()
}

// TestProcessesHandOut has three processes hand out the same thousand slots of one
// database, and kills them wherever chance has it: those of ten customers' own daily
// schedules, and of one for all ten. There are a thousand runs, one for each.
func TestProcessesHandOut(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	path := filepath.Join(t.TempDir(), "portal.db")
	store, err := sqlite.Open(t.Context(), path, sqlite.Config{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	v := distr.New(store, distr.Config{Now: firstDay}).Vendor("acme").As(distr.Operator())
	ids := numberedIDs(10)
	populate(t, store, ids...)
	own := map[tenant.CustomerID]distr.ScanSchedule{}
	for i, id := range ids {
		own[id] = schedule(t, v.Account(id), daily(func(s *distr.ScanSchedule) { s.Hour = 2*i + 3 }))
	}
	wide := schedule(t, v, daily(nil))

	for round := range 5 {
		var all []*child.Process
		for range 3 {
			all = append(all, child.Start(t, path))
		}
		for _, p := range all {
			if _, err := p.Out.ReadString('\n'); !errors.Is(err, io.EOF) {
				require.NoError(t, err)
			}
			if round < 4 {
				time.AfterFunc(time.Duration(random.IntN(100_000))*time.Microsecond, func() { _ = p.Process.Kill() })
			}
		}
		for _, p := range all {
			_, err := io.Copy(io.Discard, p.Out)
			require.NoError(t, err)
			if err := p.Wait(); err != nil {
				require.Equal(t, -1, p.ProcessState.ExitCode(), "it was killed: %s", err)
				require.Less(t, round, 4)
			}
		}
	}
	runs, err := v.Runs(t.Context(), distr.RunQuery{})
	require.NoError(t, err)
	require.Len(t, runs, 2*childDays*len(ids))
	got := map[string]bool{}
	for _, r := range runs {
		require.Zero(t, r.Missed)
		require.Equal(t, distr.NewRunID("acme", r.Customer, r.Schedule, r.Slot), r.ID)
		got[fmt.Sprint(r.Customer, r.Schedule, r.Slot)] = true
	}
	for _, id := range ids {
		for _, s := range []distr.ScanSchedule{own[id], wide} {
			for day := range childDays {
				require.True(t, got[fmt.Sprint(id, s.ID, s.Next.AddDate(0, 0, day))], "%s of %s on day %d", s.Name, id, day)
			}
		}
	}
}
