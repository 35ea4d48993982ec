package storetest

import (
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
)

// brokenEvents list others than are asked for, keep what was removed, or lose how
// far couriers have come.
func brokenEvents() []broken {
	ask := func(bend func(*distr.EventQuery)) func() distr.Store {
		return bendView(func(v distr.VendorView) distr.VendorView {
			return eventsView{v, func(v distr.VendorView, q distr.EventQuery) ([]distr.Event, error) {
				bend(&q)
				return v.Events(q)
			}}
		})
	}
	put := func(bend func(*distr.Event)) func() distr.Store {
		return bendTx(func(tx distr.VendorTx) distr.VendorTx { return eventTx{tx, bend} })
	}
	return []broken{
		{"does not look at kinds", "Order", "of a kind", ask(func(q *distr.EventQuery) { q.Kinds = nil })},
		{"does not know how kinds begin", "Order", "of kinds that begin so", ask(func(q *distr.EventQuery) {
			for i, k := range q.Kinds {
				q.Kinds[i] = distr.Kind(strings.TrimSuffix(string(k), "."))
			}
		})},
		{"looks at the first kind", "Order", "of one kind or another", ask(func(q *distr.EventQuery) { q.Kinds = q.Kinds[:min(1, len(q.Kinds))] })},
		{"does not look at actors", "Order", "of an actor", ask(func(q *distr.EventQuery) { q.Actor = "" })},
		{"does not look at when it was", "Order", "since an event's own instant", ask(func(q *distr.EventQuery) { q.Since = q.Since.AddDate(-1, 0, 0) })},
		{"does not look until when", "Order", "until an event's own instant", ask(func(q *distr.EventQuery) {
			if !q.Until.IsZero() {
				q.Until = q.Until.AddDate(1, 0, 0)
			}
		})},
		{"begins a page with the last event", "Order", "behind the third", ask(func(q *distr.EventQuery) { q.After-- })},
		{"limits a page of events to the newest", "Order", "the oldest three", ask(func(q *distr.EventQuery) { q.Oldest = false })},
		{"forgets the hash of an event", "RoundTrip", "VendorView.Events(all)", put(func(e *distr.Event) { e.Hash = [32]byte{} })},
		{"forgets where an actor came from", "RoundTrip", "VendorView.Events(all)", put(func(e *distr.Event) {
			e.Actor = distr.Actor{Name: e.Actor.Name, Via: e.Actor.Via}
		})},
		{"takes events without a number", "Conflicts", "an event without a number", bendTx(func(tx distr.VendorTx) distr.VendorTx { return numberingTx{tx} })},
		{"takes the number that an ID says for the event", "Order", "the event evt_1_y", ask(func(q *distr.EventQuery) {
			if n, says := q.ID.Seq(); says && q.After < n {
				q.ID, q.After, q.Limit, q.Oldest = "", n-1, 1, true
			}
		})},
		{"takes an ID that says another number", "Conflicts", "an event whose ID says another number", put(func(e *distr.Event) {
			if n, says := e.ID.Seq(); says && n != e.Seq {
				e.ID = "evt_" + e.ID
			}
		})},
		{"keeps events that were removed", "Pruning", "the events after two were removed", bendTx(func(tx distr.VendorTx) distr.VendorTx { return unprunedTx{tx} })},
		{"mends what is right", "Refiling", "what was to be mended", bendTx(func(tx distr.VendorTx) distr.VendorTx {
			return refilingTx{tx, func(distr.VendorTx) (distr.Refiled, error) { return distr.Refiled{Mended: 1}, nil }}
		})},
		{"leaves behind what is of no block", "Refiling", "what was of no block", bendTx(func(tx distr.VendorTx) distr.VendorTx {
			return refilingTx{tx, func(distr.VendorTx) (distr.Refiled, error) { return distr.Refiled{Stray: 1}, nil }}
		})},
		{"removes an event when it refiles", "Refiling", "refiled", bendTx(func(tx distr.VendorTx) distr.VendorTx {
			return refilingTx{tx, func(tx distr.VendorTx) (distr.Refiled, error) {
				first, err := tx.Events(distr.EventQuery{Limit: 1, Oldest: true})
				if err == nil && len(first) > 0 {
					err = tx.RemoveEvents(distr.Checkpoint{Link: first[0].Link(), At: at(1)})
				}
				return distr.Refiled{}, err
			}}
		})},
		{"begins anew when all were removed", "Pruning", "the last event", func() distr.Store {
			return bent{Store: memory.New(), view: func(v distr.VendorView) distr.VendorView { return newView{v} },
				tx: func(tx distr.VendorTx) distr.VendorTx { return newTx{tx} }}
		}},
		{"lists couriers in the order in which they came", "Order", "couriers, by name", bendView(func(v distr.VendorView) distr.VendorView { return lastPosts{v} })},
		{"forgets why a courier failed", "RoundTrip", "VendorView.Post", bendTx(func(tx distr.VendorTx) distr.VendorTx { return forgettingPosts{tx} })},
		{"raises the version for a courier", "Changed", "PutPost", bendTx(func(tx distr.VendorTx) distr.VendorTx { return eventfulPosts{tx} })},
	}
}

type eventTx struct {
	distr.VendorTx
	bend func(*distr.Event)
}

func (tx eventTx) Append(e distr.Event) error {
	tx.bend(&e)
	return tx.VendorTx.Append(e)
}

type numberingTx struct{ distr.VendorTx }

func (tx numberingTx) Append(e distr.Event) error {
	if e.Seq != 0 {
		return tx.VendorTx.Append(e)
	}
	return appendNext(tx.VendorTx, e)
}

type unprunedTx struct{ distr.VendorTx }

func (tx unprunedTx) RemoveEvents(distr.Checkpoint) error { return nil }

type refilingTx struct {
	distr.VendorTx
	refile func(distr.VendorTx) (distr.Refiled, error)
}

func (tx refilingTx) RefileEvents() (distr.Refiled, error) { return tx.refile(tx.VendorTx) }

type newView struct{ distr.VendorView }

func (v newView) LastEvent() (distr.Link, error) { return lastLeft(v.VendorView) }

type newTx struct{ distr.VendorTx }

func (tx newTx) LastEvent() (distr.Link, error) { return lastLeft(tx.VendorTx) }

func lastLeft(v distr.VendorView) (distr.Link, error) {
	list, err := v.Events(distr.EventQuery{Limit: 1})
	if len(list) == 0 {
		return distr.Link{}, err
	}
	return list[0].Link(), err
}

type lastPosts struct{ distr.VendorView }

func (v lastPosts) Posts() ([]distr.Post, error) {
	list, err := v.VendorView.Posts()
	slices.Reverse(list)
	return list, err
}

type forgettingPosts struct{ distr.VendorTx }

func (tx forgettingPosts) PutPost(p distr.Post) error {
	p.LastError = ""
	return tx.VendorTx.PutPost(p)
}

type eventfulPosts struct{ distr.VendorTx }

func (tx eventfulPosts) PutPost(p distr.Post) error {
	if err := tx.VendorTx.PutPost(p); err != nil {
		return err
	}
	return appendNext(tx.VendorTx, distr.Event{ID: "evt_of_courier", Customer: "nobody"})
}
