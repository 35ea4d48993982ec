package entitlement_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

func TestVersionsMove(t *testing.T) {
	moved := func(revision int, roots ...string) entitlement.Pinned {
		p := entitlement.Pinned{Version: "edge", Tag: "main", Revision: revision}
		for _, root := range roots {
			p.Closures = append(p.Closures, made(root, "base", "layer of "+root))
		}
		return p
	}
	later := entitlement.Pinned{Version: "1.0.0", Tag: "main", Closures: []entitlement.Closure{made("later", "base")}}
	tests := []struct {
		name     string
		given    []entitlement.Pinned
		revision int
		tags     map[string]string // tag → root
		want     []string
	}{
		{
			name: "as it was published", given: []entitlement.Pinned{moved(0, "a")},
			tags: map[string]string{"edge": "a", "main": "a"}, want: []string{"a: edge, a root", "layer of a: edge"},
		},
		{
			name: "once", given: []entitlement.Pinned{moved(0, "a"), moved(1, "a", "b")}, revision: 1,
			tags: map[string]string{"edge": "b", "main": "b"},
			want: []string{"a: edge, a root", "layer of a: edge", "b: edge, a root", "layer of b: edge", "base: edge"},
		},
		{
			name: "with the new closures only", given: []entitlement.Pinned{moved(0, "a"), moved(1, "b")}, revision: 1,
			tags: map[string]string{"edge": "b", "main": "b"}, want: []string{"a: edge, a root", "b: edge, a root"},
		},
		{
			name: "several moves at once", given: []entitlement.Pinned{moved(2, "a", "b", "c")}, revision: 2,
			tags: map[string]string{"edge": "c", "main": "c"}, want: []string{"a: edge, a root", "b: edge, a root", "c: edge, a root"},
		},
		{
			name: "back to where it was", given: []entitlement.Pinned{moved(0, "a"), moved(2, "a", "b", "a")}, revision: 2,
			tags: map[string]string{"edge": "a", "main": "a"}, want: []string{"a: edge, a root", "b: edge, a root"},
		},
		{
			name: "the same revision is passed over", given: []entitlement.Pinned{moved(1, "a", "b"), moved(1, "x")}, revision: 1,
			tags: map[string]string{"edge": "b", "main": "b"}, want: []string{"b: edge, a root", "x is not there"},
		},
		{
			name: "a lower revision is passed over", given: []entitlement.Pinned{moved(1, "a", "b"), moved(0, "x")}, revision: 1,
			tags: map[string]string{"edge": "b", "main": "b"}, want: []string{"b: edge, a root", "x is not there"},
		},
		{
			name: "no closure is passed over", given: []entitlement.Pinned{moved(0, "a"), moved(3)}, revision: 0,
			tags: map[string]string{"edge": "a", "main": "a"}, want: []string{"a: edge, a root"},
		},
		{
			name: "the tag of a later version stays its own", given: []entitlement.Pinned{moved(0, "a"), later, moved(1, "a", "b")}, revision: 1,
			tags: map[string]string{"edge": "b", "main": "later"}, want: []string{"b: edge, a root", "later: 1.0.0, a root", "base: edge 1.0.0"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var none *entitlement.Contents
			var c *entitlement.Contents
			for _, p := range tt.given {
				c = c.With([]entitlement.Pinned{p}, nil)
			}
			for name, c := range map[string]*entitlement.Contents{"one by one": c, "at once": none.With(tt.given, nil)} {
				revision, there := c.Revision("edge")
				require.True(t, there, name)
				require.Equal(t, tt.revision, revision, name)
				for tag, root := range tt.tags {
					_, d, _ := c.Tag(tag)
					require.Equal(t, digestOf(root), d, "%s: %s", name, tag)
				}
				var asked []string
				for _, line := range tt.want {
					asked = append(asked, contentOf(line))
				}
				require.Equal(t, tt.want, versionsOf(c, asked...), name)
			}
		})
	}

	var none *entitlement.Contents
	nothing := none.With([]entitlement.Pinned{moved(0)}, nil)
	_, there := nothing.Revision("edge")
	require.False(t, there)
	require.Empty(t, everything().Over(nothing).Tags(noon))

	renamed := moved(1, "b")
	renamed.Tag = "trunk"
	c := none.With([]entitlement.Pinned{moved(0, "a")}, nil).With([]entitlement.Pinned{renamed}, nil)
	require.Equal(t, []string{"edge", "main", "trunk"}, everything().Over(c).Tags(noon), "a tag that comes with a move is listed")
}
