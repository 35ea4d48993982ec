//go:build linux

package scan_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
	"github.com/seed361c4c3e/distr-go/internal/child"
)

func TestMain(m *testing.M) {
	child.Main(m, func(ctx context.Context, args ...string) error { return scanWithoutEnd(ctx, args[0]) })
}

// scanWithoutEnd is what a child does: it scans until it is killed.
func scanWithoutEnd(ctx context.Context, out string) error {
	s, err := scan.NewCommand(scan.CommandConfig{
		Path: "/bin/sh", Args: []string{"-c", "sleep 1000 & " + note("child", "$!") + note("pid", "$$") + " exec sleep 1000", "scanner", "{target}"},
		Env: []string{"PATH", "OUT=" + out}, Folder: out,
	})
	if err != nil {
		return err
	}
	return s.Scan(ctx, distr.ScanJob{Targets: []distr.ScanTarget{{Text: "a.example"}}}, func(distr.Finding) error { return nil })
}

// pids are the processes that a script has written down, once it has written all.
func pids(t *testing.T, out string, names ...string) (all []string) {
	t.Helper()
	for _, name := range names {
		require.Eventually(t, func() bool {
			text, err := os.ReadFile(filepath.Join(out, name))
			if err != nil {
				return false
			}
			all = append(all, strings.TrimSpace(string(text)))
			return true
		}, time.Minute, time.Millisecond)
	}
	return all
}

// dead says whether a process runs no more. One whose parent has not looked yet is
// listed as Z.
func dead(pid string) bool {
	text, err := os.ReadFile("/proc/" + pid + "/stat")
	return err != nil || strings.Contains(string(text), ") Z ") || strings.Contains(string(text), ") X ")
}

func requireDead(t *testing.T, pids []string) {
	t.Helper()
	for _, pid := range pids {
		require.NotEmpty(t, pid)
		require.Eventually(t, func() bool { return dead(pid) }, time.Minute, time.Millisecond, "process %s", pid)
	}
}

// note is a shell command that writes the number of the process down.
func note(name, pid string) string {
	return fmt.Sprintf("echo %s > $OUT/%s.part; mv $OUT/%[2]s.part $OUT/%[2]s;", pid, name)
}

// A scanner that hangs is killed with all that it has started, also with what has
// gone its own way.
func TestKilledWithItsChildren(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, script string
		ends         bool // by itself
	}{
		{"children that hang", "(" + note("b", "$(exec sh -c 'echo $PPID')") + " exec sleep 1000) & (trap '' TERM INT HUP; " + note("c", "$(exec sh -c 'echo $PPID')") + " while :; do sleep 1000; done) & wait", false},
		{"a child that holds the output", "(" + note("b", "$(exec sh -c 'echo $PPID')") + note("c", "$(exec sh -c 'echo $PPID')") + " exec sleep 1000) & while ! test -e $OUT/c; do sleep 0.01; done; " + told("m"), true},
		{"children that have left the group", "setsid sh -c '" + note("b", "$$") + " exec sleep 1000' & setsid -f setsid -f sh -c '" + note("c", "$$") + " exec sleep 1000' > /dev/null 2>&1; wait", false},
		{"children that have left, and a parent that ends", "setsid -f sh -c '" + note("b", "$$") + " exec sleep 1000' > /dev/null 2>&1; setsid -f sh -c '" + note("c", "$$") + " exec sleep 1000'; while ! test -e $OUT/b -a -e $OUT/c; do sleep 0.01; done; " + told("m"), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			out := t.TempDir()
			s := script(t, note("a", "$$")+test.script, func(c *scan.CommandConfig) { c.Env = []string{"PATH", "OUT=" + out} })
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			failed := make(chan error, 1)
			go func() {
				_, _, err := scanAll(ctx, s, "a.example")
				failed <- err
			}()
			all := pids(t, out, "a", "b", "c")
			if !test.ends {
				stop()
				require.ErrorIs(t, <-failed, context.Canceled)
			} else {
				require.NoError(t, <-failed)
			}
			requireDead(t, all)
		})
	}
}

// A scanner does not outlive the process that has started it, and what it has started
// itself does so until the next scan. What lies beside its folder is left alone.
func TestKilledWithItsParent(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	strangers := filepath.Join(out, "scan-of-a-stranger")
	require.NoError(t, os.Mkdir(strangers, 0o700))
	p := child.Start(t, out)
	all := pids(t, out, "pid", "child")
	require.False(t, dead(all[0]))
	folders := func() []string {
		found, err := filepath.Glob(filepath.Join(out, "distr-scan-*"))
		require.NoError(t, err)
		return found
	}
	next, err := scan.NewCommand(scan.CommandConfig{
		Path: "/bin/sh", Args: []string{"-c", `echo '{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"next"}},"results":[]}]}'`, "scanner", "{target}"}, Folder: out,
	})
	require.NoError(t, err)
	scanNext := func() {
		require.NoError(t, next.Scan(t.Context(), distr.ScanJob{Targets: []distr.ScanTarget{{Text: "a.example"}}}, func(distr.Finding) error { return nil }))
	}
	scanNext()
	require.False(t, dead(all[0]), "another process scans there")
	require.Len(t, folders(), 1)

	require.NoError(t, p.Process.Kill())
	require.Error(t, p.Wait(), "it was killed")
	requireDead(t, all[:1])
	require.False(t, dead(all[1]), "nobody has looked yet")
	require.Len(t, folders(), 1)
	scanNext()
	requireDead(t, all)
	require.Empty(t, folders())
	require.DirExists(t, strangers)
}
