package entitlement_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// What the laws are tried on: a few versions of every sort, and a few digests,
// so that much is shared.
var (
	versionPool = []string{
		"1.0.0", "1.2.0", "v1.2.0", "1.2.0+b", "1.3.0-rc.1", "2.0.0-rc.2", "2.0.0", "2.1.0+b", "2.10.0", "v3.0", "latest", "20261122",
	}
	rangePool   = []string{"*", "^1", ">=1.2 <3", ">=1.3.0-0", "2.x || 3.x", ">5"}
	instantPool = []time.Time{{}, noon.Add(-2), noon.Add(-1), noon, noon.Add(1), noon.Add(2)}
)

// A sample is one digest and what belongs to it, which is the same in whatever
// release it is.
type sample struct{ entitlement.Item }

func (s sample) digest() entitlement.Digest { return s.Digest }

func digestPool(t *rapid.T) []sample {
	var pool []sample
	for i := range 16 {
		content := []byte(fmt.Sprintf("content %d", i))
		s := sample{entitlement.Item{
			Digest: entitlement.SHA256(content), Role: entitlement.RoleLayer, Size: int64(len(content)) * int64(i), MediaType: fmt.Sprintf("application/x-%d", i%3),
		}}
		if i%5 == 4 {
			s.Digest = sha512Digest(t, content)
		}
		if i%2 == 0 {
			s.Role, s.Manifest = entitlement.RoleChild, content
		}
		pool = append(pool, s)
	}
	return pool
}

func drawVersions(t *rapid.T) entitlement.Versions {
	v := entitlement.Only(rapid.SliceOfN(rapid.SampledFrom(versionPool), 0, 3).Draw(t, "names")...)
	for _, r := range rapid.SliceOfN(rapid.SampledFrom(rangePool), 0, 2).Draw(t, "ranges") {
		v = v.Plus(match(t, r))
	}
	if rapid.IntRange(0, 9).Draw(t, "all") == 0 {
		v = v.Plus(entitlement.All())
	}
	return v
}

func drawGrant(t *rapid.T) entitlement.Grant {
	return entitlement.Grant{
		ID: "grt_1", Name: "gold", Product: "app", Versions: drawVersions(t),
		Starts: rapid.SampledFrom(instantPool).Draw(t, "starts"), Expires: rapid.SampledFrom(instantPool).Draw(t, "expires"),
	}
}

func drawHolding(t *rapid.T) entitlement.Holding {
	h := entitlement.Holding{Off: rapid.IntRange(0, 9).Draw(t, "off") == 0}
	for i := range rapid.IntRange(0, 4).Draw(t, "grants") {
		g := drawGrant(t)
		g.ID = entitlement.GrantID(fmt.Sprintf("grt_%d", i))
		h.Grants = append(h.Grants, g)
	}
	return h
}

func drawAt(t *rapid.T) time.Time {
	return rapid.SampledFrom(instantPool[1:]).Draw(t, "at")
}

// asked draws versions to ask about, none at all too.
func drawAsked(t *rapid.T) []string {
	return rapid.SliceOfN(rapid.SampledFrom(append(slices.Clone(versionPool), "9.9.9")), 0, 4).Draw(t, "asked")
}
