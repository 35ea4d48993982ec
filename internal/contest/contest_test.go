//go:build unix

package contest_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/seed361c4c3e/distr-go/internal/contest"
)

// TestContestant is a server for the benchmark.
func TestContestant(t *testing.T) {
	contest.Stand(t, func(t *testing.T, kind string, args []string) contest.Offer {
		t.Helper()
		text := kind + args[0]
		h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, text) })
		return contest.Offer{Address: contest.Listen(t, h), Questions: []contest.Question{
			{Method: http.MethodGet, Path: "/", Status: http.StatusOK, Bytes: int64(len(text))},
			{Method: http.MethodHead, Path: "/", Status: http.StatusOK},
		}}
	})
}

// BenchmarkNothing compares servers that do as good as nothing: what there is
// between them is noise.
func BenchmarkNothing(b *testing.B) {
	for _, clients := range []int{1, 4} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			all := []*contest.Contestant{contest.Enter(b, "first", "1"), contest.Enter(b, "second", "2")}
			contest.Race(b, contest.Rules{Clients: clients, Requests: 2000, Rounds: 5}, all...)
			contest.Requests(b, all...)
		})
	}
}
