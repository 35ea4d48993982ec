package clients_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/requires"
)

// cosign signs, and verifies what was signed, with a key pair and without any of
// the public services.
type cosign struct{ path, dir string }

func newCosign(t *testing.T) cosign {
	t.Helper()
	c := cosign{requires.Tool(t, "cosign"), t.TempDir()}
	said, ok := c.run(t, "generate-key-pair", "--output-key-prefix", c.in("cosign"))
	require.True(t, ok, said)
	require.NoError(t, os.WriteFile(c.in("sbom.json"), []byte(`{"spdxVersion": "SPDX-2.3"}`), 0o600))
	return c
}

// as is somebody else with the same keys.
func (c cosign) as(t *testing.T, host, user, password string) cosign {
	t.Helper()
	other := cosign{c.path, t.TempDir()}
	for _, name := range []string{"cosign.key", "cosign.pub", "sbom.json"} {
		require.NoError(t, os.WriteFile(other.in(name), []byte(file(t, c.in(name))), 0o600))
	}
	said, ok := other.run(t, "login", "-u", user, "-p", password, host)
	require.True(t, ok, said)
	return other
}

// A scheme is where signatures lie.
type scheme struct {
	name  string
	flag  string // has cosign use it
	found string // is in what cosign says of a signature that lay there
}

var schemes = [...]scheme{
	{"a tag made of the digest", "--new-bundle-format=false", "cosign container image signature"},
	{"a referrer", "--new-bundle-format=true", "https://sigstore.dev/cosign/sign/v1"},
}

func (c cosign) sign(t *testing.T, in scheme, reference string) {
	t.Helper()
	said, ok := c.run(t, "sign", in.flag, "--use-signing-config=false", "--tlog-upload=false", "--allow-http-registry",
		"--yes", "--key", c.in("cosign.key"), reference)
	require.True(t, ok, said)
	said, ok = c.run(t, "attest", in.flag, "--use-signing-config=false", "--tlog-upload=false", "--allow-http-registry",
		"--yes", "--key", c.in("cosign.key"), "--type=spdxjson", "--predicate", c.in("sbom.json"), reference)
	require.True(t, ok, said)
}

func (c cosign) verify(t *testing.T, in scheme, reference string) (said string, ok bool) {
	t.Helper()
	return c.run(t, "verify", in.flag, "--insecure-ignore-tlog", "--allow-http-registry", "--key", c.in("cosign.pub"), reference)
}

func (c cosign) verifyAttestation(t *testing.T, in scheme, reference string) (said string, ok bool) {
	t.Helper()
	return c.run(t, "verify-attestation", in.flag, "--insecure-ignore-tlog", "--allow-http-registry", "--type=spdxjson",
		"--key", c.in("cosign.pub"), reference)
}

func (c cosign) in(name string) string { return filepath.Join(c.dir, name) }

func (c cosign) run(t *testing.T, args ...string) (string, bool) {
	t.Helper()
	return run(t, []string{"COSIGN_PASSWORD=", "DOCKER_CONFIG=" + c.dir, "HOME=" + c.dir}, "", c.path, args...)
}
