package main

import (
	"bufio"
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"distr": main})
}

// TestScripts runs the program as a process of its own, to see what only shows
// there: the folder it is called in, and pipes that are closed. All else is
// tested in internal/cli.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{Dir: "testdata/script", RequireExplicitExec: true})
}

func TestSignals(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are none to send")
	}
	t.Parallel()
	for _, tt := range []struct {
		name   string
		signal os.Signal
		code   int // -1: it was killed
	}{
		{"what service managers send", syscall.SIGTERM, 0},
		{"Ctrl-C", os.Interrupt, 0},
		{"no mercy", os.Kill, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := filepath.Join(t.TempDir(), "data")
			for range 2 { // the second finds the folder free again
				serve, log := start(t, data)
				require.NoError(t, serve.Process.Signal(tt.signal))
				_ = serve.Wait() // its exit code says it
				require.Equal(t, tt.code, serve.ProcessState.ExitCode(), "%s", log)
			}
		})
	}
}

// start starts a serve, and returns when it listens.
func start(t *testing.T, data string) (serve *exec.Cmd, log *bytes.Buffer) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	serve, log = exec.CommandContext(ctx, "distr", "serve", "--listen", "127.0.0.1:0", "--data", data), &bytes.Buffer{}
	serve.Stderr = log
	stdout, err := serve.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, serve.Start())
	line, err := bufio.NewReader(stdout).ReadString('\n')
	require.NoError(t, err, "%s", log)
	require.True(t, strings.HasPrefix(line, "distr: listening on http://127.0.0.1:"), line)
	return serve, log
}
