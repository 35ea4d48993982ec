//go:build !linux

package sqlite

import (
	"os"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// loseRights makes the folder one that this test may read and not write.
func loseRights(t *testing.T, dir string) {
	t.Helper()
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("there is no folder here that this user cannot write: run it as an ordinary user on a Unix")
	}
	require.NoError(t, os.Chmod(dir, 0o555))
	t.Cleanup(func() { require.NoError(t, os.Chmod(dir, 0o755)) })
}
