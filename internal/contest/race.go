//go:build unix

package contest

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Rules are those of a race.
type Rules struct {
	Clients  int // that ask at the same time
	Requests int // in a round, of all clients
	Rounds   int // at least so many; -benchtime says how many more
}

// A round is what one server did in one turn.
type round struct {
	seconds  float64
	cpu      float64 // seconds
	bytes    float64
	requests float64
}

// Race lets servers answer in turn, and every other time the other way round.
func Race(b *testing.B, r Rules, all ...*Contestant) {
	b.Helper()
	order := slices.Clone(all)
	turn := func() {
		slices.Reverse(order)
		for _, c := range order {
			c.rounds = append(c.rounds, c.answer(b, r))
		}
	}
	turn() // connections, caches and branches are warm now
	for _, c := range all {
		c.rounds = nil
	}
	for b.Loop() {
		turn()
	}
	for len(all[0].rounds) < r.Rounds {
		turn()
	}
}

// answer is one turn.
func (c *Contestant) answer(b testing.TB, r Rules) round {
	b.Helper()
	require.NotEmpty(b, c.Offer.Questions, c.Kind)
	for len(c.clients) < r.Clients {
		one, err := dial(b.Context(), c.Offer.Address)
		require.NoError(b, err)
		c.clients = append(c.clients, one)
	}
	before := c.settle(b, prepare)
	began := time.Now()
	var asked, bytes atomic.Int64
	var all sync.WaitGroup
	wrong := make(chan error, r.Clients)
	for _, one := range c.clients[:r.Clients] {
		all.Go(func() {
			for n := asked.Add(1); n <= int64(r.Requests); n = asked.Add(1) {
				got, err := one.put(c.Offer.Questions[(c.next+int(n))%len(c.Offer.Questions)])
				if err != nil {
					wrong <- fmt.Errorf("%s: %w", c.Kind, err)
					return
				}
				bytes.Add(got)
			}
		})
	}
	all.Wait()
	took := time.Since(began)
	after := c.settle(b, rest)
	close(wrong)
	require.NoError(b, <-wrong)
	c.next += r.Requests
	return round{took.Seconds(), float64(after-before) / 1e6, float64(bytes.Load()), float64(r.Requests)}
}

// Requests reports the CPU time of a request, how many there were in a second, and
// the ratio of the former to that of the first server in the same round.
func Requests(b *testing.B, all ...*Contestant) {
	b.Helper()
	cost := func(r round) float64 { return r.cpu * 1e6 / r.requests }
	for _, c := range all {
		b.ReportMetric(c.median(cost), c.Kind+"-cpu-µs/req")
		b.ReportMetric(c.median(func(r round) float64 { return r.requests / r.seconds }), c.Kind+"-req/s")
		b.ReportMetric(c.ratio(all[0], cost), c.Kind+"-cpu-ratio")
	}
}

// Bytes reports how fast they came, what they cost, and the ratio of the former to
// that of the first server in the same round.
func Bytes(b *testing.B, all ...*Contestant) {
	b.Helper()
	rate := func(r round) float64 { return r.bytes / r.seconds / 1e9 }
	for _, c := range all {
		b.ReportMetric(c.median(rate), c.Kind+"-GB/s")
		b.ReportMetric(c.median(func(r round) float64 { return r.cpu / r.bytes * 1e9 }), c.Kind+"-cpu-s/GB")
		b.ReportMetric(c.ratio(all[0], rate), c.Kind+"-ratio")
	}
}

func (c *Contestant) median(of func(round) float64) float64 {
	list := make([]float64, len(c.rounds))
	for i, r := range c.rounds {
		list[i] = of(r)
	}
	return median(list)
}

func (c *Contestant) ratio(to *Contestant, of func(round) float64) float64 {
	list := make([]float64, len(c.rounds))
	for i, r := range c.rounds {
		list[i] = of(r) / of(to.rounds[i])
	}
	return median(list)
}

func median(list []float64) float64 {
	slices.Sort(list)
	return list[len(list)/2]
}
