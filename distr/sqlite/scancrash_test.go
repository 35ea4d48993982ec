package sqlite

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/child"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// In the test below so many customers have so many runs each, which so many processes
// carry out. One is killed so often.
const (
	scanCustomers = 30
	scanRuns      = 10
	scanProcesses = 3
	scanKills     = 9
	scanLease     = 20 * time.Second // half of it is longer than a slow machine is held up
	scanDiary     = ".scans"         // behind the path of the database
)

// A diary is a scanner that writes down when it begins and ends, and finds two things
// at each target.
type diary string

func (d diary) Scan(_ context.Context, job distr.ScanJob, found func(distr.Finding) error) error {
	if err := d.write("begin", job.Run); err != nil {
		return err
	}
	_, _ = os.Stdout.WriteString(job.Run + "\n")
	time.Sleep(time.Duration(rand.IntN(5)) * time.Millisecond) //nolint:gosec // so that some are killed within
	for _, rule := range []string{"a", "b"} {
		if err := found(distr.Finding{Rule: rule, Target: job.Targets[0].Text}); err != nil {
			return err
		}
	}
	return d.write("end", job.Run)
}

// write writes a line at once, so that those of several processes do not mix.
func (d diary) write(what, run string) error {
	f, err := os.OpenFile(string(d), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s %s %d %d\n", what, run, os.Getpid(), time.Now().UnixMicro())
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// scanWithoutEnd carries runs out, and prints those that it begins.
func scanWithoutEnd(ctx context.Context, s *Store, path string) error {
	return distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator()).KeepScanning(ctx, distr.ScanConfig{
		Scanners: map[string]distr.Scanner{distr.DefaultProfile: diary(path + scanDiary)},
		AtOnce:   4, Lease: scanLease, Beat: scanLease / 20, Every: 100 * time.Millisecond, Attempts: 1000, Backoff: time.Millisecond,
	})
}

// TestScansSurviveCrashes kills processes in which runs are carried out, and begins
// others. Each run is carried out to its end, counted once, and told once; none is by
// two at once.
func TestScansSurviveCrashes(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	path := filepath.Join(t.TempDir(), "portal.db")
	s := openAt(t, path)
	require.NoError(t, s.Update(t.Context(), acme, queued))
	vendor := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator())

	killed := 0
	begin := func() *child.Process {
		p := child.Start(t, "scan", path)
		first := make(chan error, 1)
		go func() {
			_, err := p.Out.ReadString('\n')
			first <- err
			_, _ = io.Copy(io.Discard, p.Out)
		}()
		for left(t, vendor) > 0 {
			select {
			case err := <-first:
				require.NoError(t, err, "it scans")
				return p
			case <-time.After(100 * time.Millisecond):
			}
		}
		return p
	}
	kill := func(p *child.Process) {
		require.NoError(t, p.Process.Kill())
		require.Error(t, p.Wait(), "it was killed")
		killed++
	}
	var processes []*child.Process
	for range scanProcesses {
		processes = append(processes, begin())
	}
	for range scanKills {
		i := random.IntN(scanProcesses)
		time.Sleep(time.Duration(random.IntN(40)) * time.Millisecond)
		kill(processes[i])
		processes[i] = begin()
	}
	require.Eventually(t, func() bool { return left(t, vendor) == 0 }, 5*time.Minute, 200*time.Millisecond)
	dead := killed
	for _, p := range processes {
		kill(p)
	}
	runs, err := vendor.Runs(t.Context(), distr.RunQuery{})
	require.NoError(t, err)
	require.Len(t, runs, scanCustomers*scanRuns)
	again := 0
	for _, r := range runs {
		require.Equal(t, distr.RunSucceeded, r.State, r.Error)
		require.Equal(t, []any{true, 2, 0}, []any{r.Counted, r.Found, r.Resolved})
		again += r.Attempts - 1
	}
	t.Logf("%d killed while they scanned, %d attempts more", dead, again)
	exactScans(t, s, vendor)
	alone(t, path+scanDiary)
	_, err = vendor.VerifyEvents(t.Context(), distr.Head{})
	require.NoError(t, err)
	require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
}

// queued puts customers into the vendor's room who have licenses, an asset, and runs
// that wait.
func queued(tx distr.VendorTx) error {
	start := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for c := range scanCustomers {
		id := tenant.CustomerID(fmt.Sprintf("customer-%d", c))
		if err := tx.AddCustomer(customer(id)); err != nil {
			return err
		}
		room, err := tx.Edit(id)
		if err != nil {
			return err
		}
		asset := license.Asset{Canonical: "example.com", Kind: license.Domain}
		if err := room.PutAssets([]distr.AssetRecord{{Key: asset.Key(), Asset: asset, Added: start}}); err != nil {
			return err
		}
		err = room.PutContract(license.Contract{
			ID: "lic_1", Terms: license.Terms{Model: license.PerScan, Limit: scanRuns, Overage: license.Block}, Every: license.Annual, Anchor: start, Starts: start, Revision: 1, Created: start,
		})
		if err != nil {
			return err
		}
		for n := range scanRuns {
			at := start.Add(time.Duration(n) * time.Second)
			run := distr.ScanRun{ID: distr.RunID(fmt.Sprintf("run_%d_%d", c, n)), Cause: distr.ByHand, Profile: distr.DefaultProfile, State: distr.RunQueued, Created: at, Ready: at}
			if err := room.PutRun(run); err != nil {
				return err
			}
		}
	}
	return nil
}

// left is how many runs have not ended.
func left(t *testing.T, v *distr.Vendor) (n int) {
	t.Helper()
	for _, state := range []distr.RunState{distr.RunQueued, distr.RunRunning} {
		runs, err := v.Runs(t.Context(), distr.RunQuery{State: state})
		require.NoError(t, err)
		n += len(runs)
	}
	return n
}

// exactScans looks whether each run is counted once, as one event tells, and whether
// what was found is known once for each customer.
func exactScans(t *testing.T, s *Store, v *distr.Vendor) {
	t.Helper()
	for c := range scanCustomers {
		a := v.Account(tenant.CustomerID(fmt.Sprintf("customer-%d", c)))
		standing, err := a.Standing(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, scanRuns, standing[0].Standing.Used)
		found, err := a.Findings(t.Context(), distr.FindingQuery{Open: true})
		require.NoError(t, err)
		require.Len(t, found, 2)
		customer, err := v.Events(t.Context(), distr.EventQuery{Customer: a.ID(), Kinds: []distr.Kind{distr.ScanEnded}})
		require.NoError(t, err)
		require.Len(t, customer, scanRuns)
	}
	require.Equal(t, []string{fmt.Sprint(scanCustomers * scanRuns)}, column(t, s, "SELECT CAST(COUNT(*) AS TEXT) FROM uses"))
}

// alone looks whether nobody has begun a run while somebody else carried it out: only
// one who was not heard of for a lease is taken for dead. That lease began before the
// line was written, so half of it is waited for here.
func alone(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	last := map[string]int64{}
	for line := range strings.Lines(string(text)) {
		var what, run, pid string
		var at int64
		_, err := fmt.Sscanf(line, "%s %s %s %d", &what, &run, &pid, &at)
		require.NoError(t, err, line)
		if what != "begin" {
			continue
		}
		if was, there := last[run]; there {
			require.Greater(t, time.Duration(at-was)*time.Microsecond, scanLease/2, "run %s was begun twice", run)
		}
		last[run] = at
	}
	require.Len(t, last, scanCustomers*scanRuns)
}
