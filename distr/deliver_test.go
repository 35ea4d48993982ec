package distr_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A carrier is a courier made of a function; without one it delivers all.
type carrier struct {
	name string
	take func([]distr.Event) (int, error)
}

func (c carrier) Name() string { return c.name }

func (c carrier) Deliver(_ context.Context, events []distr.Event) (int, error) {
	if c.take == nil {
		return len(events), nil
	}
	return c.take(events)
}

// A depot is a vendor with an outbox, and a clock.
type depot struct {
	store distr.Store
	acme  *distr.Vendor
	mu    sync.Mutex
	now   time.Time
	got   []int64 // what was delivered, by Seq
}

func newDepot(t *testing.T) *depot {
	t.Helper()
	d := &depot{store: memory.New(), now: time.Date(2026, 11, 22, 8, 0, 0, 0, time.UTC)}
	d.acme = d.another()
	return d
}

// another is the vendor in another process.
func (d *depot) another() *distr.Vendor {
	return distr.New(d.store, distr.Config{Now: d.clock}).Vendor("acme").As(distr.Operator())
}

func (d *depot) clock() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *depot) pass(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// happen adds customers, each with one event.
func (d *depot) happen(t *testing.T, n int) {
	t.Helper()
	for range n {
		_, err := d.acme.CreateCustomer(t.Context(), distr.NewCustomer{Name: "Globex"})
		require.NoError(t, err)
	}
}

func (d *depot) take(events []distr.Event) (int, error) {
	for _, e := range events {
		d.got = append(d.got, e.Seq)
	}
	return len(events), nil
}

func (d *depot) post(t *testing.T, courier string) distr.Post {
	t.Helper()
	posts, err := d.acme.Couriers(t.Context())
	require.NoError(t, err)
	i := slices.IndexFunc(posts, func(p distr.Post) bool { return p.Courier == courier })
	require.GreaterOrEqual(t, i, 0, courier)
	return posts[i]
}

func TestDeliverInOrder(t *testing.T) {
	d := newDepot(t)
	c := carrier{"mail", d.take}
	d.happen(t, 2)
	n, err := d.acme.Deliver(t.Context(), c)
	require.NoError(t, err)
	require.Zero(t, n, "a new courier begins with what comes now")
	d.happen(t, 250)
	for _, want := range []int{100, 100, 50, 0} {
		n, err := d.acme.Deliver(t.Context(), c)
		require.NoError(t, err)
		require.Equal(t, want, n)
	}
	require.Len(t, d.got, 250)
	for i, seq := range d.got {
		require.EqualValues(t, i+3, seq)
	}
	require.Equal(t, distr.Post{Courier: "mail", Seq: 252}, d.post(t, "mail"))
}

// TestDeliverPartly delivers some of what is given: the others come again, and the
// courier that says why is left alone for a while.
func TestDeliverPartly(t *testing.T) {
	d := newDepot(t)
	full := errors.New("the mailbox is full")
	broken := carrier{"mail", func(events []distr.Event) (int, error) {
		_, _ = d.take(events[:min(2, len(events))])
		return min(2, len(events)), full
	}}
	_, err := d.acme.Deliver(t.Context(), broken)
	require.NoError(t, err)
	d.happen(t, 5)
	n, err := d.acme.Deliver(t.Context(), broken)
	require.ErrorIs(t, err, full)
	require.ErrorContains(t, err, "courier mail")
	require.Equal(t, 2, n)
	p := d.post(t, "mail")
	require.EqualValues(t, 2, p.Seq)
	require.Equal(t, 1, p.Failures)
	require.Equal(t, "the mailbox is full", p.LastError)

	var later *distr.NotNow
	_, err = d.another().Deliver(t.Context(), broken)
	require.ErrorAs(t, err, &later)
	require.False(t, later.Busy)
	require.Equal(t, p.Next, later.Until())
	require.ErrorContains(t, err, "it has failed 1 times")
	d.pass(time.Second)
	n, err = d.acme.Deliver(t.Context(), carrier{"mail", d.take})
	require.NoError(t, err)
	require.Equal(t, 3, n)
	require.Equal(t, []int64{1, 2, 3, 4, 5}, d.got)
	require.Equal(t, distr.Post{Courier: "mail", Seq: 5}, d.post(t, "mail"))
}

// TestBackoff lets a courier fail again and again.
func TestBackoff(t *testing.T) {
	d := newDepot(t)
	dead := carrier{"mail", func([]distr.Event) (int, error) { return 0, errors.New(strings.Repeat("no ", 400) + "\xff") }}
	_, err := d.acme.Deliver(t.Context(), dead)
	require.NoError(t, err)
	d.happen(t, 1)
	for i := range 15 {
		_, err := d.acme.Deliver(t.Context(), dead)
		require.ErrorContains(t, err, "no no")
		p := d.post(t, "mail")
		require.Equal(t, i+1, p.Failures)
		longest := min(time.Second<<i, 15*time.Minute)
		wait := p.Next.Sub(d.clock())
		require.GreaterOrEqual(t, wait, longest/2-time.Microsecond)
		require.LessOrEqual(t, wait, longest)
		require.Len(t, []rune(p.LastError), 500)
		d.pass(wait)
	}
	d.happen(t, 1) // and no change fails for that
}

func TestDeliverWrongly(t *testing.T) {
	for _, tt := range []struct {
		name string
		done int
		says string
	}{
		{"none, and no reason", 0, "it delivered none and does not say why"},
		{"less than none", -1, "it was given 2 events and says that -1 are done"},
		{"more than there were", 3, "it was given 2 events and says that 3 are done"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDepot(t)
			_, err := d.acme.Deliver(t.Context(), carrier{name: "mail"})
			require.NoError(t, err)
			d.happen(t, 2)
			n, err := d.acme.Deliver(t.Context(), carrier{"mail", func([]distr.Event) (int, error) { return tt.done, nil }})
			require.ErrorContains(t, err, tt.says)
			require.Zero(t, n)
			require.Zero(t, d.post(t, "mail").Seq)
		})
	}
	for _, name := range []string{"", "with space", "ü", "new\nline", strings.Repeat("x", 129)} {
		_, err := newDepot(t).acme.Deliver(t.Context(), carrier{name: name})
		require.ErrorIs(t, err, tenant.ErrInvalid, name)
		require.ErrorIs(t, newDepot(t).acme.KeepDelivering(t.Context(), carrier{name: name}, distr.DeliverConfig{}), tenant.ErrInvalid, name)
	}
}

// TestOneDelivers lets another process come while one delivers, and after it died.
func TestOneDelivers(t *testing.T) {
	d := newDepot(t)
	_, err := d.acme.Deliver(t.Context(), carrier{name: "mail"})
	require.NoError(t, err)
	d.happen(t, 1)
	other := d.another()
	var busy *distr.NotNow
	_, err = d.acme.Deliver(t.Context(), carrier{"mail", func(events []distr.Event) (int, error) {
		_, err := other.Deliver(t.Context(), carrier{"mail", d.take})
		require.ErrorAs(t, err, &busy)
		require.True(t, busy.Busy)
		require.Equal(t, d.clock().Add(time.Minute), busy.Until())
		require.ErrorContains(t, err, "somebody else is delivering, until 2026-11-22T08:01:00Z at the latest")

		// As long as that: somebody else takes over, and this one settles nothing.
		d.pass(time.Minute)
		n, err := other.Deliver(t.Context(), carrier{"mail", d.take})
		require.NoError(t, err)
		require.Equal(t, 1, n)
		return 0, errors.New("too late")
	}})
	require.ErrorContains(t, err, "too late")
	require.ErrorContains(t, err, "the round took longer than its lease")
	require.Equal(t, []int64{1}, d.got)
	require.Equal(t, distr.Post{Courier: "mail", Seq: 1}, d.post(t, "mail"))
}

// TestClockWasWrong finds a lease and a wait of the far future.
func TestClockWasWrong(t *testing.T) {
	for _, tt := range []struct {
		name string
		post distr.Post
	}{
		{"a lease", distr.Post{Courier: "mail", Holder: "rnd_x", Until: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}},
		{"a wait", distr.Post{Courier: "mail", Failures: 1, Next: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := newDepot(t)
			d.happen(t, 1)
			require.NoError(t, d.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error { return tx.PutPost(tt.post) }))
			n, err := d.acme.Deliver(t.Context(), carrier{"mail", d.take})
			require.NoError(t, err)
			require.Equal(t, 1, n)
		})
	}
}

// TestStopped ends the context within a round: what is done is written down, and
// nothing is held against the courier.
func TestStopped(t *testing.T) {
	d := newDepot(t)
	_, err := d.acme.Deliver(t.Context(), carrier{name: "mail"})
	require.NoError(t, err)
	d.happen(t, 3)
	ctx, stop := context.WithCancel(t.Context())
	n, err := d.acme.Deliver(ctx, carrier{"mail", func([]distr.Event) (int, error) {
		stop()
		return 1, ctx.Err()
	}})
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 1, n)
	require.Equal(t, distr.Post{Courier: "mail", Seq: 1}, d.post(t, "mail"))
}

// TestKeepDelivering runs a courier that fails now and then, next to changes.
func TestKeepDelivering(t *testing.T) {
	d := newDepot(t)
	const many = 40
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	rounds := 0
	c := carrier{"mail", func(events []distr.Event) (int, error) {
		if rounds++; rounds%3 == 0 {
			d.pass(time.Second)
			return 0, fmt.Errorf("round %d", rounds)
		}
		if len(d.got)+len(events) == many {
			defer stop()
		}
		return d.take(events)
	}}
	ended := make(chan error, 2)
	for range 2 { // in one process, or two
		v := d.another()
		go func() {
			ended <- v.KeepDelivering(ctx, c, distr.DeliverConfig{Every: 5 * time.Millisecond, Backoff: time.Millisecond, Longest: time.Millisecond, Batch: 3, All: true})
		}()
	}
	d.happen(t, many)
	// The clock stands still, but for this: waits that are under way pass.
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-time.After(time.Millisecond):
			d.pass(time.Millisecond)
		}
	}
	require.NoError(t, <-ended)
	require.NoError(t, <-ended)
	require.Len(t, d.got, many)
	require.True(t, slices.IsSorted(d.got), "in their order")
	require.Equal(t, distr.Post{Courier: "mail", Seq: many}, d.post(t, "mail"))
}

// TestWokenAtOnce looks for other processes' changes once in a year only.
func TestWokenAtOnce(t *testing.T) {
	d := newDepot(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	got := make(chan int64)
	ended := make(chan error, 1)
	go func() {
		ended <- d.acme.KeepDelivering(ctx, carrier{"mail", func(events []distr.Event) (int, error) {
			got <- events[0].Seq
			return 1, nil
		}}, distr.DeliverConfig{Every: 365 * 24 * time.Hour, All: true})
	}()
	for i := range int64(20) {
		d.happen(t, 1)
		require.Equal(t, i+1, <-got)
	}
	stop()
	require.NoError(t, <-ended)
}

func TestNobodyDelivers(t *testing.T) {
	d := newDepot(t)
	stranger := distr.New(d.store, distr.Config{}).Vendor("acme").As(distr.Staff("eve@acme.example"))
	require.ErrorIs(t, stranger.KeepDelivering(t.Context(), carrier{name: "mail"}, distr.DeliverConfig{}), tenant.ErrForbidden)
	require.ErrorIs(t, d.acme.RemoveCourier(t.Context(), "mail"), tenant.ErrNotFound)
}
