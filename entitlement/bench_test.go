package entitlement

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A repository of a million digests: a thousand releases of 980 digests of
// their own each, and 20 000 layers that the last five hundred releases share.
const (
	releaseCount = 1000
	ownCount     = 980
	sharedCount  = 20_000
	sharerCount  = 500
)

type repository struct {
	contents    *Contents
	held        Holding // of everything, prepared
	bare        map[[32]byte]uint32
	all, shared []Digest // in no order
}

var million = sync.OnceValue(func() *repository {
	r := &repository{bare: map[[32]byte]uint32{}}
	layers := func(n int) (items []Item) {
		for range n {
			var content [8]byte
			binary.BigEndian.PutUint64(content[:], uint64(len(r.all)))
			d := SHA256(content[:])
			r.bare[[32]byte(d.sum[:])] = uint32(len(r.all))
			r.all = append(r.all, d)
			items = append(items, Item{Digest: d, Role: RoleLayer, Size: int64(len(r.all)), MediaType: "application/vnd.oci.image.layer.v1.tar+gzip"})
		}
		return items
	}
	common := layers(sharedCount)
	r.shared = slices.Clone(r.all)
	pins := make([]Pinned, releaseCount)
	for i := range pins {
		version := fmt.Sprintf("1.%d.0", i)
		items := layers(ownCount)
		if i >= releaseCount-sharerCount {
			items = append(items, common...)
		}
		pins[i] = Pinned{Version: version, Tag: version, Closures: []Closure{{Root: items[0].Digest, Items: items}}}
	}
	r.contents = r.contents.With(pins, nil)
	r.held = Holding{Grants: []Grant{{ID: "grt_1", Versions: All()}}}.Over(r.contents)
	chance := rand.New(rand.NewPCG(1, 2))
	for _, keys := range [][]Digest{r.all, r.shared} {
		chance.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	}
	return r
})

// race measures two ways of the same work side by side, since the machine has
// other work to do: short slices of it in turns, each begun by the other in
// turn, and the medians of both. A way says how many of the keys it found.
func race(b *testing.B, keys []Digest, bare, ours func([]Digest) int) {
	const stride = 4096
	var costs [2][]float64
	lap := func(way int, keys []Digest) {
		began := time.Now()
		found := [...]func([]Digest) int{bare, ours}[way](keys)
		costs[way] = append(costs[way], float64(time.Since(began).Nanoseconds())/float64(len(keys)))
		if found != len(keys) {
			b.Fatalf("%d of %d found", found, len(keys))
		}
	}
	at, first := 0, 0
	for b.Loop() {
		for range 16 {
			slice := keys[at:min(at+stride, len(keys))]
			lap(first, slice)
			lap(1-first, slice)
			if at += stride; at >= len(keys) {
				at, first = 0, 1-first
			}
			first = 1 - first
		}
	}
	medianOf := func(way int) float64 {
		slices.Sort(costs[way])
		return costs[way][len(costs[way])/2]
	}
	b.ReportMetric(medianOf(0), "bare-ns")
	b.ReportMetric(medianOf(1), "decide-ns")
	b.ReportMetric(medianOf(1)/medianOf(0), "ratio")
	b.ReportMetric(0, "ns/op") // says nothing: an op is some slices of both
}

// Deciding one digest out of a million takes at most twice as long as a bare
// map takes to find it.
func BenchmarkDecideDigest(b *testing.B) {
	r, at := million(), time.Now()
	bare := func(keys []Digest) (found int) {
		for i := range keys {
			if _, there := r.bare[[32]byte(keys[i].sum[:])]; there {
				found++
			}
		}
		return found
	}
	ours := func(keys []Digest) (found int) {
		for i := range keys {
			if e, there := r.contents.Find(keys[i]); there && r.held.DecideEntry(at, e).Allowed {
				found++
			}
		}
		return found
	}
	b.Run("any", func(b *testing.B) { race(b, r.all, bare, ours) })
	b.Run("shared by 500 versions", func(b *testing.B) { race(b, r.shared, bare, ours) })
}

// Deciding takes at most 60 ns once the release is known.
func BenchmarkDecideVersion(b *testing.B) {
	r, at := million(), time.Now()
	for b.Loop() {
		if !r.held.Decide(at, "1.3.0").Allowed {
			b.Fatal("refused")
		}
	}
}

// One release more copies what there is, a hundred and some bytes a digest.
func BenchmarkContentsWith(b *testing.B) {
	r := million()
	next := []Pinned{{Version: "2.0.0", Tag: "2.0.0", Closures: []Closure{{Items: []Item{{Digest: SHA256([]byte("new")), Role: RoleRoot}}}}}}
	for b.Loop() {
		if _, there := r.contents.With(next, nil).Revision("2.0.0"); !there {
			b.Fatal("not there")
		}
	}
	b.ReportMetric(float64(64*len(r.contents.entries.slots))/float64(r.contents.entries.used), "B/digest")
}

func TestDecidingAllocatesNothing(t *testing.T) {
	layer := Item{Digest: SHA256([]byte("layer")), Role: RoleLayer}
	var pins []Pinned
	for i := range sharerCount {
		pins = append(pins, Pinned{Version: fmt.Sprintf("1.%d.0", i), Closures: []Closure{{Items: []Item{layer}}}})
	}
	var none *Contents
	c := none.With(pins, nil)
	h := Holding{Grants: []Grant{{Versions: Only("1.7.0")}, {Versions: Only("1.3.0", "1.400.0")}}}.Over(c)
	at := time.Now()
	require.Zero(t, testing.AllocsPerRun(100, func() {
		e, _ := c.Find(layer.Digest)
		if d := h.DecideEntry(at, e); d.Version != "1.7.0" || !h.Decide(at, "1.3.0").Allowed || h.Decide(at).Allowed {
			t.Fatal(d)
		}
	}))
}
