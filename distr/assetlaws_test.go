package distr_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// assetMoves draws lists that overlap a lot.
func assetMoves() *rapid.Generator[[]string] {
	return rapid.SliceOfN(rapid.OneOf(
		rapid.StringMatching(`10\.0\.(1|16)\.([0-9]|1[0-9])`),
		rapid.StringMatching(`10\.0\.(1|16)\.([0-9]|1[0-9])/(2[0-9]|3[0-2])`),
		rapid.StringMatching(`2001:db8::[0-3](/(11[6-9]|12[0-8]))?`),
		rapid.StringMatching(`[abc]\.de`),
		rapid.StringMatching(`https?://[ab]\.de/`),
	), 1, 8)
}

// Whatever is added and archived, the count that goes by changes is the one that a
// recount finds.
func TestAssetCountIsARecount(t *testing.T) {
	o, n := newOffice(t), 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		a := o.open(t, tenant.CustomerID(fmt.Sprintf("customer-%d", n)))
		peak := int64(0)
		for range rapid.IntRange(1, 6).Draw(rt, "steps") {
			texts := assetMoves().Draw(rt, "texts")
			var out distr.AssetChange
			var err error
			before, sum, sign := recount(t.Context(), rt, a), int64(0), int64(1)
			if rapid.IntRange(0, 2).Draw(rt, "move") == 0 {
				sign = -1
				out, err = a.ArchiveAssets(t.Context(), texts)
			} else {
				out, err = a.AddAssets(t.Context(), newAssets(texts...))
			}
			require.NoError(rt, err)
			for _, r := range out.Results {
				require.GreaterOrEqual(rt, r.Counts, int64(0))
				sum += r.Counts
			}
			peak = max(peak, out.Count.Current)
			require.Equal(rt, before+sign*sum, out.Count.Current, "what each makes out sums to the change")
			require.Equal(rt, recount(t.Context(), rt, a), out.Count.Current)
			require.Equal(rt, peak, out.Count.Peak)
			ranges, err := a.Assets(t.Context(), distr.AssetQuery{Ranges: true})
			require.NoError(rt, err)
			require.EqualValues(rt, len(ranges), out.Count.Ranges)
		}
	})
}

// Writers who send the same lists, and take some of it away again, agree on how many
// there are.
func TestAssetsOfManyWriters(t *testing.T) {
	onEachStore(t, "writers", func(t *testing.T, o *office) {
		var wait sync.WaitGroup
		added := make([]int64, 8)
		failed := make([]error, 8)
		for w := range added {
			wait.Go(func() {
				for i := range 12 {
					out, err := o.globex.AddAssets(t.Context(), newAssets(
						fmt.Sprintf("10.0.0.%d", i), fmt.Sprintf("10.0.0.%d/30", i), fmt.Sprintf("host-%d.example.com", i), "10.0.0.0/28"))
					if err == nil && i%3 == 0 {
						var gone distr.AssetChange
						gone, err = o.globex.ArchiveAssets(t.Context(), []string{"10.0.0.0/28", fmt.Sprintf("host-%d.example.com", i)})
						for _, r := range gone.Results {
							added[w] -= r.Counts
						}
					}
					if err != nil {
						failed[w] = err
						return
					}
					for _, r := range out.Results {
						added[w] += r.Counts
					}
				}
			})
		}
		wait.Wait()
		sum := int64(0)
		for w, n := range added {
			require.NoError(t, failed[w])
			sum += n
		}
		n, err := o.globex.AssetCount(t.Context())
		require.NoError(t, err)
		require.Equal(t, sum, n.Current)
		require.Equal(t, recount(t.Context(), t, o.globex), n.Current)
	})
}
