package child

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// variable is set for a child.
const variable = "DISTR_TEST_CHILD"

// Main is for TestMain: it runs the tests or, in a child, what that is there for, with
// the arguments that it was started with.
func Main(m *testing.M, do func(ctx context.Context, args ...string) error) {
	if os.Getenv(variable) == "" {
		os.Exit(m.Run())
	}
	if err := do(context.Background(), os.Args[1:]...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// A Process is a child.
type Process struct {
	*exec.Cmd
	In  io.WriteCloser // what it reads from standard input
	Out *bufio.Reader  // what it writes to standard output
}

// Start starts a child. It ends with the test, if not before.
func Start(t testing.TB, args ...string) *Process {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), variable+"=1")
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	return &Process{cmd, in, bufio.NewReader(out)}
}

// Crash starts a child, waits for its first line and kills it that long after. It
// returns the lines that the child has written whole, one after the other.
func Crash(t testing.TB, after time.Duration, args ...string) (lines string) {
	t.Helper()
	p := Start(t, args...)
	first, err := p.Out.ReadString('\n')
	require.NoError(t, err, "it writes")
	time.AfterFunc(after, func() { _ = p.Process.Kill() })
	rest, err := io.ReadAll(p.Out)
	require.NoError(t, err)
	require.Error(t, p.Wait(), "it was killed")
	whole := strings.LastIndexByte(string(rest), '\n') + 1
	return first + string(rest[:whole])
}
