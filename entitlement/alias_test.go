package entitlement_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/Masterminds/semver/v3"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// oneBlob is a closure of nothing but a root.
func oneBlob(content string) entitlement.Closure {
	d := entitlement.SHA256([]byte(content))
	return entitlement.Closure{Root: d, Items: []entitlement.Item{
		{Digest: d, Role: entitlement.RoleRoot, Size: int64(len(content)), MediaType: "application/x", Manifest: []byte(content)},
	}}
}

func pinned(version, tag string) entitlement.Pinned {
	return entitlement.Pinned{Version: version, Tag: tag, Closures: []entitlement.Closure{oneBlob(version)}}
}

func TestResolve(t *testing.T) {
	all := "1.4.2 1.10.0 1.4.10 2.0.0-rc.1 0.9.0"
	tests := []struct {
		name, published, held string // in the order of publishing; held "*": all of it
		tags, want            string // for each tag a version, "-" if it is not found
	}{
		{name: "all held", published: all, held: "*", tags: "latest 1 v1 1.4 v1.4 0 0.9", want: "1.10.0 1.10.0 1.10.0 1.4.10 1.4.10 0.9.0 0.9.0"},
		{name: "only what is held", published: all, held: "1.4.2 0.9.0", tags: "latest 1 1.4 1.10 2", want: "1.4.2 1.4.2 1.4.2 - -"},
		{name: "nothing held", published: all, held: "9.9.9", tags: "latest 1 1.4 0 v2", want: "- - - - -"},
		{name: "a prerelease, if nothing else is held", published: all, held: "2.0.0-rc.1", tags: "latest 2 2.0 v2", want: "2.0.0-rc.1 - - -"},
		{name: "prereleases of one version", published: "2.0.0-rc.10 2.0.0-rc.9 2.0.0-alpha", held: "*", tags: "latest", want: "2.0.0-rc.10"},
		{name: "no stable one held", published: all + " nightly", held: "2.0.0-rc.1 nightly", tags: "latest", want: "2.0.0-rc.1"},
		{name: "no semantic version held", published: "blue green red " + all, held: "green blue", tags: "latest 1", want: "green -"},
		{name: "bare numbers are no semantic versions", published: "20261122 20261101", held: "*", tags: "latest 20261122 20261101", want: "20261101 20261122 20261101"},
		{name: "spellings, the last one", published: "1.4.2+b1 v1.4.2 1.4.2 1.4.1", held: "*", tags: "latest 1.4 v1", want: "1.4.2 1.4.2 1.4.2"},
		{name: "spellings, the last one that is held", published: "1.4.2+b1 v1.4.2 1.4.2 1.4.1", held: "v1.4.2 1.4.2+b1 1.4.1", tags: "latest 1.4", want: "v1.4.2 v1.4.2"},
		{name: "a missing patch number", published: "1.4 1.3.9", held: "*", tags: "latest 1 1.4 v1.4", want: "1.4 1.4 1.4 1.4"},
		{name: "a tag of its own, held", published: "1 1.4.2", held: "*", tags: "1 v1", want: "1 1.4.2"},
		{name: "a tag of its own, not held", published: "latest 1.4 1.4.2", held: "1.4.2", tags: "latest 1.4 v1.4 1", want: "latest 1.4 1.4.2 1.4.2"},
		{name: "a version's other spelling is no alias", published: "v1.4.2", held: "*", tags: "1.4.2 v1.4.2", want: "- v1.4.2"},
		{
			name: "no aliases", published: "0.9.0 1.4.2 10.0.0", held: "*",
			tags: "Latest LATEST vlatest v 01 v01 1. .1 1.04 1.4. 1.4.2.0 vv1 +1 -1 1_0 1.x 0x1 １ 99999999999999999999999 1.4-rc ~1 ^1 * 1.4.2-alpine",
			want: strings.TrimSpace(strings.Repeat("- ", 24)),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var releases []entitlement.Pinned
			for v := range strings.FieldsSeq(tt.published) {
				releases = append(releases, pinned(v, entitlement.TagFor(v)))
			}
			held := entitlement.Only(strings.Fields(tt.held)...)
			if tt.held == "*" {
				held = entitlement.All()
			}
			var none *entitlement.Contents
			h := entitlement.Holding{Grants: []entitlement.Grant{{Versions: held}}}.Over(none.With(releases, nil))
			var got []string
			for tag := range strings.FieldsSeq(tt.tags) {
				version, d, found := h.Resolve(noon, tag)
				if found {
					require.Equal(t, entitlement.SHA256([]byte(version)), d)
					got = append(got, version)
				} else {
					require.True(t, version == "" && d.IsZero())
					got = append(got, "-")
				}
			}
			require.Equal(t, tt.want, strings.Join(got, " "))
		})
	}
}

func TestResolveInTime(t *testing.T) {
	var none *entitlement.Contents
	c := none.With([]entitlement.Pinned{pinned("1.4.2", "stable"), pinned("1.5.0", "stable"), pinned("2.0.0", "edge")}, nil)
	h := entitlement.Holding{Grants: []entitlement.Grant{
		{Versions: entitlement.Only("1.4.2")}, {Versions: entitlement.Only("2.0.0"), Starts: noon, Expires: noon.Add(1)},
	}}
	for at, want := range map[int]string{-1: "1.4.2", 0: "2.0.0", 1: "1.4.2"} {
		version, _, _ := h.Over(c).Resolve(noon.Add(time.Duration(at)), "latest")
		require.Equal(t, want, version, "%d ns from the start", at)
	}

	moved := pinned("1.4.2", "stable")
	moved.Revision, moved.Closures = 1, append(moved.Closures, oneBlob("1.4.2, again"))
	_, d, _ := h.Over(c.With([]entitlement.Pinned{moved}, nil)).Resolve(noon.Add(-1), "latest")
	require.Equal(t, entitlement.SHA256([]byte("1.4.2, again")), d, "an alias goes where the version goes")

	exact := h.Over(c)
	exact.Product.Exact = true
	for tag, want := range map[string]bool{"latest": false, "1": false, "1.4": false, "1.4.2": true, "stable": true, "edge": true} {
		_, _, found := exact.Resolve(noon, tag)
		require.Equal(t, want, found, "%s", tag)
	}
	off := h.Over(c)
	off.Off = true
	_, _, found := off.Resolve(noon, "latest")
	require.False(t, found)
}

// meant is what an alias means, worked out as plainly as can be; empty: nothing.
func meant(tag string, held []string) (best string) {
	var highest *semver.Version
	try := func(prereleases bool) {
		for _, v := range held { // in the order of publishing, so that the last of several spellings stays
			parsed, err := semver.NewVersion(v)
			if err != nil || !strings.Contains(v, ".") || (parsed.Prerelease() != "") != prereleases {
				continue
			}
			line := strings.Join(strings.Split(parsed.String(), ".")[:2], ".")
			major, _, _ := strings.Cut(line, ".")
			if !slices.Contains([]string{"latest", line, "v" + line, major, "v" + major}, tag) {
				continue
			}
			if highest == nil || !parsed.LessThan(highest) {
				best, highest = v, parsed
			}
		}
	}
	if try(false); best == "" && tag == "latest" {
		try(true)
		for i := len(held) - 1; best == "" && i >= 0; i-- {
			best = held[i]
		}
	}
	return best
}

func TestAnAliasIsTheHighestThatIsHeld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		steps := drawSteps(t)
		c, m := build(t, nil, steps), modelOf(steps)
		at, bare := drawAt(t), drawHolding(t)
		h := bare.Over(c)
		held := slices.DeleteFunc(slices.Clone(m.versions), func(v string) bool { return !bare.Decide(at, v).Allowed })
		for _, tag := range slices.Concat(aliasPool, versionPool) {
			version, d, found := h.Resolve(at, tag)
			if p, own := m.tags()[tag]; own {
				require.True(t, found && p.Version == version && rootOf(p) == d, "a tag of its own means what it names, held or not: %s", tag)
				continue
			}
			require.Equal(t, meant(tag, held), version, "%s of %q", tag, held)
			require.Equal(t, found, version != "")
			if found {
				require.Contains(t, held, version)
				require.Equal(t, rootOf(m.now[version]), d)
				require.True(t, allowed(h, c, at, d))
			}
			h.Product.Exact = true
			_, _, found = h.Resolve(at, tag)
			require.False(t, found)
			h.Product.Exact = false
		}
	})
}
