package storetest

import (
	"context"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// cancelled ends contexts before, in and while waiting for an update.
func cancelled(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error { return fill(tx, "kept") })
	before := everything(t, s, acme, customerID)
	for _, ends := range []struct {
		name    string
		context func() (context.Context, context.CancelFunc)
		within  func(ctx context.Context, cancel context.CancelFunc)
		want    error
	}{
		{"cancelled before", func() (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			return ctx, cancel
		}, func(context.Context, context.CancelFunc) {}, context.Canceled},
		{"cancelled within", func() (context.Context, context.CancelFunc) {
			return context.WithCancel(t.Context())
		}, func(_ context.Context, cancel context.CancelFunc) { cancel() }, context.Canceled},
		{"out of time within", func() (context.Context, context.CancelFunc) {
			return context.WithTimeout(t.Context(), 50*time.Millisecond)
		}, func(ctx context.Context, _ context.CancelFunc) { <-ctx.Done() }, context.DeadlineExceeded},
	} {
		ctx, cancel := ends.context()
		err := s.Update(ctx, acme, func(tx distr.VendorTx) error {
			if err := scribble(tx, true); err != nil {
				return err
			}
			ends.within(ctx, cancel)
			return nil
		})
		cancel()
		require.ErrorIs(t, err, ends.want, "an update whose context was %s", ends.name)
		require.Equal(t, before, everything(t, s, acme, customerID), "an update whose context was %s left something behind", ends.name)
	}
	waiting(t, s)
	// A store must not stay behind with a lock or half a transaction.
	update(t, s, acme, func(tx distr.VendorTx) error { return scribble(tx, true) })
	require.NotEqual(t, before, everything(t, s, acme, customerID), "an update after cancelled ones is kept")
}

// waiting cancels updates while others are under way. Whether such an update
// is kept depends on who is faster; that it says so does not.
func waiting(t T, s distr.Store) {
	t.Helper()
	const rounds = 20
	type outcome struct {
		id  tenant.CustomerID
		err error
	}
	outcomes := make(chan outcome, rounds)
	for i := range rounds {
		ctx, cancel := context.WithCancel(t.Context())
		id := tenant.CustomerID(fmt.Sprintf("waiting-%d", i))
		started := make(chan struct{}, 1)
		go func() {
			outcomes <- outcome{id, s.Update(ctx, acme, func(tx distr.VendorTx) error {
				signal(started)
				return tx.AddCustomer(tenant.Customer{ID: id, Profile: tenant.Profile{Name: "Waiting", Access: tenant.AccessDisabled}})
			})}
		}()
		if i%2 == 0 { // cancelled while it waits for another one
			require.NoError(t, s.Update(t.Context(), acme, func(distr.VendorTx) error {
				awaitOr(started, time.Duration(i%4)*time.Millisecond)
				cancel()
				return nil
			}), "an update while another one is cancelled")
		} else { // cancelled while it runs, or is through
			awaitOr(started, patience)
			time.Sleep(time.Duration(i%5) * time.Millisecond / 2)
		}
		cancel()
	}
	for range rounds {
		o := <-outcomes
		err := s.View(t.Context(), acme, func(v distr.VendorView) error {
			_, err := v.Open(o.id)
			return err
		})
		if o.err == nil {
			require.NoError(t, err, "an update whose context ended said that it was kept, and was not")
		} else {
			require.ErrorIs(t, o.err, context.Canceled, "an update whose context ended while it waited")
			require.ErrorIs(t, err, tenant.ErrNotFound, "an update whose context ended said that it was not kept, and was")
		}
	}
}

// awaitOr waits for something to happen, but no longer than that.
func awaitOr(happened <-chan struct{}, most time.Duration) {
	select {
	case <-happened:
	case <-time.After(most):
	}
}

// signal says that something has happened, however often it does.
func signal(happened chan<- struct{}) {
	select {
	case happened <- struct{}{}:
	default:
	}
}
