package sqlite

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/child"
)

// A lister is a courier that prints the number of each event, and takes a moment.
type lister struct{ wait time.Duration }

func (lister) Name() string { return "lister" }

func (l lister) Deliver(ctx context.Context, events []distr.Event) (int, error) {
	for i, e := range events {
		if _, err := os.Stdout.WriteString(fmt.Sprintf("%d %s\n", e.Seq, e.ID)); err != nil {
			return i, err
		}
		select {
		case <-time.After(l.wait):
		case <-ctx.Done():
			return i + 1, ctx.Err()
		}
	}
	return len(events), nil
}

// deliverWithoutEnd changes things and delivers what happened, until it is killed.
func deliverWithoutEnd(ctx context.Context, s *Store) error {
	v := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator())
	failed := make(chan error, 2)
	go func() {
		failed <- v.KeepDelivering(ctx, lister{100 * time.Microsecond}, distr.DeliverConfig{Batch: 10, Lease: 20 * time.Millisecond, Every: 5 * time.Millisecond, All: true})
	}()
	go func() {
		for {
			if _, err := v.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"}); err != nil {
				failed <- err
				return
			}
		}
	}()
	return <-failed
}

// TestDeliverySurvivesACrash kills processes between change and delivery, and
// between delivery and what is written down of it. Everything arrives, and a process
// never goes back behind what one before it had settled.
func TestDeliverySurvivesACrash(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	path := filepath.Join(t.TempDir(), "portal.db")
	delivered := map[string]bool{}
	for range 6 {
		written := child.Crash(t, time.Duration(random.IntN(100_000))*time.Microsecond, "deliver", path)
		last := int64(0)
		for line := range strings.Lines(written) {
			var seq int64
			var id string
			_, err := fmt.Sscan(line, &seq, &id)
			require.NoError(t, err)
			require.True(t, last == 0 || seq == last+1 || seq <= last, "event %d was left out after %d", seq, last)
			delivered[id], last = true, seq
		}
	}
	s := openAt(t, path)
	v := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator())
	rest := lateTaker{}
	var err error
	for n := 1; n > 0 || err != nil; {
		var later *distr.NotNow
		n, err = v.Deliver(t.Context(), &rest)
		if err != nil {
			require.ErrorAs(t, err, &later, "but for the lease of who was killed")
			time.Sleep(time.Millisecond)
		}
	}
	done, err := v.VerifyEvents(t.Context(), distr.Head{})
	require.NoError(t, err)
	require.Positive(t, done.Count)
	for e, err := range v.EachEvent(t.Context(), distr.EventQuery{}) {
		require.NoError(t, err)
		require.True(t, delivered[string(e.ID)] || rest.ids[string(e.ID)], "event %d was never delivered", e.Seq)
	}
	t.Logf("%d delivered before a crash, %d after the last one", len(delivered), len(rest.ids))
}

// A lateTaker takes over from the lister.
type lateTaker struct{ ids map[string]bool }

func (*lateTaker) Name() string { return "lister" }

func (l *lateTaker) Deliver(_ context.Context, events []distr.Event) (int, error) {
	if l.ids == nil {
		l.ids = map[string]bool{}
	}
	for _, e := range events {
		l.ids[string(e.ID)] = true
	}
	return len(events), nil
}

// TestChainOfManyProcesses lets several processes, and several hubs of this one,
// change things at once: their events are one chain.
func TestChainOfManyProcesses(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "portal.db")
	s, other := openAt(t, path), openAt(t, path)
	var children []*child.Process
	for range 3 {
		children = append(children, child.Start(t, "create", path))
	}
	errs := make(chan error, 4)
	for i := range cap(errs) {
		store := []*Store{s, other}[i%2]
		go func() { errs <- createSome(t.Context(), store) }()
	}
	for range cap(errs) {
		require.NoError(t, <-errs)
	}
	for _, p := range children {
		require.NoError(t, p.Wait())
	}
	v := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator())
	done, err := v.VerifyEvents(t.Context(), distr.Head{})
	require.NoError(t, err)
	want := int64(createdAtOnce * (cap(errs) + len(children)))
	require.Equal(t, want, done.Count)
	require.Equal(t, want, done.Head.Seq, "no number is missing")
}

const createdAtOnce = 20

// createSome adds customers through a hub of its own.
func createSome(ctx context.Context, s *Store) error {
	v := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator())
	for range createdAtOnce {
		if _, err := v.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"}); err != nil {
			return err
		}
	}
	return nil
}

// BenchmarkDeliver carries 10 000 events to a receiver in this process, and looks
// whether they come in their order.
func BenchmarkDeliver(b *testing.B) {
	const many = 10_000
	for b.Loop() {
		b.StopTimer()
		s := open(b)
		require.NoError(b, s.Update(b.Context(), acme, func(tx distr.VendorTx) error {
			for i := range many {
				if err := appendNext(tx, distr.Event{ID: distr.EventID(fmt.Sprint("evt_", i)), Time: time.UnixMicro(int64(i)), Kind: distr.GrantAdded, Data: []byte(`{"grant":"grt_1"}`)}); err != nil {
					return err
				}
			}
			return tx.PutPost(distr.Post{Courier: "list"})
		}))
		v := distr.New(s, distr.Config{}).Vendor(acme).As(distr.Operator())
		b.StartTimer()
		got := receiver{}
		for n := 1; n > 0; {
			var err error
			n, err = v.Deliver(b.Context(), &got)
			require.NoError(b, err)
		}
		b.StopTimer()
		require.Len(b, got.seqs, many)
		require.True(b, slices.IsSorted(got.seqs))
		require.NoError(b, s.Close())
		b.StartTimer()
	}
	b.ReportMetric(many*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

type receiver struct{ seqs []int64 }

func (*receiver) Name() string { return "list" }

func (r *receiver) Deliver(_ context.Context, events []distr.Event) (int, error) {
	for _, e := range events {
		r.seqs = append(r.seqs, e.Seq)
	}
	return len(events), nil
}
