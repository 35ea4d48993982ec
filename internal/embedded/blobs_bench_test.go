//go:build unix

package embedded

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/seed361c4c3e/distr-go/internal/contest"
)

// pulledSize is the blob that the benchmarks below pull, in bytes: 64 MiB.
const pulledSize = "67108864"

// BenchmarkPull pulls a blob that lies on this machine, by one client and by eight,
// from a bare http.ServeContent of its file, from distribution as it comes, from a
// proxy in front of that, and from a proxy that keeps it in its store. To be held:
// from-files and from-store are at least 0.9 of bare and 1.2 of distribution. What
// they cost in CPU tells more than how fast they are, when the client is slower.
func BenchmarkPull(b *testing.B) {
	for _, clients := range []int{1, 8} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			pull(b, clients, contest.Enter(b, "bare", pulledSize, ""), contest.Enter(b, "distribution", pulledSize, ""),
				contest.Enter(b, "from-files", pulledSize, ""), contest.Enter(b, "from-store", pulledSize, ""))
		})
	}
}

// BenchmarkPullThrough pulls a blob that lies elsewhere, through a
// httputil.ReverseProxy with pooled buffers of 256 KiB, through a proxy that keeps
// nothing, and through one that keeps it and has to fetch it each time. To be held:
// streamed is at least 0.95 of reverse, and filling 0.45.
func BenchmarkPullThrough(b *testing.B) {
	for _, clients := range []int{1, 8} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			origin := contest.Enter(b, "bare", pulledSize, "").Offer.Address
			pull(b, clients, contest.Enter(b, "reverse", pulledSize, origin), contest.Enter(b, "streamed", pulledSize, origin), contest.Enter(b, "filling", pulledSize, origin))
		})
	}
}

func pull(b *testing.B, clients int, all ...*contest.Contestant) {
	b.Helper()
	for _, c := range all {
		c.Offer.Questions = c.Offer.Questions[:1] // the blob
	}
	contest.Race(b, contest.Rules{Clients: clients, Requests: clients, Rounds: 11}, all...)
	contest.Bytes(b, all...)
}

// BenchmarkManifestByTag asks distribution as it comes, and a proxy that answers
// from memory, for a manifest by its tag. To be held: the proxy's ratio is at most
// 0.2.
func BenchmarkManifestByTag(b *testing.B) {
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		b.Run(method, func(b *testing.B) {
			all := []*contest.Contestant{contest.Enter(b, "distribution", "1", ""), contest.Enter(b, "proxy", "1", "")}
			for _, c := range all {
				manifest := c.Offer.Questions[1]
				if manifest.Method = method; method == http.MethodHead {
					manifest.Bytes = 0
				}
				c.Offer.Questions = []contest.Question{manifest}
			}
			contest.Race(b, contest.Rules{Clients: 4, Requests: 4000, Rounds: 9}, all...)
			contest.Requests(b, all...)
		})
	}
}
