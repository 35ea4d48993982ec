package clients_test

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/requires"
)

// crane pulls into a folder, and prints blobs.
type crane struct{ path, config string }

func newCrane(t *testing.T) *crane { return &crane{requires.Tool(t, "crane"), t.TempDir()} }

func (c *crane) login(t *testing.T, host, user, password string) {
	t.Helper()
	said, ok := c.run(t, "auth", "login", "-u", user, "-p", password, host)
	require.True(t, ok, said)
}

func (c *crane) tag(t *testing.T, host, tag string) (string, bool) { return c.pull(t, at(host, tag)) }

func (c *crane) digest(t *testing.T, host, digest string) (string, bool) {
	return c.pull(t, at(host, "")+"@"+digest)
}

func (c *crane) pull(t *testing.T, reference string) (string, bool) {
	t.Helper()
	layout := t.TempDir()
	said, ok := c.run(t, "pull", "--format=oci", reference, layout)
	return said + file(t, filepath.Join(layout, "index.json")), ok
}

func (c *crane) blob(t *testing.T, host, digest string) (string, bool) {
	t.Helper()
	said, ok := c.run(t, "blob", at(host, "")+"@"+digest)
	if ok {
		said = fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(said)))
	}
	return said, ok
}

func (c *crane) run(t *testing.T, args ...string) (string, bool) {
	t.Helper()
	return run(t, []string{"DOCKER_CONFIG=" + c.config}, "", c.path, append(args, "--insecure")...)
}

func (*crane) can(asks kind) bool { return asks != aRange }
func (*crane) repository() string { return image }
