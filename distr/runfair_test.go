package distr_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Customers take turns: whoever has many runs that take long lets others go first after
// each of them.
func TestCustomersTakeTurns(t *testing.T) {
	onEachStore(t, "turns", func(t *testing.T, o *office) {
		let := make(chan struct{})
		whose := map[string]tenant.CustomerID{}
		conf := quick(scanFunc(func(ctx context.Context, job distr.ScanJob, _ func(distr.Finding) error) error {
			if whose[job.Run] == "waits" {
				return nil
			}
			select {
			case <-let:
			case <-ctx.Done():
			}
			return nil
		}))
		conf.AtOnce = 2
		var last []distr.RunID
		accounts := map[tenant.CustomerID]*distr.Account{}
		for _, c := range []tenant.CustomerID{"greedy-1", "greedy-2", "waits"} {
			a := o.open(t, c)
			accounts[c] = a
			addAssets(t, a, "example.com")
			licensed(t, o, a, nil)
			for range 6 {
				o.clock.move(time.Second)
				id := ask(t, a)
				whose[string(id)], last = c, append(last, id)
				if c == "waits" {
					break
				}
			}
		}
		o.clock.move(time.Second)
		stop := scanning(t, o.acme, conf)
		for range 2 { // no more of the others end before
			o.clock.move(time.Second)
			let <- struct{}{}
		}
		until(t, accounts["waits"], last[len(last)-1], in(distr.RunSucceeded))
		close(let)
		for _, id := range last {
			run := until(t, accounts[whose[string(id)]], id, in(distr.RunSucceeded))
			require.Equal(t, run.Started, run.Begun)
		}
		stop()
	})
}
