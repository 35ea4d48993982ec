package clients_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/dockertest"
	"github.com/seed361c4c3e/distr-go/internal/wares"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestMatrix(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		name string
		open func(*testing.T) client
	}{
		{"http", func(*testing.T) client { return &raw{} }},
		{"crane", func(t *testing.T) client { return newCrane(t) }},
		{"skopeo", func(t *testing.T) client { return newSkopeo(t) }},
		{"helm", func(t *testing.T) client { return newHelm(t) }},
		{"containerd", func(t *testing.T) client { return newContainerd(t) }},
		{"oras", func(t *testing.T) client { return newOras(t) }},
		{"podman", func(t *testing.T) client { return newPodman(t) }},
		{"docker", func(t *testing.T) client { return docker{dockertest.Start(t)} }},
	} {
		t.Run(c.name, func(t *testing.T) { matrix(t, s, tenant.CustomerID(c.name), c.open(t)) })
	}
	t.Run("signatures", func(t *testing.T) { signatures(t, s) })
}

func matrix(t *testing.T, s *site, id tenant.CustomerID, c client) {
	account, token := s.admit(t, id)
	c.login(t, s.host, "globex", token.Reveal())
	held, unheld := manifests(t, c, granted), manifests(t, c, other)
	mine, theirs := digestsOf(t, granted), digestsOf(t, other)

	for _, step := range []step{
		{name: "granted tag", kind: aTag, what: granted, gets: held},
		{name: "tag not granted", kind: aTag, what: other, says: explained},
		{name: "tag that does not exist", kind: aTag, what: "9.9.9", says: explained},
		{name: "no tag", kind: aTag, what: "", gets: held},
		{name: "the part of a version that one is granted of", kind: aTag, what: "1.4", gets: held},
		{name: "the part of a version that none is granted of", kind: aTag, what: "2", says: explained},
		{name: "a range that one granted is in", kind: aRange, what: ">=1", gets: held},
		{name: "a range that none granted is in", kind: aRange, what: ">=2", says: noMatch},
		{name: "digest of a granted index", kind: aManifest, what: held, gets: held},
		{name: "digest of one platform of it", kind: aPlatform, what: mine.platform.String(), gets: mine.platform.String()},
		{name: "digest not granted", kind: aManifest, what: unheld, says: notFound},
		{name: "digest of one platform not granted", kind: aPlatform, what: theirs.platform.String(), says: notFound},
		{name: "blob of a version not granted", kind: aBlob, what: theirs.own.String(), says: notFound},
		{name: "layer of the granted version", kind: aBlob, what: mine.own.String(), gets: mine.own.String()},
		{name: "layer shared by both", kind: aBlob, what: theirs.shared.String(), gets: theirs.shared.String()},
		{name: "after the grant is added", kind: aTag, what: other, gets: unheld, do: func() {
			_, err := account.Grant(t.Context(), distr.NewGrant{Name: "more", Product: "app", Versions: entitlement.Only(other), Expires: s.clock.now().Add(time.Hour)})
			require.NoError(t, err)
		}},
		{name: "and no tag", kind: aTag, what: "", gets: unheld},
		{name: "and a part of that version", kind: aTag, what: "2", gets: unheld},
		{name: "and the part of the version before", kind: aTag, what: "1", gets: held},
		{name: "and the range that it is in", kind: aRange, what: ">=1", gets: unheld},
		{name: "and its digest", kind: aManifest, what: unheld, gets: unheld},
		{name: "after the feature is disabled", kind: aTag, what: granted, says: noName, do: func() {
			_, _, err := account.Disable(t.Context(), tenant.Artifacts)
			require.NoError(t, err)
		}},
		{name: "a digest with the feature disabled", kind: aManifest, what: held, says: noName},
		{name: "after the feature is enabled again", kind: aTag, what: granted, gets: held, do: func() {
			_, _, err := account.Enable(t.Context(), tenant.Artifacts)
			require.NoError(t, err)
		}},
		{name: "after everything has expired", kind: aTag, what: granted, says: ended, do: func() { s.clock.jump(time.Hour) }},
		{name: "a digest after everything has expired", kind: aManifest, what: held, says: append(ended, notFound...)},
		{name: "after the grant is prolonged", kind: aTag, what: granted, gets: held, do: func() { s.prolong(t, account) }},
		{name: "after the token is revoked", kind: aTag, what: granted, says: nobody, do: func() {
			require.NoError(t, account.RevokeToken(t.Context(), token.Claim().Credential))
		}},
	} {
		t.Run(step.name, func(t *testing.T) {
			if step.do != nil {
				step.do()
			}
			if !c.can(step.kind) {
				t.Log("n/a: the client cannot ask this")
				return
			}
			said, ok := step.ask(t, s.host, c)
			require.Equal(t, step.gets != "", ok, said)
			if ok {
				require.Contains(t, said, step.gets)
			} else {
				requireAny(t, said, step.says)
			}
			require.NotContains(t, said, token.Reveal())
		})
	}
}

// prolong lets every grant of the customer end a day later.
func (s *site) prolong(t *testing.T, a *distr.Account) {
	t.Helper()
	grants, err := a.Grants(t.Context())
	require.NoError(t, err)
	end := s.clock.now().Add(24 * time.Hour)
	for _, g := range grants {
		_, err := a.Amend(t.Context(), g.ID, distr.Amendment{Expires: &end})
		require.NoError(t, err)
	}
}

// manifests is the digest of what the client's tag of that version means.
func manifests(t *testing.T, c client, version string) string {
	t.Helper()
	if c.repository() == image {
		return digestsOf(t, version).index.String()
	}
	packed, err := wares.Chart("chart", version)
	require.NoError(t, err)
	d, err := packed.Digest()
	require.NoError(t, err)
	return d.String()
}
