//go:build unix

package embedded

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// pulledSize is the blob that the benchmarks below pull, in bytes.
const pulledSize = 64 << 20

// BenchmarkPull pulls a blob that lies on this machine, by one client and by eight,
// from a bare http.ServeContent of its file, from distribution as it comes, from a
// proxy in front of that, and from a proxy that keeps it in its store. To be held:
// from-files and from-store are at least 0.9 of bare and 1.2 of distribution.
func BenchmarkPull(b *testing.B) {
	file := pulledFile(b)
	for _, clients := range []int{1, 8} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			race(b, clients, []*contestant{
				enter(b, "bare", file, ""), enter(b, "distribution", file, ""),
				enter(b, "from-files", file, ""), enter(b, "from-store", file, ""),
			})
		})
	}
}

// BenchmarkPullThrough pulls a blob that lies elsewhere, through a
// httputil.ReverseProxy with pooled buffers of 256 KiB, through a proxy that keeps
// nothing, and through one that keeps it and has to fetch it each time. To be held:
// streamed is at least 0.95 of reverse, and filling 0.45.
func BenchmarkPullThrough(b *testing.B) {
	file := pulledFile(b)
	for _, clients := range []int{1, 8} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			origin := enter(b, "bare", file, "").offer.Address
			race(b, clients, []*contestant{
				enter(b, "reverse", file, origin), enter(b, "streamed", file, origin), enter(b, "filling", file, origin),
			})
		})
	}
}

func pulledFile(b *testing.B) string {
	b.Helper()
	name := filepath.Join(b.TempDir(), "blob")
	data := make([]byte, pulledSize)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(data) // never fails
	require.NoError(b, os.WriteFile(name, data, 0o600))
	return name
}

// race lets the servers answer in turn, and reports the median of each, and of its
// ratio to the first one in the same round.
func race(b *testing.B, clients int, all []*contestant) {
	b.Helper()
	round := func() {
		for _, c := range all {
			c.round(b, clients)
		}
	}
	round() // connections and caches are warm now
	for _, c := range all {
		c.rates, c.costs = nil, nil
	}
	for b.Loop() {
		round()
	}
	for len(all[0].rates) < 11 {
		round()
	}
	first := slices.Clone(all[0].rates)
	for _, c := range all {
		ratios := make([]float64, len(first))
		for i := range first {
			ratios[i] = c.rates[i] / first[i]
		}
		b.ReportMetric(median(c.rates), c.kind+"-GB/s")
		b.ReportMetric(median(c.costs), c.kind+"-cpu-s/GB")
		b.ReportMetric(median(ratios), c.kind+"-ratio")
	}
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}
