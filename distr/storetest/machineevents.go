package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func machineEvents() []distr.EventID { return []distr.EventID{"evt_1", "evt_2", "evt_3", "evt_4"} }
func machineCouriers() []string      { return []string{courier, "letters"} }

// eventMoves change what happened, and how far couriers have carried it.
func eventMoves() []moving[distr.VendorTx] {
	return []moving[distr.VendorTx]{
		{"Append", (*machine).appendEvent},
		{"Append", (*machine).appendEvent}, // more often: removals wait for it
		{"RemoveEvents", func(m *machine, r room) moveAtVendor {
			c := m.fresh(r).checkpoint
			c.Seq = m.lastEvent(r).Seq + 1 - int64(m.choose("how far back", 4))
			gone := map[distr.EventID]bool{}
			there := false
			for _, id := range machineEvents() {
				if e, is := m.rooms[r][rowName([]any{"event", id})].(distr.Event); is {
					gone[id] = e.Seq <= c.Seq
					there = there || e.Seq == c.Seq
				}
			}
			return moveAtVendor{
				do:   func(tx distr.VendorTx) error { return tx.RemoveEvents(c) },
				want: unless(there, tenant.ErrConflict),
				then: func() {
					for id, goes := range gone {
						if goes {
							m.rooms.remove(r, "event", id)
						}
					}
					m.rooms.put(r, c, "checkpoint")
					m.rooms.put(r, m.lastEvent(r), "last event")
				},
			}
		}},
		{"RefileEvents", func(*machine, room) moveAtVendor {
			return moveAtVendor{do: refilesNothing, then: func() {}}
		}},
		{"PutPost", func(m *machine, r room) moveAtVendor {
			p := m.fresh(r).post
			p.Courier = pick(m.choose, "courier", machineCouriers()...)
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutPost(p) }, then: func() { m.rooms.put(r, p, "post", p.Courier) }}
		}},
		{"RemovePost", func(m *machine, r room) moveAtVendor {
			name := pick(m.choose, "courier", machineCouriers()...)
			return moveAtVendor{
				do:   func(tx distr.VendorTx) error { return tx.RemovePost(name) },
				want: unless(m.rooms.has(r, "post", name), tenant.ErrNotFound),
				then: func() { m.rooms.remove(r, "post", name) },
			}
		}},
	}
}

// appendEvent now and then leaves a gap.
func (m *machine) appendEvent(r room) moveAtVendor {
	e := m.fresh(r).event
	e.ID, e.Customer = pick(m.choose, "event", machineEvents()...), pick(m.choose, "customer", m.pair.customers[:]...)
	next := m.lastEvent(r).Seq + 1
	e.Seq = next
	if m.choose("gap", 8) == 7 {
		e.Seq++
	}
	return moveAtVendor{
		do:   func(tx distr.VendorTx) error { return tx.Append(e) },
		want: unless(!m.rooms.has(r, "event", e.ID) && e.Seq == next, tenant.ErrConflict),
		then: func() {
			m.rooms.put(r, e, "event", e.ID)
			m.rooms.put(r, e.Link(), "last event")
		},
	}
}

// lastEvent is the link of the last event, and the checkpoint's if none is left.
func (m *machine) lastEvent(r room) distr.Link {
	c, _ := m.rooms[r][rowName([]any{"checkpoint"})].(distr.Checkpoint)
	last := c.Link
	for _, id := range machineEvents() {
		if e, there := m.rooms[r][rowName([]any{"event", id})].(distr.Event); there && e.Seq > last.Seq {
			last = e.Link()
		}
	}
	return last
}

func tellEvents(t *teller, v distr.VendorView, own room) {
	events, err := v.Events(distr.EventQuery{})
	tells(t, events, err, own, func(_ int, e distr.Event) []any { return []any{"event", e.ID} })
	last, err := v.LastEvent()
	tells(t, given(last), err, own, func(int, distr.Link) []any { return []any{"last event"} })
	checkpoint, err := v.Checkpoint()
	tells(t, given(checkpoint), err, own, func(int, distr.Checkpoint) []any { return []any{"checkpoint"} })
	posts, err := v.Posts()
	tells(t, posts, err, own, func(_ int, p distr.Post) []any { return []any{"post", p.Courier} })
}

// given is a list of the record, and an empty one if that was never put.
func given[R any](record R) []R {
	var none R
	if text(record) == text(none) {
		return nil
	}
	return []R{record}
}
