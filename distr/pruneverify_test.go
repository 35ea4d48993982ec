package distr_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A chain that is read in pages, as old as may be pruned.
const longChain = 1100

// copied is the ledger in another store.
func (l *ledger) copied(t *testing.T, to distr.Store) *ledger {
	t.Helper()
	require.NoError(t, to.Update(t.Context(), l.vendor, func(tx distr.VendorTx) error {
		for _, e := range l.events {
			if err := tx.Append(e); err != nil {
				return err
			}
		}
		return nil
	}))
	return &ledger{vendor: l.vendor, store: to, events: l.events}
}

// onEachLedger gives a test a long chain in each store.
func onEachLedger(t *testing.T, test func(t *testing.T, l *ledger)) {
	long := newLedger(t, t.Context(), "acme", longChain)
	t.Run("memory", func(t *testing.T) { test(t, long.copied(t, memory.New())) })
	t.Run("SQLite", func(t *testing.T) {
		store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "distr.db"), sqlite.Config{})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, store.Close()) })
		test(t, long.copied(t, store))
	})
}

// An interrupted store lets something happen before a view of it, by the view's number.
type interrupted struct {
	distr.Store
	views  int
	before func(view int)
}

func (i *interrupted) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	i.views++
	i.before(i.views)
	return i.Store.View(ctx, v, fn)
}

// TestPrunedBetweenPages prunes behind, before and at the place that a verification
// has come to. It begins anew, and only if that goes on does it say that it could not
// be done: nothing that is removed as it is to be is taken for a broken chain.
func TestPrunedBetweenPages(t *testing.T) {
	onEachLedger(t, func(t *testing.T, l *ledger) {
		pruner := l.later(longChain*time.Hour + 60*24*time.Hour)
		n := 0
		prune := func(events int) {
			n += events
			_, err := pruner.PruneEvents(t.Context(), l.events[n].Time)
			require.NoError(t, err)
		}
		verify := func(before func(view int)) (distr.Verified, error) {
			store := &interrupted{Store: l.store, before: before}
			return distr.New(store, distr.Config{}).Vendor("acme").As(distr.Operator()).VerifyEvents(t.Context(), distr.Head{})
		}
		for _, at := range []int{1, 2} {
			done, err := verify(func(view int) {
				if view == at {
					prune(20)
				}
			})
			require.NoError(t, err, "pruned before page %d", at)
			require.Equal(t, l.events[n-2].Link(), done.From)
		}
		_, err := verify(func(view int) {
			if view%2 == 0 { // before every second page, which is the last one
				prune(5)
			}
		})
		require.ErrorIs(t, err, tenant.ErrConflict)
		require.ErrorContains(t, err, "try again")
		done, err := verify(func(int) {})
		require.NoError(t, err)
		require.Equal(t, l.events[n-2].Link(), done.From)
	})
}

// TestPruneWhileVerifying lets several verify, prune and change things at once. Whoever
// verifies is told that the chain is whole, or that it was pruned meanwhile.
func TestPruneWhileVerifying(t *testing.T) {
	onEachLedger(t, func(t *testing.T, l *ledger) {
		ctx := t.Context()
		v := l.later(longChain*time.Hour + 60*24*time.Hour)
		var over atomic.Bool
		var verified, retold atomic.Int64
		var working, looking sync.WaitGroup
		failed := make(chan error, 8)
		fail := func(err error) {
			if err == nil || errors.Is(err, tenant.ErrConflict) {
				return
			}
			select {
			case failed <- err:
			default: // there is enough of that already
			}
		}
		looking.Go(func() {
			for last := false; !last; {
				last = over.Load() // once more, when all is quiet
				_, err := v.VerifyEvents(ctx, distr.Head{})
				if errors.Is(err, tenant.ErrConflict) {
					retold.Add(1)
				} else if err == nil {
					verified.Add(1)
				}
				if fail(err); len(failed) > 0 {
					return
				}
			}
		})
		for range 2 {
			working.Go(func() {
				for i := 50; i < longChain; i += 350 {
					_, err := v.PruneEvents(ctx, l.events[i].Time)
					fail(err)
				}
			})
		}
		working.Go(func() {
			for i := range 20 {
				_, err := v.CreateCustomer(ctx, distr.NewCustomer{Name: fmt.Sprint("Initech ", i)})
				fail(err)
			}
		})
		working.Wait()
		over.Store(true)
		looking.Wait()
		close(failed)
		require.NoError(t, <-failed)
		require.Positive(t, verified.Load(), "when all was quiet")
		t.Logf("verified %d times, and pruned meanwhile %d times", verified.Load(), retold.Load())
		done, err := v.VerifyEvents(ctx, distr.Head{})
		require.NoError(t, err)
		require.Greater(t, done.From.Seq, int64(longChain-400))
	})
}
