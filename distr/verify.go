package distr

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A BrokenChain is what VerifyEvents finds when events are not those that were
// written down. It names the first place at which that shows.
type BrokenChain struct {
	Seq int64
	Why string
}

func (b *BrokenChain) Error() string {
	return fmt.Sprintf("the chain of events is broken at event %d: %s", b.Seq, b.Why)
}

// Verified is how far the chain of events reaches, unbroken.
type Verified struct {
	From, Head Link  // behind From, up to Head
	Count      int64 // events that were read
	Unchained  int64 // those of them that are older than the chain: only that none is missing is proved
}

// VerifyEvents reads all events and finds out whether any was changed, removed,
// added or moved since it was written, by whoever could write to the database. The
// error is a [BrokenChain] then.
//
// Only against a place in the chain that was written down elsewhere does it find
// two things: that events at the end were cut off, and that all of them from some
// place on were written anew, hashes and all. The zero Link is none. One that was
// pruned meanwhile is a tenant.ErrInvalid.
func (v *Vendor) VerifyEvents(ctx context.Context, against Link) (Verified, error) {
	for tries := 0; ; tries++ {
		done, err := v.verify(ctx, against)
		if !errors.Is(err, errPrunedMeanwhile) || tries == 3 {
			return done, err
		}
	}
}

var errPrunedMeanwhile = fmt.Errorf("events were removed while they were verified: %w; try again", tenant.ErrConflict)

func (v *Vendor) verify(ctx context.Context, against Link) (Verified, error) {
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
			return c.done, c.end()
		}
	}
}

// A chainReader reads events one after another, and holds each against the one
// before.
type chainReader struct {
	vendor    tenant.VendorID
	begin     Checkpoint
	against   Link
	done      Verified
	confirmed bool // an event says of the checkpoint what it says of itself
}

func newChainReader(v tenant.VendorID, begin Checkpoint, against Link) *chainReader {
	c := &chainReader{vendor: v, begin: begin, against: against}
	c.done.From, c.done.Head = begin.Link, begin.Link
	return c
}

func (c *chainReader) read(e Event) error {
	last := c.done.Head
	switch next := last.next(c.vendor, &e); {
	case e.Seq != next.Seq:
		return &BrokenChain{next.Seq, fmt.Sprintf("it is missing; event %d comes next", e.Seq)}
	case e.Hash == [32]byte{} && last.Hash == [32]byte{}:
		c.done.Unchained++ // as all before it
	case e.Hash == [32]byte{}:
		return &BrokenChain{e.Seq, "it has no hash, and events before it have one"}
	case e.Hash != next.Hash:
		return &BrokenChain{e.Seq, "its hash is not that of what it says behind the event before it; one of the two was changed"}
	}
	if e.Seq == c.against.Seq && e.Hash != c.against.Hash {
		return &BrokenChain{e.Seq, "its hash is another than the one that was written down"}
	}
	if e.Kind == EventsPruned {
		c.confirm(e)
	}
	c.done.Head = e.Link()
	c.done.Count++
	return nil
}

// confirm looks whether the event says up to where events were removed.
func (c *chainReader) confirm(e Event) {
	var said prunedData
	if json.Unmarshal(e.Data, &said) == nil && said.Through == c.begin.Seq && said.Hash == hex.EncodeToString(c.begin.Hash[:]) {
		c.confirmed = true
	}
}

// end looks at what can be said only at the end.
func (c *chainReader) end() error {
	if c.begin.Seq > 0 && !c.confirmed {
		return &BrokenChain{c.begin.Seq, "events up to it were removed, and none that is left says so"}
	}
	switch a := c.against; {
	case a.Seq > c.done.Head.Seq:
		return &BrokenChain{c.done.Head.Seq + 1, fmt.Sprintf("it is missing; there were events up to %d at least", a.Seq)}
	case a.Seq == c.begin.Seq && a.Seq > 0 && a.Hash != c.begin.Hash:
		return &BrokenChain{a.Seq, "its hash is another than the one that was written down"}
	case a.Seq < c.begin.Seq && a != Link{}:
		return fmt.Errorf("%w: event %d was pruned, with all up to event %d; verify against a later one", tenant.ErrInvalid, a.Seq, c.begin.Seq)
	}
	return nil
}
