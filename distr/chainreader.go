package distr

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A chainReader reads events one after another, and holds each against the one
// before.
type chainReader struct {
	vendor    tenant.VendorID
	begin     Checkpoint
	against   Head
	done      Verified
	first     Event     // that is left
	confirmed bool      // an event says of the checkpoint what it says of itself
	before    time.Time // what is at against, and was removed, happened before then
}

func newChainReader(v tenant.VendorID, begin Checkpoint, against Head) *chainReader {
	c := &chainReader{vendor: v, begin: begin, against: against}
	c.done.From, c.done.Head.Link = begin.Link, begin.Link
	return c
}

func (c *chainReader) read(e Event) error {
	last := c.done.Head.Link
	switch next := last.next(c.vendor, &e); {
	case e.Seq != next.Seq:
		return &BrokenChain{Seq: next.Seq, Why: fmt.Sprintf("it is missing; event %d comes next", e.Seq)}
	case e.Hash == [32]byte{} && last.Hash == [32]byte{}:
		c.done.Unchained++ // as all before it
	case e.Hash == [32]byte{}:
		return &BrokenChain{Seq: e.Seq, Why: "it has no hash, and events before it have one"}
	case e.Hash != next.Hash:
		return &BrokenChain{Seq: e.Seq, Why: "its hash is not that of what it says behind the event before it; one of the two was changed"}
	}
	if e.Seq == c.against.Seq && e.Hash != c.against.Hash {
		return &BrokenChain{Seq: e.Seq, Why: "its hash is another than the one that was written down"}
	}
	if at := c.against.Time; e.Seq == c.against.Seq && !at.IsZero() && !at.Equal(e.Time) {
		return &BrokenChain{Seq: e.Seq, Why: "it happened at " + e.Time.Format(time.RFC3339Nano) + ", and " + at.Format(time.RFC3339Nano) + " was written down"}
	}
	if c.done.Count == 0 {
		c.first = e
	}
	if e.Kind == EventsPruned {
		if err := c.pruned(e); err != nil {
			return err
		}
	}
	c.done.Head = e.Head()
	c.done.Count++
	return nil
}

// pruned takes down what an event says of those that were removed. Whoever removes them
// by writing to the database can write such an event too, so what can be held against
// it is.
func (c *chainReader) pruned(e Event) error {
	var said prunedData
	if err := json.Unmarshal(e.Data, &said); err != nil {
		return &BrokenChain{Seq: e.Seq, Why: "it does not say which events were removed"}
	}
	if said.Before.After(e.Time.Add(-EventsStay)) {
		return &BrokenChain{Seq: e.Seq, Why: fmt.Sprintf("it says that what happened before %s was removed, and events stay for 30 days", said.Before.Format(time.RFC3339))}
	}
	if said.Through >= c.against.Seq && said.Before.After(c.before) {
		c.before = said.Before
	}
	c.done.Prunings = append(c.done.Prunings, Pruning{
		Seq: e.Seq, Time: e.Time, Actor: e.Actor, Through: said.Through, Count: said.Count, Before: said.Before,
	})
	if said.Through != c.begin.Seq || said.Hash != hex.EncodeToString(c.begin.Hash[:]) {
		return nil
	}
	c.confirmed = true
	if !c.first.Time.Before(said.Before) {
		return &BrokenChain{Seq: c.first.Seq, Why: fmt.Sprintf("it happened at %s, and those in front of it were removed as older than %s, of which the last has to be left",
			c.first.Time.Format(time.RFC3339), said.Before.Format(time.RFC3339))}
	}
	return nil
}

// end looks at what can be said only at the end.
func (c *chainReader) end(now time.Time) error {
	if c.begin.Seq > 0 && !c.confirmed {
		return &BrokenChain{Seq: c.begin.Seq, Why: "events up to it were removed, and none that is left says so"}
	}
	switch a := c.against; {
	case a.Seq > c.done.Head.Seq:
		return &BrokenChain{Seq: c.done.Head.Seq + 1, Why: fmt.Sprintf("it is missing; there were events up to %d at least", a.Seq)}
	case a.Seq == c.begin.Seq && a.Seq > 0 && a.Hash != c.begin.Hash:
		return &BrokenChain{Seq: a.Seq, Why: "its hash is another than the one that was written down"}
	case a.Seq > 0 && a.Seq <= c.begin.Seq && !a.Time.IsZero() && (!a.Time.Before(c.before) || a.Time.After(now.Add(-EventsStay))):
		return &BrokenChain{Seq: a.Seq, Why: fmt.Sprintf("it happened at %s, and was removed before events may be", a.Time.Format(time.RFC3339))}
	case a.Seq < c.begin.Seq && a.Link != Link{}:
		return fmt.Errorf("%w: event %d was pruned, with all up to event %d; verify against a later one", tenant.ErrInvalid, a.Seq, c.begin.Seq)
	}
	return nil
}
