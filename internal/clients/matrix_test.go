package clients_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/dockertest"
	"github.com/seed361c4c3e/distr-go/internal/wares"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A step is one case of the matrix. Steps build on each other: what the vendor
// did before one stands for those behind it.
type step struct {
	name string
	do   func() // what the vendor does first; may be nil
	kind kind
	what string   // the tag or the digest
	ok   bool     // it is pulled
	says []string // otherwise: any of these is in what the client said, in lower case
}

// What a refusal says differs by client; the texts of a 404 are the client's own.
var (
	explained = []string{"is not available"}
	notFound  = []string{"not found", "unknown", "404"}
	noName    = []string{"not found", "name unknown", "name_unknown", "404"}
	ended     = []string{"ended at"}
	nobody    = []string{"unauthorized", "revoked", "invalid username/password", "401", "access denied"}
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
		{"docker", func(t *testing.T) client { return docker{dockertest.Start(t)} }},
	} {
		t.Run(c.name, func(t *testing.T) { matrix(t, s, tenant.CustomerID(c.name), c.open(t)) })
	}
}

func matrix(t *testing.T, s *site, id tenant.CustomerID, c client) {
	account, token := s.admit(t, id)
	c.login(t, s.host, "globex", token.Reveal())
	held, unheld := manifests(t, c, granted), manifests(t, c, other)
	mine, theirs := digestsOf(t, granted), digestsOf(t, other)

	for _, step := range []step{
		{name: "granted tag", kind: aTag, what: granted, ok: true},
		{name: "tag not granted", kind: aTag, what: other, says: explained},
		{name: "tag that does not exist", kind: aTag, what: "9.9.9", says: explained},
		{name: "digest of a granted index", kind: aManifest, what: held, ok: true},
		{name: "digest of one platform of it", kind: aPlatform, what: mine.platform.String(), ok: true},
		{name: "digest not granted", kind: aManifest, what: unheld, says: notFound},
		{name: "digest of one platform not granted", kind: aPlatform, what: theirs.platform.String(), says: notFound},
		{name: "blob of a version not granted", kind: aBlob, what: theirs.own.String(), says: notFound},
		{name: "layer of the granted version", kind: aBlob, what: mine.own.String(), ok: true},
		{name: "layer shared by both", kind: aBlob, what: theirs.shared.String(), ok: true},
		{name: "after the grant is added", kind: aTag, what: other, ok: true, do: func() {
			_, err := account.Grant(t.Context(), distr.NewGrant{Name: "more", Product: "app", Versions: entitlement.Only(other), Expires: s.clock.now().Add(time.Hour)})
			require.NoError(t, err)
		}},
		{name: "and its digest", kind: aManifest, what: unheld, ok: true},
		{name: "after the feature is disabled", kind: aTag, what: granted, says: noName, do: func() {
			_, _, err := account.Disable(t.Context(), tenant.Artifacts)
			require.NoError(t, err)
		}},
		{name: "a digest with the feature disabled", kind: aManifest, what: held, says: noName},
		{name: "after the feature is enabled again", kind: aTag, what: granted, ok: true, do: func() {
			_, _, err := account.Enable(t.Context(), tenant.Artifacts)
			require.NoError(t, err)
		}},
		{name: "after everything has expired", kind: aTag, what: granted, says: ended, do: func() { s.clock.jump(time.Hour) }},
		{name: "a digest after everything has expired", kind: aManifest, what: held, says: append(ended, notFound...)},
		{name: "after the grant is prolonged", kind: aTag, what: granted, ok: true, do: func() { s.prolong(t, account) }},
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
			require.Equal(t, step.ok, ok, said)
			if !ok {
				requireAny(t, said, step.says)
				require.NotContains(t, said, token.Reveal())
			}
		})
	}
}

func (s step) ask(t *testing.T, host string, c client) (string, bool) {
	t.Helper()
	switch s.kind {
	case aTag:
		return c.tag(t, host, s.what)
	case aBlob:
		return c.blob(t, host, s.what)
	default:
		return c.digest(t, host, s.what)
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

func requireAny(t *testing.T, said string, wanted []string) {
	t.Helper()
	for _, s := range wanted {
		if strings.Contains(strings.ToLower(said), s) {
			return
		}
	}
	require.Failf(t, "the client did not say why", "none of %q in:\n%s", wanted, said)
}
