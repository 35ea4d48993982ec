package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Courier carries events to somewhere else. What happened is the outbox: each
// courier has a place in it, and everything behind that place is still to be
// carried.
type Courier interface {
	// Name is what its place is kept under: the same in every process, and one
	// for each destination. It is 1 to 128 characters of ASCII without spaces.
	Name() string
	// Deliver carries events, oldest first, as many as it can, and says how many
	// of them are done: those are never given to it again. The others are given
	// again later, all of them in their order, after an error or without one.
	// The same event may be given more than once, so its ID has to go along.
	// The context ends before somebody else may take over.
	Deliver(ctx context.Context, events []Event) (done int, err error)
}

// A Later is an error of a courier who was told when to come again. He is left alone
// for as long at least, up to a day.
type Later struct {
	Wait time.Duration
	Err  error
}

func (l *Later) Error() string { return l.Err.Error() }

func (l *Later) Unwrap() error { return l.Err }

// askedFor is how long an error asks to be left alone.
func askedFor(err error) time.Duration {
	if later, is := errors.AsType[*Later](err); is {
		return min(later.Wait, longestWait)
	}
	return 0
}

// A Post is how far a courier has come.
type Post struct {
	Courier   string
	Seq       int64     // up to this event everything is delivered
	Holder    string    // who is delivering; empty: nobody
	Until     time.Time // until when nobody else may
	Failures  int       // how many rounds have failed since one did not
	Next      time.Time // not before this; zero: at any time
	LastError string    // why the last round failed
}

// A NotNow is why nothing was delivered although something may be waiting: somebody
// else is delivering, or the courier is to be left alone for a while after it
// failed.
type NotNow struct {
	Post Post
	Busy bool // somebody else is delivering
}

// Until is when to try again.
func (n *NotNow) Until() time.Time {
	if n.Busy {
		return n.Post.Until
	}
	return n.Post.Next
}

func (n *NotNow) Error() string {
	if n.Busy {
		return fmt.Sprintf("courier %s: somebody else is delivering, until %s at the latest", n.Post.Courier, n.Until().Format(time.RFC3339))
	}
	return fmt.Sprintf("courier %s: it has failed %d times, and is tried again at %s: %s", n.Post.Courier, n.Post.Failures, n.Until().Format(time.RFC3339), n.Post.LastError)
}

// Couriers lists how far each courier has come, by name.
func (v *Vendor) Couriers(ctx context.Context) (posts []Post, err error) {
	err = v.look(ctx, tenant.SeeLog, func(view VendorView) error {
		posts, err = view.Posts()
		return err
	})
	return posts, err
}

// RemoveCourier forgets how far a courier has come: nothing waits for it any more, so
// what it has not delivered can be pruned. If it comes back it is a new one. The error
// is a tenant.ErrNotFound if there is none, and a tenant.ErrConflict if it tells an
// endpoint, which would be told nothing ever again: [Vendor.DisableEndpoint] is for
// that, and [Vendor.RemoveEndpoint].
func (v *Vendor) RemoveCourier(ctx context.Context, name string) error {
	return v.update(ctx, tenant.PruneLog, func(tx VendorTx, _ time.Time) ([]Event, error) {
		endpoints, err := tx.Endpoints()
		if err != nil {
			return nil, err
		}
		for _, e := range endpoints {
			if e.Courier() == name {
				return nil, fmt.Errorf("courier %s: %w: it tells the webhook %s, which is still there; switch that off, or remove it", name, tenant.ErrConflict, e.ID)
			}
		}
		p, err := tx.Post(name)
		if err != nil {
			return nil, err
		}
		if err := tx.RemovePost(name); err != nil {
			return nil, err
		}
		return one(happened(CourierForgotten, "", map[string]any{"courier": name, "seq": p.Seq}))
	})
}

// post changes how far couriers have come. That is no change of anything, so no
// event says it: each would have to be delivered, too.
func (v *Vendor) post(ctx context.Context, fn func(tx VendorTx, at time.Time) error) error {
	if err := tenant.CheckID("vendor", string(v.id)); err != nil {
		return err
	}
	at := v.hub.now()
	return v.hub.store.Update(ctx, v.id, func(tx VendorTx) error {
		if err := v.may(tx, nil, tenant.DeliverEvents); err != nil {
			return err
		}
		return fn(tx, at)
	})
}

func checkCourier(name string) error {
	fine := name != "" && len(name) <= 128
	for _, c := range []byte(name) {
		fine = fine && c > ' ' && c < 0x7f
	}
	if !fine {
		return fmt.Errorf("%w: courier %q: its name is 1 to 128 characters of ASCII without spaces", tenant.ErrInvalid, name)
	}
	return nil
}
