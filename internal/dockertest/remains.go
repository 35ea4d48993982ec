package dockertest

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// remove clears what a daemon that has ended may leave behind: a containerd
// that it started, mounts, its folder. All three are told by the folder's name,
// which nobody else has.
func (d *Daemon) remove(t testing.TB) {
	t.Helper()
	for deadline := time.Now().Add(stopWithin); ; time.Sleep(50 * time.Millisecond) {
		strays := d.strays(t)
		if len(strays) == 0 {
			break
		}
		require.Truef(t, time.Now().Before(deadline), "processes %v didn't end within %v", strays, stopWithin)
		for _, pid := range strays {
			if p, err := os.FindProcess(pid); err == nil {
				_ = p.Kill() // an error means that it has just ended
			}
		}
	}
	for _, point := range slices.Backward(d.mounts(t)) { // the innermost first
		d.letGo(t, point)
	}
	require.Empty(t, d.mounts(t), "still mounted; nothing was removed")
	require.NoError(t, os.RemoveAll(d.dir))
}

// letGo unmounts. A process that was killed holds on to what it had open until
// it has quite ended, which takes a moment on a busy machine.
func (d *Daemon) letGo(t testing.TB, point string) {
	t.Helper()
	err := unmount(point)
	for deadline := time.Now().Add(stopWithin); err != nil && time.Now().Before(deadline); err = unmount(point) {
		time.Sleep(50 * time.Millisecond)
	}
	require.NoErrorf(t, err, "unmounting %s", point)
}

// strays returns the containerd processes, shims included, that were started
// for this daemon: each has a file in the daemon's folder among its arguments.
func (d *Daemon) strays(t testing.TB) (pids []int) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	require.NoError(t, err)
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err != nil {
			continue // it has ended
		}
		program, arguments, _ := bytes.Cut(line, []byte{0})
		if strings.HasPrefix(filepath.Base(string(program)), "containerd") &&
			bytes.Contains(arguments, []byte(d.dir+"/")) {
			pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file)))
			require.NoError(t, err)
			pids = append(pids, pid)
		}
	}
	return pids
}

// mounts returns what is mounted below the daemon's folder, in the order in
// which it was mounted (proc(5), /proc/pid/mountinfo).
func (d *Daemon) mounts(t testing.TB) (points []string) {
	t.Helper()
	table, err := os.ReadFile("/proc/self/mountinfo")
	require.NoError(t, err)
	octal := strings.NewReplacer(`\040`, " ", `\011`, "\t", `\012`, "\n", `\134`, `\`)
	for line := range strings.Lines(string(table)) {
		fields := strings.Fields(line)
		require.Greaterf(t, len(fields), 4, "a line of the table of mounts: %q", line)
		if point := octal.Replace(fields[4]); strings.HasPrefix(point, d.dir+"/") {
			points = append(points, point)
		}
	}
	return points
}
