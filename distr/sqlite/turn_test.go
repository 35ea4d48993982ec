package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestTurnComesInOrder(t *testing.T) {
	var turn turn
	require.NoError(t, turn.take(t.Context()))
	var order []int
	var all sync.WaitGroup
	for i := range 10 {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		all.Go(func() {
			if turn.take(ctx) == nil {
				order = append(order, i)
				turn.pass()
			}
		})
		for turn.length() < i+1-i/5 { // one has gone when i is above 4
			time.Sleep(100 * time.Microsecond)
		}
		if i == 4 {
			cancel()
			for turn.length() > 4 {
				time.Sleep(100 * time.Microsecond)
			}
		}
	}
	turn.pass()
	all.Wait()
	require.Equal(t, []int{0, 1, 2, 3, 5, 6, 7, 8, 9}, order)
	require.NoError(t, turn.take(t.Context()), "it is free again")
}

// Who wanted the turn may have stopped waiting by the time it is handed over:
// then it stays with its holder, who has a transaction to end.
func TestTurnStaysWhenNobodyWaitsAnyLonger(t *testing.T) {
	var turn turn
	require.NoError(t, turn.take(t.Context()))
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error)
	go func() { gone <- turn.take(ctx) }()
	for turn.length() == 0 {
		time.Sleep(100 * time.Microsecond)
	}
	cancel()
	require.ErrorIs(t, <-gone, context.Canceled)
	require.False(t, turn.hand())

	short, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	require.Error(t, turn.take(short), "it is still taken")
	turn.pass()
	require.NoError(t, turn.take(t.Context()))
}

// TestUpdatesUnderPressure lets contexts end at any moment of many updates. Each
// says truly whether it was kept, and the turn is never lost.
func TestUpdatesUnderPressure(t *testing.T) {
	s := open(t)
	const writers, each = 32, 15
	errs := make([]error, writers*each)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := w * each; i < (w+1)*each; i++ {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(8000))*time.Microsecond)
				errs[i] = s.Update(ctx, acme, add(tenant.CustomerID(fmt.Sprintf("%04d", i))))
				cancel()
			}
		})
	}
	all.Wait()
	var want []tenant.CustomerID
	for i, err := range errs {
		if err == nil {
			want = append(want, tenant.CustomerID(fmt.Sprintf("%04d", i)))
		} else {
			require.ErrorIs(t, err, context.DeadlineExceeded)
		}
	}
	t.Logf("%d of %d were kept, in %d commits", len(want), len(errs), s.commits.Load())
	require.Equal(t, want, append([]tenant.CustomerID(nil), customers(t, s, acme)...))
	require.NoError(t, s.Update(t.Context(), acme, func(distr.VendorTx) error { return nil }))
}
