package clients_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/requires"
)

// helm pulls charts, which have no platforms.
type helm struct{ path, config string }

func newHelm(t *testing.T) *helm {
	return &helm{requires.Tool(t, "helm"), filepath.Join(t.TempDir(), "config.json")}
}

func (h *helm) login(t *testing.T, host, user, password string) {
	t.Helper()
	said, ok := run(t, nil, password, h.path, "registry", "login", host, "--plain-http", "--registry-config", h.config, "-u", user, "--password-stdin")
	require.True(t, ok, said)
}

// tag without a tag has helm read the list of tags and take the highest version.
func (h *helm) tag(t *testing.T, host, tag string) (string, bool) {
	if tag == "" {
		return h.pull(t, "oci://"+host+"/"+chart)
	}
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
