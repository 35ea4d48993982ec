//go:build linux

package distr_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	sarif "github.com/seed361c4c3e/distr-go/distr/scan"
)

// TestStuckCommand lets a command hang with a child that does not hear: whether the run
// takes too long, is cancelled, or is given back, both are gone when it is over.
func TestStuckCommand(t *testing.T) {
	for _, test := range []struct {
		name  string
		bend  func(*distr.ScanConfig)
		ends  func(t *testing.T, a *distr.Account, id distr.RunID, stop func())
		state distr.RunState
	}{
		{"takes too long", func(c *distr.ScanConfig) { c.Timeout = 2 * time.Second }, func(*testing.T, *distr.Account, distr.RunID, func()) {}, distr.RunTimedOut},
		{"is cancelled", nil, func(t *testing.T, a *distr.Account, id distr.RunID, _ func()) {
			t.Helper()
			_, err := a.CancelRun(t.Context(), id)
			require.NoError(t, err)
		}, distr.RunCancelled},
		{"is given back", nil, func(_ *testing.T, _ *distr.Account, _ distr.RunID, stop func()) { stop() }, distr.RunQueued},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o, out := ofRuns(t, newOffice(t)), t.TempDir()
			command, err := sarif.NewCommand(sarif.CommandConfig{
				Path: "/bin/sh", Env: []string{"PATH", "OUT=" + out},
				Args: []string{"-c", `(trap '' TERM INT HUP; while :; do sleep 1000; done) & echo $$ $! > "$OUT/part"; mv "$OUT/part" "$OUT/pids"; wait`, "scanner", "{target}"},
			})
			require.NoError(t, err)
			conf := quick(command)
			conf.Grace = time.Minute
			if test.bend != nil {
				test.bend(&conf)
			}
			stop := scanning(t, o.acme, conf)
			id := ask(t, o.globex, "host:example.com")
			var pids []string
			require.Eventually(t, func() bool {
				text, err := os.ReadFile(filepath.Join(out, "pids"))
				if err == nil {
					pids = strings.Fields(string(text))
					require.Len(t, pids, 2)
					return true
				}
				run, err := o.globex.Run(t.Context(), id)
				require.NoError(t, err)
				return run.State == distr.RunTimedOut // on a machine that is too slow to begin in time
			}, time.Minute, time.Millisecond)
			test.ends(t, o.globex, id, stop)
			until(t, o.globex, id, in(test.state))
			for _, pid := range pids { // it was killed, and is gone as soon as the machine gets to it
				require.Eventually(t, func() bool {
					text, err := os.ReadFile("/proc/" + pid + "/stat")
					return err != nil || strings.Contains(string(text), ") Z ") || strings.Contains(string(text), ") X ")
				}, time.Minute, time.Millisecond, "process %s", pid)
			}
			stop()
		})
	}
}
