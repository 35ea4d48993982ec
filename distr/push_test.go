package distr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// staff is who pushes.
func staff(t *testing.T, w *world) tenant.Principal {
	t.Helper()
	_, token, err := w.acme.NewStaffToken(t.Context(), "build")
	require.NoError(t, err)
	p, err := w.acme.Authenticate(t.Context(), token)
	require.NoError(t, err)
	return p
}

func TestMayMove(t *testing.T) {
	w, _ := nightly(t)
	w.publish(t, "1.4.2")
	w.registry.push("acme/app", "build-7", "app 1.5.0")
	w.registry.push("acme/chart", "build-7", "chart 1.5.0")
	_, err := w.acme.Publish(t.Context(), "app", "1.5.0", "build-7")
	require.NoError(t, err)
	same, other := entitlement.SHA256([]byte("app 1.4.2")), entitlement.SHA256([]byte("another"))
	tests := []struct {
		name, tag string
		digest    entitlement.Digest
		want      error
	}{
		{"published, the same", "1.4.2", same, nil},
		{"published, another", "1.4.2", other, tenant.ErrConflict},
		{"the tag that it was published from", "build-7", other, tenant.ErrConflict},
		{"the version's own name", "1.5.0", other, tenant.ErrConflict},
		{"followed", "nightly", other, nil},
		{"not published", "2.0.0", other, nil},
		{"an alias is no tag", "latest", other, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := w.acme.MayMove(t.Context(), "acme/app", tt.tag, tt.digest)
			require.ErrorIs(t, err, tt.want)
		})
	}
}

// TestPushedReferrers is that what refers to a published version belongs to it
// from its push on, also what refers to that, and nothing else.
func TestPushedReferrers(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2", "1.5.0")
	_, holder := w.customer(t, "globex", "1.4.2")
	_, other := w.customer(t, "initech", "1.5.0")
	who := staff(t, w)
	image := entitlement.SHA256([]byte("app 1.4.2"))

	sbom := w.registry.sign("acme/app", image, "sbom")
	require.False(t, holds(t, w.acme, w, holder, sbom.Digest), "it was pushed past the proxy")
	require.NoError(t, w.acme.Pushed(t.Context(), who, "acme/app", sbom))
	signature := w.registry.sign("acme/app", sbom.Digest, "signature of the sbom")
	require.NoError(t, w.acme.Pushed(t.Context(), who, "acme/app", signature))
	stray := w.registry.sign("acme/app", entitlement.SHA256([]byte("not published")), "stray")
	require.NoError(t, w.acme.Pushed(t.Context(), who, "acme/app", stray))

	for _, d := range []entitlement.Digest{sbom.Digest, signature.Digest} {
		require.True(t, holds(t, w.acme, w, holder, d))
		require.False(t, holds(t, w.acme, w, other, d))
	}
	require.False(t, holds(t, w.acme, w, holder, stray.Digest))
	attached := func() (n int) {
		t.Helper()
		events, err := w.acme.Events(t.Context(), distr.EventQuery{})
		require.NoError(t, err)
		for _, e := range events {
			if e.Kind == distr.ReferrerAttached {
				n++
				require.Equal(t, "build", e.Actor.Name)
			}
		}
		return n
	}
	require.Equal(t, 2, attached())
	require.NoError(t, w.acme.Pushed(t.Context(), who, "acme/app", sbom))
	require.Equal(t, 2, attached(), "the same push again changes nothing")
}

// TestPushedDerivedTags is the names under which clients look for what refers to
// a digest: they may move, and mean the last push.
func TestPushedDerivedTags(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2")
	_, holder := w.customer(t, "globex", "1.4.2")
	who := staff(t, w)
	subject := entitlement.SHA256([]byte("app 1.4.2"))
	tag := entitlement.FallbackTag(subject) + ".sig"
	derived := func(tag string) entitlement.Digest {
		t.Helper()
		p, err := w.acme.Authenticate(t.Context(), holder)
		require.NoError(t, err)
		_, contents, err := w.acme.Holding(t.Context(), p, "acme/app")
		require.NoError(t, err)
		d, found := contents.Derived(tag)
		require.True(t, found)
		return d
	}
	for _, content := range []string{"one signature", "two signatures", "one signature"} {
		d := w.registry.push("acme/app", tag, content)
		require.NoError(t, w.acme.Pushed(t.Context(), who, "acme/app", entitlement.Push{Tag: tag, Digest: d, Subject: subject}))
		require.Equal(t, d, derived(tag))
		require.True(t, holds(t, w.acme, w, holder, d))
	}

	// The list that clients keep is none of them: it may name what is not held.
	list := []byte("a list of what is elsewhere")
	fallback := entitlement.Push{Tag: entitlement.FallbackTag(subject), Digest: entitlement.SHA256(list), Subject: subject, MediaType: "application/vnd.oci.image.index.v1+json", Manifest: list}
	require.NoError(t, w.acme.Pushed(t.Context(), who, "acme/app", fallback))
	require.False(t, holds(t, w.acme, w, holder, fallback.Digest))
}

// TestPushGrantsNothing is that no push lets who holds one version have another,
// nor what lies in an index that refers to the one.
func TestPushGrantsNothing(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2", "2.0.0")
	_, holder := w.customer(t, "globex", "1.4.2")
	who := staff(t, w)
	held, other := entitlement.SHA256([]byte("app 1.4.2")), entitlement.SHA256([]byte("app 2.0.0"))
	layer := entitlement.SHA256([]byte("layer of app 2.0.0"))

	// The other version under the signature tag of the one.
	tag := entitlement.FallbackTag(held) + ".sig"
	require.NoError(t, w.acme.Pushed(t.Context(), who, "acme/app", entitlement.Push{Tag: tag, Digest: other, Subject: held}))
	// An index that refers to the one and lists the other.
	index := image("index")
	index.Subject = held
	index.Items = append(index.Items[:1], image("app 2.0.0").Items...)
	w.registry.put("acme/app", "", index)
	require.NoError(t, w.acme.Pushed(t.Context(), who, "acme/app", entitlement.Push{Digest: index.Root, Subject: held}))
	require.True(t, holds(t, w.acme, w, holder, index.Root), "the index itself does refer")
	for _, d := range []entitlement.Digest{other, layer} {
		require.False(t, holds(t, w.acme, w, holder, d))
	}

	// Nor does a publish that finds them.
	w.registry.mu.Lock()
	w.registry.referrers[at("acme/app", held)] = []entitlement.Referrer{{Subject: held, Tag: tag, Closure: image("app 2.0.0")}, {Subject: held, Closure: index}}
	w.registry.mu.Unlock()
	w.publish(t, "1.4.2")
	for _, d := range []entitlement.Digest{other, layer} {
		require.False(t, holds(t, w.acme, w, holder, d))
	}
}

func TestPushedTagIsFollowed(t *testing.T) {
	w, token := nightly(t)
	d := w.registry.push("acme/app", "nightly", "tuesday")
	require.NoError(t, w.acme.Pushed(t.Context(), staff(t, w), "acme/app", entitlement.Push{Tag: "nightly", Digest: d}))
	require.Equal(t, d, root(t, w, token, "nightly"))
}

// TestPublishMeetsPush is a tag that is pushed anew while it is walked.
func TestPublishMeetsPush(t *testing.T) {
	w := newWorld(t)
	w.registry.push("acme/app", "1.4.2", "one")
	w.registry.push("acme/chart", "1.4.2", "chart")
	w.registry.met = func() { w.registry.push("acme/app", "1.4.2", "two") }
	_, err := w.acme.Publish(t.Context(), "app", "1.4.2", "")
	require.ErrorIs(t, err, tenant.ErrConflict)
	require.ErrorContains(t, err, "publish again")
	p, err := w.acme.Publish(t.Context(), "app", "1.4.2", "")
	require.NoError(t, err)
	require.Equal(t, entitlement.SHA256([]byte("two")), p.Release.Roots["acme/app"].Digest)
}

// TestPublishFindsReferrers is what was pushed before, and what was pushed past
// the proxy since.
func TestPublishFindsReferrers(t *testing.T) {
	w := newWorld(t)
	subject := w.registry.push("acme/app", "1.4.2", "app 1.4.2")
	before := w.registry.sign("acme/app", subject, "signed before")
	w.publish(t, "1.4.2")
	_, holder := w.customer(t, "globex", "1.4.2")
	require.True(t, holds(t, w.acme, w, holder, before.Digest))

	past := w.registry.sign("acme/app", subject, "signed past the proxy")
	require.False(t, holds(t, w.acme, w, holder, past.Digest))
	w.publish(t, "1.4.2")
	require.True(t, holds(t, w.acme, w, holder, past.Digest))
}
