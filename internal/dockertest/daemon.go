package dockertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/requires"
)

// A Daemon is a running docker daemon that belongs to one test. Its subtests
// may share it, also in parallel.
type Daemon struct {
	dir     string // all that it keeps
	client  string // the path of docker
	process *os.Process
	ended   chan struct{} // closed when the process has ended
}

// Start starts a daemon that ends with t, and returns when it answers. Where
// there can be none the test skips, or fails as package requires says. If the
// test fails, the daemon's log is shown.
func Start(t testing.TB) *Daemon {
	t.Helper()
	requires.Root(t)
	dockerd := requires.Tool(t, "dockerd")
	d := &Daemon{client: requires.Tool(t, "docker"), ended: make(chan struct{})}

	dir, err := os.MkdirTemp("", "docker") //nolint:usetesting // t.TempDir is too long for a socket's path
	require.NoError(t, err)
	d.dir, err = filepath.EvalSymlinks(dir) // as the table of mounts will call it
	require.NoError(t, err)
	t.Cleanup(func() { d.remove(t) })
	require.NoError(t, os.Mkdir(d.path("config"), 0o700))
	require.NoError(t, os.WriteFile(d.path("daemon.json"), []byte("{}"), 0o600))
	log, err := os.Create(d.path("log"))
	require.NoError(t, err)
	defer log.Close()

	// The test's context is over before its cleanup stops the daemon.
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), dockerd, d.arguments()...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH") + ":/usr/sbin:/sbin", "HOME=" + d.dir}
	cmd.Stdout, cmd.Stderr = log, log
	require.NoError(t, d.start(cmd), "starting dockerd")
	t.Cleanup(func() { d.stop(t) })
	d.await(t)
	return d
}

func (d *Daemon) path(name string) string { return filepath.Join(d.dir, name) }

func (d *Daemon) arguments() []string {
	name := filepath.Base(d.dir)
	return []string{
		"--config-file=" + d.path("daemon.json"), // empty, instead of the machine's
		"--data-root=" + d.path("data"),
		"--exec-root=" + d.path("run"),
		"--pidfile=" + d.path("pid"),
		"--host=unix://" + d.path("docker.sock"),
		"--containerd-namespace=" + name,
		"--containerd-plugins-namespace=" + name + "-plugins",
		"--storage-driver=vfs", // works on every file system
		"--bridge=none",        // this and the rest: the machine's network stays as it is
		"--iptables=false",
		"--ip6tables=false",
		"--ip-forward=false",
	}
}
