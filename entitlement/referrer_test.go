package entitlement_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestReferrersAreListed(t *testing.T) {
	signature := refers("one", "sig", "{}")
	signature.Closure.ArtifactType, signature.Closure.Annotations = "application/vnd.sig", map[string]string{"by": "us"}
	tagged := refers("one", "old sig")
	tagged.Tag = signatureTag(digestOf("one"))
	rootless := refers("one", "sig")
	rootless.Closure.Root = digestOf("elsewhere")
	var c *entitlement.Contents
	c = c.With([]entitlement.Pinned{pinned("one", "one")}, []entitlement.Referrer{signature, tagged, refers("one", "sbom"), signature, rootless, refers("other", "sig")})

	want := []entitlement.Descriptor{
		{MediaType: "application/x", Digest: digestOf("sig"), Size: 3, ArtifactType: "application/vnd.sig", Annotations: map[string]string{"by": "us"}},
		{MediaType: "application/x", Digest: digestOf("sbom"), Size: 4},
	}
	require.Equal(t, want, c.Referrers(digestOf("one")))
	require.Nil(t, c.Referrers(digestOf("sig")), "nothing refers to it")
	require.Nil(t, c.Referrers(digestOf("other")), "there is no such subject")
	require.Nil(t, c.Referrers(entitlement.Digest{}))
	require.Equal(t, 6, c.Attached())

	d, found := c.Derived(tagged.Tag)
	require.True(t, found)
	require.Equal(t, digestOf("old sig"), d)
	again := refers("one", "new sig")
	again.Tag = tagged.Tag
	stray := refers("other", "stray sig")
	stray.Tag = signatureTag(digestOf("other"))
	next := c.With(nil, []entitlement.Referrer{again, stray, refers("one", "sbom"), refers("one", "late")})
	d, _ = next.Derived(tagged.Tag)
	require.Equal(t, digestOf("new sig"), d, "the last one")
	_, found = next.Derived(stray.Tag)
	require.False(t, found, "its subject is unknown")
	_, _, found = next.Tag(tagged.Tag)
	require.False(t, found, "it is no release's tag")
	require.Equal(t, []string{"one"}, everything().Over(next).Tags(noon))
	require.Equal(t, append(want, entitlement.Descriptor{MediaType: "application/x", Digest: digestOf("late"), Size: 4}), next.Referrers(digestOf("one")))
	require.Equal(t, want, c.Referrers(digestOf("one")), "the old value is left alone")
	left, right := next.With(nil, []entitlement.Referrer{refers("one", "left")}), next.With(nil, []entitlement.Referrer{refers("one", "right")})
	require.Equal(t, digestOf("left"), left.Referrers(digestOf("one"))[3].Digest, "what grew from one does not write over the other")
	require.Equal(t, digestOf("right"), right.Referrers(digestOf("one"))[3].Digest)
}
