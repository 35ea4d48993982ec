package entitlement_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func digestOf(content string) entitlement.Digest { return entitlement.SHA256([]byte(content)) }

// made is a closure of a root and some blobs below it.
func made(root string, blobs ...string) entitlement.Closure {
	c := oneBlob(root)
	for _, b := range blobs {
		c.Items = append(c.Items, entitlement.Item{Digest: digestOf(b), Role: entitlement.RoleLayer, Size: int64(len(b)), MediaType: "application/y"})
	}
	return c
}

func refers(subject, root string, blobs ...string) entitlement.Referrer {
	return entitlement.Referrer{Subject: digestOf(subject), Closure: made(root, blobs...)}
}

// versionsOf are the versions that hold each of some content, as "a: 1 2".
func versionsOf(c *entitlement.Contents, contents ...string) (lines []string) {
	for _, content := range contents {
		e, there := c.Find(digestOf(content))
		line := content + ": " + strings.Join(e.Versions(), " ")
		if !there {
			line = content + " is not there"
		}
		if e.Root() {
			line += ", a root"
		}
		lines = append(lines, line)
	}
	return lines
}

// contentOf is what such a line is about.
func contentOf(line string) string {
	content, _, _ := strings.Cut(strings.TrimSuffix(line, " is not there"), ": ")
	return content
}

func TestReferrersFollowTheirSubject(t *testing.T) {
	release := func(version string, revision int, closures ...entitlement.Closure) []entitlement.Pinned {
		return []entitlement.Pinned{{Version: version, Tag: version, Revision: revision, Closures: closures}}
	}
	one, two := made("one", "layer", "base"), made("two", "base", "{}")
	type call struct {
		releases  []entitlement.Pinned
		referrers []entitlement.Referrer
	}
	signature, sbom, signedSBOM := refers("one", "sig", "{}", "payload"), refers("one", "sbom", "{}", "list"), refers("sbom", "sig of sbom", "{}")
	tests := []struct {
		name  string
		calls []call
		want  []string
	}{
		{
			name: "with the release", calls: []call{{release("1", 0, one), []entitlement.Referrer{signature}}},
			want: []string{"one: 1, a root", "layer: 1", "sig: 1", "payload: 1", "{}: 1"},
		},
		{
			name: "after it", calls: []call{{release("1", 0, one), nil}, {nil, []entitlement.Referrer{signature}}},
			want: []string{"one: 1, a root", "sig: 1", "payload: 1"},
		},
		{
			name: "before it", calls: []call{{nil, []entitlement.Referrer{signature}}, {release("1", 0, one), nil}},
			want: []string{"one: 1, a root", "sig: 1", "payload: 1", "{}: 1"},
		},
		{
			name: "of nothing that is there", calls: []call{{release("2", 0, two), []entitlement.Referrer{signature}}},
			want: []string{"one is not there", "sig is not there", "payload is not there", "{}: 2"},
		},
		{
			name:  "of what a later release has too",
			calls: []call{{release("1", 0, one), []entitlement.Referrer{signature}}, {release("1b", 0, one), nil}},
			want:  []string{"one: 1 1b, a root", "sig: 1 1b", "payload: 1 1b"},
		},
		{
			name:  "of what a version moves to",
			calls: []call{{slices.Concat(release("1", 0, one), release("edge", 0, two)), []entitlement.Referrer{signature}}, {release("edge", 1, two, one), nil}},
			want:  []string{"one: 1 edge, a root", "two: edge, a root", "sig: 1 edge", "payload: 1 edge"},
		},
		{
			name:  "of a referrer, in whatever order",
			calls: []call{{nil, []entitlement.Referrer{signedSBOM}}, {release("1", 0, one), []entitlement.Referrer{sbom}}},
			want:  []string{"sbom: 1", "list: 1", "sig of sbom: 1", "{}: 1"},
		},
		{
			name:  "which is no way back",
			calls: []call{{release("sig", 0, made("sig", "{}", "payload")), []entitlement.Referrer{signature, sbom}}, {release("1", 0, one), nil}},
			want:  []string{"sig: sig 1, a root", "payload: sig 1", "one: 1, a root", "layer: 1", "sbom: 1"},
		},
		{
			name: "what they share belongs to all",
			calls: []call{
				{slices.Concat(release("1", 0, one), release("2", 0, two)), []entitlement.Referrer{signature, refers("two", "sig of two", "{}")}},
			},
			want: []string{"{}: 1 2", "sig: 1", "sig of two: 2", "base: 1 2"},
		},
		{
			name:  "round in circles",
			calls: []call{{release("1", 0, one), []entitlement.Referrer{refers("a", "b", "a", "one"), refers("b", "a", "b"), refers("layer", "a")}}},
			want:  []string{"a: 1", "b: 1", "one: 1, a root"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var c *entitlement.Contents
			attached := 0
			for _, call := range tt.calls {
				c = c.With(call.releases, call.referrers)
				attached += len(call.referrers)
			}
			var asked []string
			for _, line := range tt.want {
				asked = append(asked, contentOf(line))
			}
			require.Equal(t, tt.want, versionsOf(c, asked...))
			require.Equal(t, attached, c.Attached())
		})
	}
}

// A long chain that comes from its end, and content that ten thousand share, cost
// no more than the same in a better order.
func TestManyReferrers(t *testing.T) {
	const n = 10_000
	var chain []entitlement.Referrer
	for i := n; i > 0; i-- {
		chain = append(chain, refers(fmt.Sprint("link ", i-1), fmt.Sprint("link ", i), "{}"))
	}
	var c *entitlement.Contents
	c = c.With(nil, chain)
	require.Equal(t, []string{"link 10000 is not there"}, versionsOf(c, "link 10000"))
	c = c.With([]entitlement.Pinned{pinned("link 0", "1")}, nil)
	require.Equal(t, []string{"link 10000: link 0", "{}: link 0"}, versionsOf(c, "link 10000", "{}"))

	var releases []entitlement.Pinned
	var signatures []entitlement.Referrer
	for i := range n {
		version := fmt.Sprintf("1.%d.0", i)
		releases = append(releases, pinned(version, version))
		signatures = append(signatures, refers(version, "signature of "+version, "{}"))
	}
	c = c.With(releases, signatures)
	e, _ := c.Find(digestOf("{}"))
	require.Len(t, e.Versions(), n+1)
	require.Equal(t, []string{"signature of 1.7.0: 1.7.0"}, versionsOf(c, "signature of 1.7.0"))
}
