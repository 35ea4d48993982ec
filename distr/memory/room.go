package memory

import (
	"maps"
	"sync/atomic"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A room is what one vendor has: a state, and the right to put another in its
// place.
type room struct {
	turn chan struct{} // holds one: whoever put it there may update
	now  atomic.Pointer[state]

	// Whether an event's ID is taken, and where in the list an entry of the
	// pull log is, is asked by writers only, so one map for all states will do.
	// They are read and changed by whoever has the turn.
	events map[distr.EventID]struct{}
	pulls  map[distr.PullMark]int
}

func newRoom() *room {
	r := &room{turn: make(chan struct{}, 1), events: map[distr.EventID]struct{}{}, pulls: map[distr.PullMark]int{}}
	r.now.Store(&state{})
	return r
}

// begin starts a transaction on a copy of the state. The caller has the turn.
func (r *room) begin() *tx {
	draft := *r.now.Load()
	return &tx{
		view:     view{&span{}, &draft},
		next:     draft.version + 1,
		taken:    r.events,
		appended: map[distr.EventID]bool{},
		kept:     r.pulls,
		logged:   map[distr.PullMark]int{},
	}
}

// keep makes the transaction's state the room's. The caller has the turn and
// has ended the transaction.
func (r *room) keep(t *tx) {
	for id, there := range t.appended {
		if there {
			r.events[id] = struct{}{}
		} else {
			delete(r.events, id)
		}
	}
	maps.Copy(r.pulls, t.logged)
	r.now.Store(t.state)
}
