//go:build unix

package faults

import (
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A count is what a process holds.
type count struct{ goroutines, descriptors int }

func (c count) String() string {
	return fmt.Sprintf("%d goroutines, %d descriptors", c.goroutines, c.descriptors)
}

// countNow counts. Descriptors are counted where there is a /proc.
func countNow(t testing.TB) count {
	t.Helper()
	c := count{goroutines: runtime.NumGoroutine()}
	open, err := os.ReadDir("/proc/self/fd")
	if runtime.GOOS == "linux" {
		require.NoError(t, err)
	}
	c.descriptors = len(open)
	return c
}

// requireAgain waits until no more is held than before. rest closes what is idle.
func (c count) requireAgain(t testing.TB, rest func()) {
	t.Helper()
	for till := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		rest()
		now := countNow(t)
		if now.goroutines <= c.goroutines && now.descriptors <= c.descriptors {
			return
		}
		if time.Now().After(till) {
			var stacks strings.Builder
			_ = pprof.Lookup("goroutine").WriteTo(&stacks, 1) // a builder takes everything
			require.Fail(t, "something is left behind", "before %s, now %s\n%s", c, now, stacks.String())
		}
	}
}
