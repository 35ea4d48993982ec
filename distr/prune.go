package distr

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// EventsStay is how long events stay at least: nobody removes the traces of what
// they just did.
const EventsStay = 30 * 24 * time.Hour

// pruneAtOnce is how many events one update removes. Others wait for as long as
// that takes.
const pruneAtOnce = 20_000

// Pruned is what PruneEvents has removed.
type Pruned struct {
	Through Link  // the last that went; zero: none did
	Count   int64 // how many
}

// prunedData is what an EventsPruned says.
type prunedData struct {
	Through int64     `json:"through"`
	Hash    string    `json:"hash"` // of that event, hexadecimal
	Count   int64     `json:"count"`
	Before  time.Time `json:"before"`
}

// PruneEvents removes what happened before an instant, from the oldest event up to
// the first that is not older. The last that is older stays: it shows by its time,
// which is in the chain, that nothing younger went. What is left can be verified still:
// it begins with the hash of the last event that went, and an event says so.
//
// An instant within the last 30 days is a tenant.ErrInvalid. It is a
// tenant.ErrConflict if a courier has not delivered all of it, and a [BrokenChain]
// if that is what the chain is: what could show how must not go.
func (v *Vendor) PruneEvents(ctx context.Context, before time.Time) (done Pruned, err error) {
	before = before.UTC().Truncate(time.Microsecond)
	if err := v.look(ctx, tenant.PruneLog, func(VendorView) error { return nil }); err != nil {
		return done, err
	}
	if latest := v.hub.now().Add(-EventsStay); before.After(latest) {
		return done, fmt.Errorf("%w: events stay for 30 days, so none later than %s can be pruned; %s is later",
			tenant.ErrInvalid, latest.Format(time.RFC3339), before.Format(time.RFC3339))
	}
	if _, err := v.VerifyEvents(ctx, Head{}); err != nil {
		return done, fmt.Errorf("nothing was pruned: %w", err)
	}
	for {
		part, err := v.pruneSome(ctx, before)
		if err != nil || part.Count == 0 {
			return done, err
		}
		done.Through, done.Count = part.Through, done.Count+part.Count
	}
}

func (v *Vendor) pruneSome(ctx context.Context, before time.Time) (part Pruned, err error) {
	err = v.update(ctx, tenant.PruneLog, func(tx VendorTx, at time.Time) ([]Event, error) {
		part = Pruned{}
		was, err := tx.Checkpoint()
		if err != nil {
			return nil, err
		}
		through, err := olderThan(tx, was, before)
		if err != nil || through.Seq == was.Seq {
			return nil, err
		}
		if err := allDelivered(tx, through.Seq); err != nil {
			return nil, err
		}
		if err := tx.RemoveEvents(Checkpoint{through, at}); err != nil {
			return nil, err
		}
		part = Pruned{through, through.Seq - was.Seq}
		return one(happened(EventsPruned, "", prunedData{through.Seq, hex.EncodeToString(through.Hash[:]), part.Count, before}))
	})
	return part, err
}

// olderThan is the last event that can go: it is older, and so are all in front of it
// and the one that follows. It is the checkpoint's own if there is none.
func olderThan(view VendorView, was Checkpoint, before time.Time) (Link, error) {
	young, err := view.Events(EventQuery{Since: before, Limit: 1, Oldest: true})
	if err != nil {
		return Link{}, err
	}
	last, err := view.LastEvent()
	if err != nil {
		return Link{}, err
	}
	if len(young) > 0 {
		last.Seq = young[0].Seq - 1
	}
	last.Seq-- // it stays
	last.Seq = min(last.Seq, was.Seq+pruneAtOnce)
	if last.Seq <= was.Seq {
		return was.Link, nil
	}
	found, err := view.Events(EventQuery{After: last.Seq - 1, Limit: 1, Oldest: true})
	if err != nil || len(found) == 0 {
		return was.Link, err
	}
	return found[0].Link(), nil
}

// allDelivered refuses to remove what a courier has still to deliver.
func allDelivered(view VendorView, through int64) error {
	posts, err := view.Posts()
	if err != nil {
		return err
	}
	for _, p := range posts {
		if p.Seq < through {
			return fmt.Errorf("%w: courier %s has delivered events up to %d only, and those up to %d would go; let it deliver them, or remove the courier if nobody waits for it",
				tenant.ErrConflict, p.Courier, p.Seq, through)
		}
	}
	return nil
}
