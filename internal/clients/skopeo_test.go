package clients_test

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/requires"
)

// skopeo copies an index with all its platforms into a folder.
type skopeo struct{ path, auth string }

func newSkopeo(t *testing.T) *skopeo {
	return &skopeo{requires.Tool(t, "skopeo"), filepath.Join(t.TempDir(), "auth.json")}
}

func (s *skopeo) login(t *testing.T, host, user, password string) {
	t.Helper()
	said, ok := run(t, nil, password, s.path, "login", "--tls-verify=false", "--authfile", s.auth, "-u", user, "--password-stdin", host)
	require.True(t, ok, said)
}

func (s *skopeo) tag(t *testing.T, host, tag string) (string, bool) { return s.copy(t, at(host, tag)) }

func (s *skopeo) digest(t *testing.T, host, digest string) (string, bool) {
	return s.copy(t, at(host, "")+"@"+digest)
}

// copy asks once more what the manifest is, since in its folder this version of
// skopeo writes an index anew.
func (s *skopeo) copy(t *testing.T, reference string) (string, bool) {
	t.Helper()
	said, ok := run(t, nil, "", s.path, "--insecure-policy", "copy", "--all", "--src-tls-verify=false", "--authfile", s.auth,
		"docker://"+reference, "dir:"+t.TempDir())
	if !ok {
		return said, false
	}
	raw, ok := run(t, nil, "", s.path, "inspect", "--raw", "--tls-verify=false", "--authfile", s.auth, "docker://"+reference)
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(raw))), ok
}

func (*skopeo) blob(*testing.T, string, string) (string, bool) { panic("skopeo pulls no single blob") }
func (*skopeo) can(asks kind) bool                             { return asks != aBlob && asks != aRange }
func (*skopeo) repository() string                             { return image }
