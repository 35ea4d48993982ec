package distr_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// pull asks for a tag or a digest as the registry does, and writes it down.
func (w *world) pull(t *testing.T, token tenant.Token, r entitlement.RepositoryPath, reference string) {
	t.Helper()
	who, err := w.acme.Authenticate(t.Context(), token)
	require.NoError(t, err)
	h, contents, err := w.acme.Holding(t.Context(), who, string(r))
	require.NoError(t, err)
	p := entitlement.Pull{Repository: r, Reference: reference, Reason: entitlement.Unknown}
	version, d, found := h.Resolve(w.clock.now(), reference)
	if byDigest, err := entitlement.ParseDigest(reference); err == nil {
		var e entitlement.Entry
		if e, found = contents.Find(byDigest); found {
			d, version = byDigest, e.Versions()[0]
		}
	}
	if found {
		decision := h.Decide(w.clock.now(), version)
		p.Digest, p.Version, p.Allowed, p.Reason = d, version, decision.Allowed, decision.Reason
	}
	require.NoError(t, w.acme.LogPull(t.Context(), who, p))
}

func TestTriedIsWhatWasRefusedAndWouldBeAllowed(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2", "1.5.0", "2.0.0")
	globex, token := w.customer(t, "globex", "1.4.2")
	_, other := w.customer(t, "initech")

	stop := keep(t, w.hub, distr.PullLog{})
	// Long ago, by somebody else, allowed then, allowed now, not in question, or
	// not there.
	w.pull(t, token, "acme/app", "v1.5")
	w.pull(t, token, "acme/app", "1.5.0")
	_, err := globex.Grant(t.Context(), distr.NewGrant{Name: "trial", Product: "app", Versions: entitlement.Only("1.5.0"), Expires: w.clock.now().Add(31 * 24 * time.Hour)})
	require.NoError(t, err)
	w.clock.move(31*24*time.Hour - time.Minute)
	w.pull(t, token, "acme/chart", "1.5.0")
	w.clock.move(time.Minute)
	w.pull(t, other, "acme/chart", "1.5.0")
	w.pull(t, token, "acme/app", "1.4.2")
	w.pull(t, token, "acme/app", "2.0.0")
	w.pull(t, token, "acme/app", "3.0.0")

	layer := entitlement.SHA256([]byte("layer of app 1.5.0")).String()
	var last time.Time
	for _, reference := range []string{"1.5", "1.5.0", layer, "1.5.0"} {
		w.clock.move(time.Hour)
		last = w.clock.now()
		w.pull(t, token, "acme/app", reference)
	}
	require.NoError(t, stop())
	gain, err := globex.TryGrant(t.Context(), distr.NewGrant{Name: "more", Product: "app", Versions: entitlement.Only("1.5.0")})
	require.NoError(t, err)
	want := []distr.Tried{
		{Repository: "acme/app", Reference: "1.5.0", Version: "1.5.0", Times: 2, Last: last},
		{Repository: "acme/app", Reference: layer, Version: "1.5.0", Times: 1, Last: last.Add(-time.Hour)},
		{Repository: "acme/app", Reference: "1.5", Version: "1.5.0", Times: 1, Last: last.Add(-3 * time.Hour)},
	}
	require.Equal(t, want, gain.Tried)
	require.Equal(t, []distr.MovedAlias{
		{Tag: "latest", From: "1.4.2", To: "1.5.0"}, {Tag: "1", From: "1.4.2", To: "1.5.0"}, {Tag: "v1", From: "1.4.2", To: "1.5.0"},
		{Tag: "1.5", To: "1.5.0"}, {Tag: "v1.5", To: "1.5.0"},
	}, gain.Repositories[0].Aliases)

	grants, err := globex.Grants(t.Context())
	require.NoError(t, err)
	require.Len(t, grants, 2)
	gain, err = globex.TryAmend(t.Context(), grants[0].ID, distr.Amendment{Add: entitlement.Only("1.5.0")})
	require.NoError(t, err)
	require.Equal(t, want, gain.Tried)
	require.Equal(t, grants[0], *gain.Before)
	require.Equal(t, tenant.Artifacts, gain.Feature)

	_, err = globex.Amend(t.Context(), grants[0].ID, distr.Amendment{Add: entitlement.Only("1.5.0")})
	require.NoError(t, err)
	gain, err = globex.TryGrant(t.Context(), distr.NewGrant{Product: "app", Versions: entitlement.Only("1.5.0")})
	require.NoError(t, err)
	require.Empty(t, gain.Tried, "it is allowed already")
}

// A tag that has moved on since it was refused: what it meant then is pulled by
// its digest.
func TestTriedIsAlsoWhatATagMeant(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2", "1.5.0")
	globex, token := w.customer(t, "globex", "1.4.2")
	who, err := w.acme.Authenticate(t.Context(), token)
	require.NoError(t, err)
	root := image("app 1.5.0").Root
	stop := keep(t, w.hub, distr.PullLog{})
	for range 3 {
		require.NoError(t, w.acme.LogPull(t.Context(), who, entitlement.Pull{
			Repository: "acme/app", Reference: "stable", Digest: root, Version: "1.5.0", Reason: entitlement.NotCovered,
		}))
	}
	require.NoError(t, stop())
	gain, err := globex.TryGrant(t.Context(), distr.NewGrant{Product: "app", Versions: entitlement.Only("1.5.0")})
	require.NoError(t, err)
	require.Equal(t, []distr.Tried{{Repository: "acme/app", Reference: "stable", Version: "1.5.0", Times: 3, Last: w.clock.now()}}, gain.Tried)
}
