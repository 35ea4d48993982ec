package dockertest

import (
	"bytes"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

// Docker runs the docker client with args against this daemon, as in
// Docker(t, "pull", "127.0.0.1:5000/acme/app:1.4.2"). It returns all that the
// client printed, on standard output and standard error in their order, and its
// exit code. What "docker login" remembers is kept with the daemon, where no
// other daemon's client sees it.
func (d *Daemon) Docker(t testing.TB, args ...string) (output string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), d.client, args...)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + d.dir,
		"DOCKER_HOST=unix://" + d.path("docker.sock"),
		"DOCKER_CONFIG=" + d.path("config"),
	}
	printed, err := cmd.CombinedOutput()
	if err != nil {
		require.ErrorAsf(t, err, new(*exec.ExitError), "docker %q did not run", args)
	}
	return string(bytes.TrimSpace(printed)), cmd.ProcessState.ExitCode()
}
