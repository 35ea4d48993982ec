package distr

// A pullKeeper is one run of [Hub.KeepPulls]. Its methods are called by the loop
// alone; the store is asked by another goroutine, so that the loop goes on when
// the store does not.
//
// The order keeps an old state of an entry from replacing a newer one: there is
// one batch at a time, and as long as the spill file has something in it nothing
// that is newer goes to the store.
type pullKeeper struct {
	hub     *Hub
	book    *pullBook
	config  PullLog
	spill   *spillFile // nil: there is none
	batches chan []writtenPull
	written chan error // what became of a batch

	busy  bool          // the store has a batch
	batch []writtenPull // that
	upTo  int64         // where the batch ends in the spill file; 0: it is not from there
	safe  bool          // the batch lies in the spill file
	late  int           // ticks that the store has taken for it

	pending []writtenPull // taken from the book, in memory only; newer than the batch
	grown   bool          // entries that have grown are to be written, too
	failing bool          // the store failed the last time
	full    bool          // the disk did
	paused  bool          // no other try before the next tick
	said    uint64        // of how many lost entries the log has heard
}

func (k *pullKeeper) openSpill() error {
	if k.config.Spill == "" {
		return nil
	}
	spill, cut, err := openSpill(k.config.Spill)
	if err != nil {
		return err
	}
	k.spill = spill
	if cut {
		k.broken(1)
	}
	return nil
}

// step gives the store its next batch, and spills what the store does not take.
func (k *pullKeeper) step(ticked, grown bool) {
	if ticked {
		k.paused, k.grown = false, k.grown || grown
		if k.busy {
			k.late++
		}
		k.complain()
	}
	if !k.busy && !k.paused && k.next() {
		k.start()
	}
	behind := ticked && k.spill != nil && !k.spill.empty()
	if k.failing || behind || k.busy && (k.late > lateTicks || k.book.full()) {
		k.spillAll()
	}
}

func (k *pullKeeper) start() {
	if !k.busy {
		k.busy, k.late = true, 0
		k.batches <- k.batch
	}
}

// next finds the next batch: what was spilled, and then what waits in memory.
func (k *pullKeeper) next() bool {
	for k.spill != nil && !k.spill.empty() {
		pulls, upTo, broken, err := k.spill.next(pullsAtOnce)
		if err != nil {
			k.hub.config.Log.Error("pull log: the spill file cannot be read; it stays as it is", "file", k.spill.path, "error", err)
			k.paused, k.failing = true, true
			return false
		}
		k.broken(broken)
		if len(pulls) > 0 {
			k.batch, k.upTo, k.safe = pulls, upTo, true
			return true
		}
		k.done(upTo)
	}
	if len(k.pending) == 0 && !k.refill() {
		return false
	}
	k.batch, k.pending, k.upTo, k.safe = k.pending, nil, 0, false
	return true
}

// refill takes what waits in the book.
func (k *pullKeeper) refill() bool {
	k.pending = k.book.take(k.grown)
	if len(k.pending) < pullsAtOnce {
		k.grown = false
	}
	return len(k.pending) > 0
}

// settle hears what became of the batch.
func (k *pullKeeper) settle(err error) {
	k.busy = false
	switch {
	case err != nil && !k.failing:
		k.hub.config.Log.Error("pull log: the store does not take entries", "spilling", k.spill != nil, "error", err)
	case err == nil && k.failing:
		k.hub.config.Log.Info("pull log: the store takes entries again")
	}
	k.failing, k.paused = err != nil, err != nil
	switch {
	case err != nil && !k.safe:
		k.pending = append(k.batch, k.pending...)
	case err == nil && k.upTo > 0:
		k.done(k.upTo)
	case err == nil && !k.safe:
		k.book.settle(len(k.batch))
	}
	k.batch = nil
}

func (k *pullKeeper) done(upTo int64) {
	if err := k.spill.done(upTo); err != nil {
		k.hub.config.Log.Warn("pull log: the spill file cannot be emptied; what is in it will be put again", "file", k.spill.path, "error", err)
	}
}

// spillAll brings to the disk what lies in memory only: the batch, which the
// store may have at the same time, and what waits.
func (k *pullKeeper) spillAll() {
	if k.spill == nil {
		return
	}
	if k.busy && !k.safe {
		if k.safe = k.add(k.batch); !k.safe {
			return
		}
	}
	k.grown = true
	for len(k.pending) > 0 || k.refill() {
		if !k.add(k.pending) {
			return
		}
		k.pending, k.grown = nil, true
	}
}

// add says whether the spill file has taken entries.
func (k *pullKeeper) add(pulls []writtenPull) bool {
	err := k.spill.add(pulls)
	if err != nil && !k.full {
		k.hub.config.Log.Error("pull log: the spill file does not take entries; they wait in memory", "file", k.spill.path, "error", err)
	}
	if k.full = err != nil; k.full {
		return false
	}
	k.book.settle(len(pulls))
	return true
}

// broken counts lines of the spill file that nobody can read.
func (k *pullKeeper) broken(lines int) {
	if lines > 0 {
		k.book.lose(lines)
		k.hub.config.Log.Error("pull log: lines of the spill file are damaged, as by a crash in the middle of one; they are lost", "file", k.spill.path, "lines", lines)
		k.said += uint64(lines)
	}
}

// complain tells the log of entries that were lost since it was told last.
func (k *pullKeeper) complain() {
	if _, lost := k.book.counts(); lost > k.said {
		k.hub.config.Log.Error("pull log: entries were lost, neither store nor disk took them in time", "entries", lost-k.said, "in all", lost)
		k.said = lost
	}
}
