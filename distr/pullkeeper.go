package distr

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// A PullLog says how the pull log is kept. The zero value is ready, and has no
// spill file.
type PullLog struct {
	// Spill is a file for entries that the store does not take in time. It is
	// made if it is missing, and belongs to one process. What is in it goes into
	// the store as soon as that works, also in the next process. Default: none,
	// and such entries wait in memory, where the end of the process loses them.
	Spill string

	Queue int           // how many entries may wait in memory; default: 16 384, about 10 MB
	Every time.Duration // how long an entry may wait there, as long as the store works; default: 500 ms
	Ready func()        // called once, when entries are being kept; default: nobody is told
}

// PullLogState says how the pull log fares.
type PullLogState struct {
	Kept    bool   // somebody runs KeepPulls
	Waiting int    // entries in memory, of which not all is in the store or the spill file
	Lost    uint64 // entries that could not be kept anywhere, since the hub was made
}

// PullLog says how the pull log fares at the moment.
func (h *Hub) PullLog() PullLogState {
	waiting, lost := h.pulls.counts()
	return PullLogState{Kept: h.pulls.keepers.Load() > 0, Waiting: waiting, Lost: lost}
}

// KeepPulls writes the pull log of all vendors until ctx ends, and then writes
// what is left and returns. Whoever lets people pull runs it, starts it before
// and ends it after. Where several do, one writes for all, and when it ends
// another takes over.
//
// Entries are written in batches, each with one update. When the store does not
// take one within a second, or fails, entries go to the spill file and come back
// from there, in their order; an entry that comes twice is one. When the disk
// does not take them either they wait in memory, and when that is full they are
// counted as lost. No pull ever waits for any of this.
//
// It also writes when each credential was last used, and each customer last pulled
// something: to the minute, every few seconds, and once more when it ends.
//
// It returns an error if it cannot begin, and if something is lost when it ends.
func (h *Hub) KeepPulls(ctx context.Context, c PullLog) error {
	if c.Queue <= 0 {
		c.Queue = defaultPullQueue
	}
	if c.Every <= 0 {
		c.Every = 500 * time.Millisecond
	}
	if c.Ready == nil {
		c.Ready = func() {}
	}
	select {
	case h.pulls.keeping <- struct{}{}:
		return h.keepPulls(ctx, c)
	default:
	}
	// Somebody writes already.
	h.pulls.keepers.Add(1)
	defer h.pulls.keepers.Add(-1)
	c.Ready()
	select {
	case h.pulls.keeping <- struct{}{}:
		c.Ready = func() {}
		return h.keepPulls(ctx, c)
	case <-ctx.Done():
		return nil
	}
}

// keepPulls is KeepPulls for whoever has put something into the book's channel.
func (h *Hub) keepPulls(ctx context.Context, c PullLog) error {
	defer func() { <-h.pulls.keeping }()
	k := &pullKeeper{hub: h, book: h.pulls, config: c, batches: make(chan []writtenPull), written: make(chan error, 1)}
	if err := k.openSpill(); err != nil {
		return fmt.Errorf("keeping the pull log: %w", err)
	}
	h.pulls.resize(c.Queue)
	storing, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for pulls := range k.batches {
			k.written <- h.writePulls(storing, pulls)
		}
	}()
	noted := make(chan struct{})
	go func() {
		defer close(noted)
		h.keepUses(ctx)
	}()
	h.pulls.keepers.Add(1)
	c.Ready()
	k.run(ctx)
	h.pulls.keepers.Add(-1)
	err := k.finish(stop)
	close(k.batches)
	<-ended
	<-noted
	return err
}

// How the loop goes, in ticks of PullLog.Every.
const (
	lateTicks  = 2    // a store that takes longer for a batch is too slow
	grownTicks = 10   // so often entries that have grown are written again
	tidyTicks  = 1000 // so often what nobody goes on with is forgotten
)

// run writes until ctx ends.
func (k *pullKeeper) run(ctx context.Context) {
	tick := time.NewTicker(k.config.Every)
	defer tick.Stop()
	for n, ticked := 0, true; ; {
		k.step(ticked, n%grownTicks == 0)
		ticked = false
		select {
		case <-ctx.Done():
			return
		case err := <-k.written:
			k.settle(err)
		case <-k.book.wake:
		case <-tick.C:
			n, ticked = n+1, true
			if n%tidyTicks == 0 {
				k.book.tidy(k.hub.now())
			}
		}
	}
}

// closing is how long the store may take for what is left when a keeper ends.
const closing = 10 * time.Second

// finish writes what is left. What the store does not take goes to the spill
// file, and is lost if there is none.
func (k *pullKeeper) finish(stop context.CancelFunc) error {
	grace := time.NewTimer(closing)
	defer grace.Stop()
	k.grown, k.failing = true, false
	for late := false; !late && !k.failing && (k.busy || k.next()); {
		k.start()
		select {
		case err := <-k.written:
			k.settle(err)
		case <-grace.C:
			late = true
		}
	}
	k.spillAll()
	if k.busy {
		stop()
		k.settle(<-k.written)
		k.spillAll()
	}
	for len(k.pending) > 0 || k.refill() {
		k.book.lose(len(k.pending))
		k.book.settle(len(k.pending))
		k.pending = nil
	}
	_, lost := k.book.counts()
	var err error
	if lost > k.said {
		err = fmt.Errorf("the pull log: %d entries could not be kept and are lost", lost-k.said)
	}
	if k.spill != nil {
		err = errors.Join(err, k.spill.close())
	}
	return err
}
