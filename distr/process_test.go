package distr_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A child is this test program, run once more as another process.
const (
	childTask = "DISTR_CHILD"
	childPath = "DISTR_CHILD_PATH"
)

func TestMain(m *testing.M) {
	var err error
	switch task := os.Getenv(childTask); task {
	case "":
		os.Exit(m.Run())
	case "hand out":
		err = handOutDays(context.Background(), os.Getenv(childPath))
	default:
		err = fmt.Errorf("there is no task %q for a child", task)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
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

// A spawned process says a line at a time how far it has come.
type spawned struct {
	cmd *exec.Cmd
	out *bufio.Reader
}

func spawn(t *testing.T, task, path string) *spawned {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+task, childPath+"="+path)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	return &spawned{cmd, bufio.NewReader(out)}
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
		var all []*spawned
		for range 3 {
			all = append(all, spawn(t, "hand out", path))
		}
		for _, p := range all {
			if _, err := p.out.ReadString('\n'); !errors.Is(err, io.EOF) {
				require.NoError(t, err)
			}
			if round < 4 {
				time.AfterFunc(time.Duration(random.IntN(100_000))*time.Microsecond, func() { _ = p.cmd.Process.Kill() })
			}
		}
		for _, p := range all {
			_, err := io.Copy(io.Discard, p.out)
			require.NoError(t, err)
			if err := p.cmd.Wait(); err != nil {
				require.Equal(t, -1, p.cmd.ProcessState.ExitCode(), "it was killed: %s", err)
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
