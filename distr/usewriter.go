package distr

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// usesEvery is how often what was noted of the use of credentials is written, and
// usesAtOnce how much of it one update writes.
const (
	usesEvery  = 5 * time.Second
	usesAtOnce = 1000
)

// keepUses writes when credentials were used and customers pulled until ctx ends,
// and then what is left. It is no part of a pull and of no entry of the log: a store
// in trouble keeps nobody waiting, and what it does not take waits in memory.
func (h *Hub) keepUses(ctx context.Context) {
	tick := time.NewTicker(usesEvery)
	defer tick.Stop()
	failing := false
	write := func(ctx context.Context) {
		err := h.writeUses(ctx)
		if err != nil && !failing && ctx.Err() == nil {
			h.config.Log.Warn("the store does not take when credentials were last used; that waits in memory", "error", err)
		}
		failing = err != nil
	}
	for {
		select {
		case <-ctx.Done():
			last, stop := context.WithTimeout(context.WithoutCancel(ctx), closing)
			defer stop()
			write(last)
			return
		case <-tick.C:
			write(ctx)
		}
	}
}

// writeUses writes what was noted, and puts back what the store does not take.
func (h *Hub) writeUses(ctx context.Context) (failed error) {
	for v, taken := range h.uses.take() {
		list := make([]tenant.Principal, 0, len(taken))
		for who := range taken {
			list = append(list, who)
		}
		slices.SortFunc(list, func(a, b tenant.Principal) int {
			return strings.Compare(string(a.Customer)+"/"+string(a.Credential), string(b.Customer)+"/"+string(b.Credential))
		})
		for part := range slices.Chunk(list, usesAtOnce) {
			err := h.store.Update(ctx, v, func(tx VendorTx) error { return tx.PutActivity(activities(part, taken)) })
			if err != nil {
				failed = errors.Join(failed, err)
				break
			}
			for _, who := range part {
				delete(taken, who)
			}
		}
		h.uses.putBack(taken)
	}
	return failed
}

func activities(part []tenant.Principal, taken map[tenant.Principal]seen) []Activity {
	out := make([]Activity, len(part))
	for i, who := range part {
		s := taken[who]
		out[i] = Activity{Customer: who.Customer, Credential: who.Credential, Used: s.used, Pulled: s.pulled}
	}
	return out
}
