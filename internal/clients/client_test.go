package clients_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/dockertest"
	"github.com/seed361c4c3e/distr-go/internal/requires"
)

// A client is a program that pulls, on behalf of one customer. Each pull starts
// from nothing: no image kept, no answer remembered.
type client interface {
	login(t *testing.T, host, user, password string)
	// tag pulls a tag, digest a manifest by its digest, blob a blob. They
	// return what the program said and whether it ended well.
	tag(t *testing.T, host, tag string) (said string, ok bool)
	digest(t *testing.T, host, digest string) (said string, ok bool)
	blob(t *testing.T, host, digest string) (said string, ok bool)
	// can says whether the client can ask for such a thing at all.
	can(asks kind) bool
	// repository is the one that the client pulls: images or charts.
	repository() string
}

// A kind is what a case asks for.
type kind int

const (
	aTag kind = iota
	aManifest
	aPlatform
	aBlob
)

// run runs a program and returns both of its outputs.
func run(t *testing.T, env []string, stdin, program string, args ...string) (string, bool) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdin = strings.NewReader(stdin)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return out.String(), err == nil
}

// docker is the real daemon and its client.
type docker struct{ daemon *dockertest.Daemon }

func (d docker) login(t *testing.T, host, user, password string) {
	t.Helper()
	said, code := d.daemon.Docker(t, "login", "-u", user, "-p", password, host)
	require.Zero(t, code, said)
	require.Contains(t, said, "Login Succeeded")
}

func (d docker) tag(t *testing.T, host, tag string) (string, bool) {
	return d.pull(t, host+"/"+image+":"+tag)
}

func (d docker) digest(t *testing.T, host, digest string) (string, bool) {
	return d.pull(t, host+"/"+image+"@"+digest)
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
func (docker) can(asks kind) bool                             { return asks != aBlob }
func (docker) repository() string                             { return image }

// skopeo copies an index with all its platforms into a folder.
type skopeo struct{ path, auth string }

func newSkopeo(t *testing.T) *skopeo {
	return &skopeo{requires.Tool(t, "skopeo"), t.TempDir() + "/auth.json"}
}

func (s *skopeo) login(t *testing.T, host, user, password string) {
	t.Helper()
	said, ok := run(t, nil, password, s.path, "login", "--tls-verify=false", "--authfile", s.auth, "-u", user, "--password-stdin", host)
	require.True(t, ok, said)
}

func (s *skopeo) tag(t *testing.T, host, tag string) (string, bool) {
	return s.copy(t, host+"/"+image+":"+tag)
}

func (s *skopeo) digest(t *testing.T, host, digest string) (string, bool) {
	return s.copy(t, host+"/"+image+"@"+digest)
}

func (s *skopeo) copy(t *testing.T, reference string) (string, bool) {
	t.Helper()
	return run(t, nil, "", s.path, "--insecure-policy", "copy", "--all", "--src-tls-verify=false", "--authfile", s.auth,
		"docker://"+reference, "dir:"+t.TempDir())
}

func (*skopeo) blob(*testing.T, string, string) (string, bool) { panic("skopeo pulls no single blob") }
func (*skopeo) can(asks kind) bool                             { return asks != aBlob }
func (*skopeo) repository() string                             { return image }

// crane pulls into a file, and blobs too.
type crane struct{ path, config string }

func newCrane(t *testing.T) *crane { return &crane{requires.Tool(t, "crane"), t.TempDir()} }

func (c *crane) login(t *testing.T, host, user, password string) {
	t.Helper()
	said, ok := c.run(t, "auth", "login", "-u", user, "-p", password, host)
	require.True(t, ok, said)
}

func (c *crane) tag(t *testing.T, host, tag string) (string, bool) {
	return c.run(t, "pull", "--format=oci", host+"/"+image+":"+tag, t.TempDir())
}

func (c *crane) digest(t *testing.T, host, digest string) (string, bool) {
	return c.run(t, "pull", "--format=oci", host+"/"+image+"@"+digest, t.TempDir())
}

func (c *crane) blob(t *testing.T, host, digest string) (string, bool) {
	return c.run(t, "blob", host+"/"+image+"@"+digest)
}

func (c *crane) run(t *testing.T, args ...string) (string, bool) {
	t.Helper()
	return run(t, []string{"DOCKER_CONFIG=" + c.config}, "", c.path, append(args, "--insecure")...)
}

func (*crane) can(kind) bool      { return true }
func (*crane) repository() string { return image }

// helm pulls charts, which have no platforms.
type helm struct{ path, config string }

func newHelm(t *testing.T) *helm {
	return &helm{requires.Tool(t, "helm"), t.TempDir() + "/config.json"}
}

func (h *helm) login(t *testing.T, host, user, password string) {
	t.Helper()
	said, ok := run(t, nil, password, h.path, "registry", "login", host, "--plain-http", "--registry-config", h.config, "-u", user, "--password-stdin")
	require.True(t, ok, said)
}

func (h *helm) tag(t *testing.T, host, tag string) (string, bool) {
	return h.pull(t, "oci://"+host+"/"+chart, "--version", tag)
}

func (h *helm) digest(t *testing.T, host, digest string) (string, bool) {
	return h.pull(t, "oci://"+host+"/"+chart+"@"+digest)
}

func (h *helm) pull(t *testing.T, args ...string) (string, bool) {
	t.Helper()
	return run(t, nil, "", h.path, append([]string{"pull", "--plain-http", "--registry-config", h.config, "-d", t.TempDir()}, args...)...)
}

func (*helm) blob(*testing.T, string, string) (string, bool) { panic("helm pulls no single blob") }
func (*helm) can(asks kind) bool                             { return asks != aBlob && asks != aPlatform }
func (*helm) repository() string                             { return chart }
