package clients_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/dockertest"
)

// docker is the real daemon and its client.
type docker struct{ daemon *dockertest.Daemon }

func (d docker) login(t *testing.T, host, user, password string) {
	t.Helper()
	said, code := d.daemon.Docker(t, "login", "-u", user, "-p", password, host)
	require.Zero(t, code, said)
	require.Contains(t, said, "Login Succeeded")
}

func (d docker) tag(t *testing.T, host, tag string) (string, bool) { return d.pull(t, at(host, tag)) }

func (d docker) digest(t *testing.T, host, digest string) (string, bool) {
	return d.pull(t, at(host, "")+"@"+digest)
}

func (d docker) pull(t *testing.T, reference string) (string, bool) {
	t.Helper()
	said, code := d.daemon.Docker(t, "pull", reference)
	if code == 0 {
		removed, code := d.daemon.Docker(t, "rmi", reference)
		require.Zero(t, code, removed)
	}
	return said, code == 0
}

func (docker) blob(*testing.T, string, string) (string, bool) { panic("docker pulls no single blob") }
func (docker) can(asks kind) bool                             { return asks != aBlob && asks != aRange }
func (docker) repository() string                             { return image }
