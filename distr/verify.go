package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A BrokenChain is what VerifyEvents finds when events are not those that were
// written down. It names the first place at which that shows. Whoever reads an event
// that cannot be read gets one too.
type BrokenChain struct {
	Seq      int64
	Why      string
	Misfiled bool // what the store finds events by does not fit them: [Vendor.RefileEvents] writes it anew, and then it shows whether they are whole
}

func (b *BrokenChain) Error() string {
	text := fmt.Sprintf("the chain of events is broken at event %d: %s", b.Seq, b.Why)
	if b.Misfiled {
		text += "; RefileEvents writes anew what those go by"
	}
	return text
}

// Verified is how far the chain of events reaches, unbroken.
type Verified struct {
	From      Link      // behind it
	Head      Head      // up to it
	Count     int64     // events that were read
	Unchained int64     // those of them that are older than the chain: only that none is missing is proved
	Prunings  []Pruning // of what is behind From, and earlier, as far as events that are left say so
}

// A Pruning is what an event says of older ones that were removed.
type Pruning struct {
	Seq     int64 // the event's
	Time    time.Time
	Actor   Actor
	Through int64 // the last that went
	Count   int64
	Before  time.Time // what happened before then was removed
}

// VerifyEvents reads all events and finds out whether any was changed, removed,
// added or moved since it was written, by whoever could write to the database. The
// error is a [BrokenChain] then. Where events were removed by [Vendor.PruneEvents], it
// looks whether they were as old as they have to be: the first that is left is older,
// and when that happened is in the chain. Prunings are for somebody to look at: whoever
// can write to the database can remove what is old.
//
// Only against a place in the chain that was written down elsewhere does it find
// two things: that events at the end were cut off, and that all of them from some
// place on were written anew, hashes and all. The zero Head is none. One that was
// pruned meanwhile is a tenant.ErrInvalid; if it says that it was too young for that, a
// BrokenChain.
func (v *Vendor) VerifyEvents(ctx context.Context, against Head) (Verified, error) {
	for tries := 0; ; tries++ {
		done, err := v.verify(ctx, against)
		if !errors.Is(err, errPrunedMeanwhile) || tries == 3 {
			return done, err
		}
	}
}

var errPrunedMeanwhile = fmt.Errorf("events were removed while they were verified: %w; try again", tenant.ErrConflict)

func (v *Vendor) verify(ctx context.Context, against Head) (Verified, error) {
	var c *chainReader
	for {
		var page []Event
		err := v.look(ctx, tenant.SeeLog, func(view VendorView) error {
			begin, err := view.Checkpoint()
			if err != nil {
				return err
			}
			if c == nil {
				c = newChainReader(v.id, begin, against)
			}
			if c.begin != begin {
				return errPrunedMeanwhile
			}
			page, err = view.Events(EventQuery{After: c.done.Head.Seq, Limit: eventPage, Oldest: true})
			return err
		})
		if err != nil {
			return Verified{}, err
		}
		for _, e := range page {
			if err := c.read(e); err != nil {
				return c.done, err
			}
		}
		if len(page) < eventPage {
			return c.done, c.end(v.hub.now())
		}
	}
}
