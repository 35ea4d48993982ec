package clients_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/requires"
)

// podman pulls into a store of its own, as root. It runs nothing.
type podman struct {
	path, dir string
	env       []string
}

func newPodman(t *testing.T) *podman {
	requires.Root(t)
	p := &podman{path: requires.Tool(t, "podman"), dir: t.TempDir()}
	// The machine's own settings stay out: short names, mirrors, policies.
	for name, text := range map[string]string{
		"CONTAINERS_CONF":            "",
		"CONTAINERS_STORAGE_CONF":    fmt.Sprintf("[storage]\ndriver = \"vfs\"\ngraphroot = %q\nrunroot = %q\n", p.in("root"), p.in("run")),
		"CONTAINERS_REGISTRIES_CONF": "",
	} {
		file := p.in(name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
		p.env = append(p.env, name+"="+file)
	}
	require.NoError(t, os.WriteFile(p.in("policy.json"), []byte(`{"default": [{"type": "insecureAcceptAnything"}]}`), 0o600))
	return p
}

func (p *podman) in(name string) string { return filepath.Join(p.dir, name) }

func (p *podman) login(t *testing.T, host, user, password string) {
	t.Helper()
	said, ok := p.run(t, password, "login", "--tls-verify=false", "--authfile", p.in("auth.json"), "-u", user, "--password-stdin", host)
	require.True(t, ok, said)
	require.Contains(t, said, "Login Succeeded")
}

func (p *podman) tag(t *testing.T, host, tag string) (string, bool) { return p.pull(t, at(host, tag)) }

func (p *podman) digest(t *testing.T, host, digest string) (string, bool) {
	return p.pull(t, at(host, "")+"@"+digest)
}

func (p *podman) pull(t *testing.T, reference string) (string, bool) {
	t.Helper()
	said, ok := p.run(t, "", "pull", "--tls-verify=false", "--authfile", p.in("auth.json"), "--signature-policy", p.in("policy.json"), reference)
	if !ok {
		return said, false
	}
	said, ok = p.run(t, "", "image", "inspect", "--format", "{{.RepoDigests}}", reference)
	require.True(t, ok, said)
	removed, ok := p.run(t, "", "rmi", reference)
	require.True(t, ok, removed)
	return said, true
}

func (p *podman) run(t *testing.T, stdin string, args ...string) (string, bool) {
	t.Helper()
	return run(t, p.env, stdin, p.path, append([]string{
		"--root", p.in("root"), "--runroot", p.in("run"), "--tmpdir", p.in("tmp"),
		"--storage-driver=vfs", "--cgroup-manager=cgroupfs", "--events-backend=none",
	}, args...)...)
}

func (*podman) blob(*testing.T, string, string) (string, bool) { panic("podman pulls no single blob") }
func (*podman) can(asks kind) bool                             { return asks != aBlob && asks != aRange }
func (*podman) repository() string                             { return image }
