package clients_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// signatures has the vendor sign two versions that were published long before,
// of which a customer holds one.
func signatures(t *testing.T, s *site) {
	keys := newCosign(t)
	_, staff, err := s.acme.NewStaffToken(t.Context(), "signer")
	require.NoError(t, err)
	vendor := keys.as(t, s.host, "ci", staff.Reveal())
	account, token := s.admit(t, "signatures")
	customer := keys.as(t, s.host, "globex", token.Reveal())
	held, unheld := digestsOf(t, granted).index.String(), digestsOf(t, other).index.String()

	for _, in := range schemes {
		requireUnsigned(t, customer, in, at(s.host, "")+"@"+held)
	}
	for _, in := range schemes {
		vendor.sign(t, in, at(s.host, "")+"@"+held)
		vendor.sign(t, in, at(s.host, "")+"@"+unheld)
	}
	for _, in := range schemes {
		t.Run(in.name, func(t *testing.T) {
			requireSigned(t, customer, in, at(s.host, "")+"@"+held)
			requireSigned(t, customer, in, at(s.host, granted))
			requireUnsigned(t, customer, in, at(s.host, "")+"@"+unheld)
			said, ok := customer.verify(t, in, at(s.host, other))
			require.False(t, ok, said)
			requireAny(t, said, explained)
		})
	}

	t.Run("what refers to a digest", func(t *testing.T) {
		for name, c := range map[string]*library{"containerd": newContainerd(t), "oras": newOras(t)} {
			c.login(t, s.host, "globex", token.Reveal())
			said, ok := c.referrers(t, s.host, held)
			require.True(t, ok, "%s: %s", name, said)
			require.Equal(t, len(schemes), strings.Count(said, "application/vnd.dev.sigstore.bundle"), "%s: a signature and an attestation: %s", name, said)
			said, ok = c.referrers(t, s.host, unheld)
			require.False(t, ok, "%s: %s", name, said)
			requireAny(t, said, notFound)
		}
		c := &raw{user: "globex", password: token.Reveal()}
		require.Contains(t, c.referrers(t, s.host, held), "application/vnd.dev.sigstore.bundle")
		require.Contains(t, c.referrers(t, s.host, unheld), `"manifests":[]`)
	})

	t.Run("a tag made of a digest", func(t *testing.T) {
		c := &raw{user: "globex", password: token.Reveal()}
		for _, suffix := range []string{".sig", ".att"} {
			said, ok := c.tag(t, s.host, strings.Replace(held, ":", "-", 1)+suffix)
			require.True(t, ok, said)
			said, ok = c.tag(t, s.host, strings.Replace(unheld, ":", "-", 1)+suffix)
			require.False(t, ok, said)
			require.True(t, strings.HasPrefix(said, "404 "), "and neither refused nor explained: %s", said)
		}
	})

	t.Run("the signature of what is not held", func(t *testing.T) {
		signer := newOras(t)
		signer.login(t, s.host, "ci", staff.Reveal())
		said, ok := signer.referrers(t, s.host, unheld)
		require.True(t, ok, said)
		signature, _, _ := strings.Cut(said, " ")
		c := &raw{user: "globex", password: token.Reveal()}
		said, ok = c.digest(t, s.host, signature)
		require.False(t, ok, said)
		require.True(t, strings.HasPrefix(said, "404 "), said)
	})

	_, err = account.Grant(t.Context(), distr.NewGrant{Name: "more", Product: "app", Versions: entitlement.Only(other), Expires: s.clock.now().Add(time.Hour)})
	require.NoError(t, err)
	for _, in := range schemes {
		t.Run(in.name+" after the grant is added", func(t *testing.T) {
			requireSigned(t, customer, in, at(s.host, other))
		})
	}

	s.clock.jump(time.Hour)
	for _, in := range schemes {
		t.Run(in.name+" after everything has expired", func(t *testing.T) {
			said, ok := customer.verify(t, in, at(s.host, granted))
			require.False(t, ok, said)
			requireAny(t, said, ended)
		})
	}
}

func requireSigned(t *testing.T, c cosign, in scheme, reference string) {
	t.Helper()
	said, ok := c.verify(t, in, reference)
	require.True(t, ok, said)
	require.Contains(t, said, in.found)
	said, ok = c.verifyAttestation(t, in, reference)
	require.True(t, ok, said)
	require.Contains(t, said, `"payloadType":"application/vnd.in-toto+json"`)
}

// requireUnsigned is that there is nothing for the client, as if the vendor had
// never signed: no failure that would have it take signatures for forbidden.
func requireUnsigned(t *testing.T, c cosign, in scheme, reference string) {
	t.Helper()
	said, ok := c.verify(t, in, reference)
	require.False(t, ok, said)
	require.Contains(t, said, "no signatures found")
	said, ok = c.verifyAttestation(t, in, reference)
	require.False(t, ok, said)
	require.Contains(t, said, "no matching attestations")
}

// referrers is the list as it is answered, which is 200 whatever is held.
func (r *raw) referrers(t *testing.T, host, digest string) string {
	t.Helper()
	bearer, refused := r.token(t, host)
	require.NotEmpty(t, bearer, refused)
	answer := r.get(t, "http://"+host+"/v2/"+image+"/referrers/"+digest, bearer)
	require.Equal(t, http.StatusOK, answer.status)
	return answer.body
}

// referrers lists what refers to a manifest.
func (l *library) referrers(t *testing.T, host, digest string) (string, bool) {
	return run(t, l.env, "", l.path, "-referrers", at(host, "")+"@"+digest)
}
