package child_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/child"
)

func TestMain(m *testing.M) { child.Main(m, work) }

func work(_ context.Context, args ...string) error {
	switch args[0] {
	case "count":
		for n := 0; ; n++ {
			fmt.Printf("%d\n%d and then", n, n)
			fmt.Println()
		}
	case "echo":
		_, err := io.Copy(os.Stdout, os.Stdin)
		return err
	case "say":
		fmt.Println(args[1:], os.Getpid())
		return nil
	}
	return fmt.Errorf("there is no work %q", args)
}

func TestStart(t *testing.T) {
	p := child.Start(t, "say", "-v", "two words", "")
	said, err := io.ReadAll(p.Out)
	require.NoError(t, err)
	require.NoError(t, p.Wait())
	require.Equal(t, fmt.Sprintf("[-v two words ] %d\n", p.Process.Pid), string(said))
}

func TestIn(t *testing.T) {
	p := child.Start(t, "echo")
	_, err := io.WriteString(p.In, "heard")
	require.NoError(t, err)
	require.NoError(t, p.In.Close())
	said, err := io.ReadAll(p.Out)
	require.NoError(t, err)
	require.NoError(t, p.Wait(), "it ends when nothing more comes in")
	require.Equal(t, "heard", string(said))
}

func TestStartWithAnError(t *testing.T) {
	p := child.Start(t, "nothing")
	require.Error(t, p.Wait())
	require.Equal(t, 1, p.ProcessState.ExitCode())
}

func TestCrash(t *testing.T) {
	lines := slices.Collect(strings.Lines(child.Crash(t, 10*time.Millisecond, "count")))
	require.Equal(t, "0\n", lines[0])
	for i, line := range lines {
		want := fmt.Sprintf("%d\n", i/2)
		if i%2 == 1 {
			want = fmt.Sprintf("%d and then\n", i/2)
		}
		require.Equal(t, want, line, "no line is half there")
	}
}
