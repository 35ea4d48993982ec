package tenant_test

import (
	"crypto/sha256"
	"io"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestNewCredential(t *testing.T) {
	local := noon.In(time.FixedZone("UTC+9", 9*60*60))
	c, token, err := tenant.NewCredential(cluster, "production cluster", local, same(3))
	require.NoError(t, err)
	require.Equal(t, tenant.Credential{
		ID: "crd_ambqgaydambqgayd", Name: "production cluster", Created: noon, Hash: sha256.Sum256([]byte(token.Reveal())),
	}, c)
	require.Equal(t, tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex", Credential: c.ID}, token.Claim())

	mallory := cluster
	mallory.Credential = "crd_of_somebody_else"
	_, token, err = tenant.NewCredential(mallory, "ci", noon, same(3))
	require.NoError(t, err)
	require.Equal(t, c.ID, token.Claim().Credential, "the credential's ID is not for the caller to choose")
}

func TestMatches(t *testing.T) {
	c, token := newToken(t, cluster, same(3))
	_, other := newToken(t, cluster, same(4))
	rival := cluster
	rival.Customer = "initech"
	_, twin := newToken(t, rival, same(3))

	changed := func(change func(*tenant.Credential)) tenant.Credential {
		c := c
		change(&c)
		return c
	}
	tests := []struct {
		name  string
		c     tenant.Credential
		token tenant.Token
		at    time.Time
		want  bool
	}{
		{"its own token", c, token, noon, true},
		{"years later", c, token, noon.AddDate(10, 0, 0), true},
		{"another token", c, other, noon, false},
		{"the same secret with another claim", c, twin, noon, false},
		{"no token", c, tenant.Token{}, noon, false},
		{"no credential", tenant.Credential{}, token, noon, false},
		{"neither", tenant.Credential{}, tenant.Token{}, noon, false},
		{"no token, and its hash", changed(func(c *tenant.Credential) { c.Hash = sha256.Sum256(nil) }), tenant.Token{}, noon, false},
		{"without an ID", changed(func(c *tenant.Credential) { c.ID = "" }), token, noon, false},
		{"revoked now", c.Revoke(noon), token, noon, false},
		{"revoked before", c.Revoke(noon), token, noon.Add(time.Hour), false},
		{"just before it is revoked", c.Revoke(noon), token, noon.Add(-time.Nanosecond), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.want, tt.c.Matches(tt.token, tt.at))
		})
	}
	for bit := range 8 * len(c.Hash) {
		wrong := c
		wrong.Hash[bit/8] ^= 1 << (bit % 8)
		require.False(t, wrong.Matches(token, noon), "bit %d", bit)
	}
}

func TestRevokeIsForGood(t *testing.T) {
	c, _ := newToken(t, cluster, same(3))
	revoked := c.Revoke(noon.In(time.FixedZone("UTC-5", -5*60*60)))
	require.Equal(t, noon, revoked.Revoked)
	require.Zero(t, c.Revoked, "the old value is left alone")
	require.Equal(t, revoked, revoked.Revoke(noon.Add(time.Hour)), "what was revoked stays revoked since then")
}

func TestRotate(t *testing.T) {
	c, old := newToken(t, cluster, same(3))
	c.Used = noon
	at := noon.AddDate(0, 1, 0)
	mallory := cluster
	mallory.Credential = "crd_of_somebody_else"

	rotated, token, err := c.Rotate(at.In(time.FixedZone("UTC+9", 9*60*60)), mallory, same(4))
	require.NoError(t, err)
	want := c
	want.Hash, want.Rotated = sha256.Sum256([]byte(token.Reveal())), at
	require.Equal(t, want, rotated, "it is the same credential")
	require.Equal(t, tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex", Credential: c.ID}, token.Claim())
	require.True(t, rotated.Matches(token, at))
	require.False(t, rotated.Matches(old, at), "the old token is dead at once")
	require.True(t, c.Matches(old, at), "the old value is left alone")

	_, token, err = c.Revoke(noon).Rotate(at, cluster, same(4))
	require.ErrorIs(t, err, tenant.ErrConflict)
	require.ErrorContains(t, err, `token "cluster" has been revoked, for good`)
	require.Zero(t, token)
	_, _, err = tenant.Credential{}.Rotate(at, cluster, same(4))
	require.ErrorIs(t, err, tenant.ErrInvalid)
	_, _, err = c.Rotate(at, tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme"}, same(4))
	require.ErrorIs(t, err, tenant.ErrInvalid)
	_, token, err = c.Rotate(at, cluster, iotest.ErrReader(io.ErrClosedPipe))
	require.ErrorIs(t, err, io.ErrClosedPipe)
	require.Zero(t, token)
}
