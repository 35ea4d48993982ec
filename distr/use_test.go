package distr_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// usedAt is when each of the customer's credentials was last used, by its name.
func usedAt(t *testing.T, a *distr.Account) map[string]time.Time {
	t.Helper()
	tokens, err := a.Tokens(t.Context())
	require.NoError(t, err)
	used := map[string]time.Time{}
	for _, c := range tokens {
		used[c.Name] = c.Used
	}
	return used
}

// pulledAt is when the customer last pulled something.
func pulledAt(t *testing.T, w *world, id tenant.CustomerID) time.Time {
	t.Helper()
	page, err := w.acme.List(t.Context(), distr.CustomerList{})
	require.NoError(t, err)
	for _, row := range page.Rows {
		if row.ID == id {
			return row.Pulled
		}
	}
	require.Fail(t, "there is no such customer")
	return time.Time{}
}

func TestUseIsNoted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlumbing(t)
		a := p.acme.Account("globex")
		gate := p.hub.Vendor("acme")
		begin := p.clock.now()
		ask := func() {
			t.Helper()
			_, err := gate.Repositories(t.Context(), p.p)
			require.NoError(t, err)
		}
		before := p.valve.count()
		stop := keep(t, p.hub, distr.PullLog{})
		require.Zero(t, usedAt(t, a)["cluster"])
		time.Sleep(6 * time.Second)
		require.Equal(t, begin, usedAt(t, a)["cluster"], "it has authenticated")
		require.Zero(t, pulledAt(t, p.world, "globex"))
		require.Equal(t, before+1, p.valve.count())

		for range 100 {
			p.clock.move(500 * time.Millisecond)
			ask()
		}
		time.Sleep(time.Minute)
		require.Equal(t, begin, usedAt(t, a)["cluster"], "once a minute")
		require.Equal(t, before+1, p.valve.count())
		p.clock.move(10 * time.Second)
		ask()
		time.Sleep(6 * time.Second)
		require.Equal(t, begin.Add(time.Minute), usedAt(t, a)["cluster"])
		require.Equal(t, before+2, p.valve.count())

		// A change of the customer makes the hub load it anew, and that is no use.
		_, err := a.SetAccess(t.Context(), tenant.AccessReadOnly)
		require.NoError(t, err)
		ask()
		time.Sleep(6 * time.Second)
		require.Equal(t, before+2, p.valve.count())

		p.clock.move(time.Hour)
		p.log(refused("9.9.9"))
		time.Sleep(6 * time.Second)
		require.Zero(t, pulledAt(t, p.world, "globex"), "what is refused is no pull")
		p.log(allowed("1.4.2"))
		p.clock.move(30 * time.Second)
		p.log(allowed("1.4.3"))
		time.Sleep(6 * time.Second)
		require.Equal(t, p.clock.now().Add(-30*time.Second), pulledAt(t, p.world, "globex"))
		p.clock.move(time.Hour)
		p.sent(sent(1, "1.4.2"))
		ask()
		require.NoError(t, stop(), "what is left is written at the end")
		require.Equal(t, p.clock.now(), pulledAt(t, p.world, "globex"))
		require.Equal(t, p.clock.now(), usedAt(t, a)["cluster"])
	})
}

func TestUseOfStaffAndOfWhoIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlumbing(t)
		_, staff, err := p.acme.NewStaffToken(t.Context(), "ci")
		require.NoError(t, err)
		revoked, token, err := p.acme.Account("globex").NewToken(t.Context(), "old")
		require.NoError(t, err)
		require.NoError(t, p.acme.Account("globex").RevokeToken(t.Context(), revoked.ID))
		stop := keep(t, p.hub, distr.PullLog{})
		gate := p.hub.Vendor("acme")
		p.clock.move(distr.Freshness)
		_, err = gate.Authenticate(t.Context(), staff)
		require.NoError(t, err)
		_, err = gate.Authenticate(t.Context(), token)
		require.ErrorIs(t, err, tenant.ErrUnauthenticated)
		require.NoError(t, stop())
		tokens, err := p.acme.StaffTokens(t.Context())
		require.NoError(t, err)
		require.Equal(t, p.clock.now(), tokens[0].Used)
		require.Zero(t, usedAt(t, p.acme.Account("globex"))["old"])
	})
}

// TestUseInATroubledStore lets the store fail for a while, and stand still: nobody
// waits, and what was noted comes when it works again.
func TestUseInATroubledStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPlumbing(t)
		a := p.acme.Account("globex")
		stop := keep(t, p.hub, distr.PullLog{Spill: p.spill})
		p.valve.set(func() { p.valve.fails = errors.New("database is gone") })
		noted := p.clock.now()
		time.Sleep(time.Minute)
		require.Zero(t, usedAt(t, a)["cluster"])
		p.valve.set(func() { p.valve.fails = nil })
		time.Sleep(6 * time.Second)
		require.Equal(t, noted, usedAt(t, a)["cluster"])

		shut := make(chan struct{})
		p.valve.set(func() { p.valve.shut = shut })
		for range 10 {
			p.clock.move(time.Minute)
			_, err := p.v.Repositories(t.Context(), p.p)
			require.NoError(t, err)
			p.log(allowed("1.4.2"))
			time.Sleep(time.Minute)
		}
		require.Equal(t, noted, usedAt(t, a)["cluster"])
		p.valve.set(func() { p.valve.shut = nil })
		close(shut)
		time.Sleep(12 * time.Second)
		require.Equal(t, p.clock.now(), usedAt(t, a)["cluster"])

		p.clock.move(time.Minute)
		_, err := p.v.Repositories(t.Context(), p.p)
		require.NoError(t, err)
		p.valve.set(func() { p.valve.shut = make(chan struct{}) })
		require.NoError(t, stop(), "a store that stands still keeps nobody from ending, and a use is nothing that is lost")
	})
}

// TestUseOfMany authenticates from many sides, each minute, while the keeper writes.
func TestUseOfMany(t *testing.T) {
	w := newWorld(t)
	a := w.create(t, "globex")
	const tokens, rounds = 20, 5
	var all []tenant.Token
	for i := range tokens {
		_, token, err := a.NewToken(t.Context(), fmt.Sprint(i))
		require.NoError(t, err)
		all = append(all, token)
	}
	stop := keep(t, w.hub, distr.PullLog{})
	for range rounds {
		w.clock.move(time.Minute)
		atOnce(tokens*3, func(i int) {
			_, err := w.acme.Authenticate(context.WithoutCancel(t.Context()), all[i%tokens])
			if err != nil {
				t.Error(err)
			}
		})
	}
	require.NoError(t, stop())
	for name, at := range usedAt(t, a) {
		require.Equal(t, w.clock.now(), at, name)
	}
}
