package memory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Events goes through the list from the end that the limit leaves.
func (v *view) Events(q distr.EventQuery) ([]distr.Event, error) {
	return read(v.open, func() ([]distr.Event, error) {
		behind, _ := slices.BinarySearchFunc(v.state.events, q.After+1, func(e distr.Event, seq int64) int { return int(e.Seq - seq) })
		all := v.state.events[behind:]
		list := []distr.Event{}
		for i := range all {
			e := &all[len(all)-1-i]
			if q.Oldest {
				e = &all[i]
			}
			if q.Limit > 0 && len(list) == q.Limit {
				break
			}
			if q.Selects(*e) {
				list = append(list, copyEvent(*e))
			}
		}
		if !q.Oldest {
			slices.Reverse(list)
		}
		return list, nil
	})
}

func (v *view) LastEvent() (distr.Link, error) {
	return read(v.open, func() (distr.Link, error) { return v.state.lastEvent(), nil })
}

func (s *state) lastEvent() distr.Link {
	if n := len(s.events); n > 0 {
		return s.events[n-1].Link()
	}
	return s.checkpoint.Link
}

func (v *view) Checkpoint() (distr.Checkpoint, error) {
	return read(v.open, func() (distr.Checkpoint, error) { return v.state.checkpoint, nil })
}

func (t *tx) Append(e distr.Event) error {
	return t.change(func(s *state) error {
		there, mine := t.appended[e.ID]
		if !mine {
			_, there = t.taken[e.ID]
		}
		if there {
			return fmt.Errorf("%w: there is an event %s already", tenant.ErrConflict, e.ID)
		}
		if last := s.lastEvent(); e.Seq != last.Seq+1 {
			return fmt.Errorf("%w: event %s has number %d, and the last one %d", tenant.ErrConflict, e.ID, e.Seq, last.Seq)
		}
		if seq, numbered := e.ID.Seq(); numbered && seq != e.Seq {
			return fmt.Errorf("%w: event %s cannot have number %d", tenant.ErrConflict, e.ID, e.Seq)
		}
		t.appended[e.ID] = true
		s.events = append(s.events, copyEvent(e))
		return nil
	})
}

// RemoveEvents copies what stays: other states read the old list.
func (t *tx) RemoveEvents(c distr.Checkpoint) error {
	return t.change(func(s *state) error {
		i, there := slices.BinarySearchFunc(s.events, c.Seq, func(e distr.Event, seq int64) int { return int(e.Seq - seq) })
		if !there {
			return fmt.Errorf("%w: removing events up to %d: there is no such event", tenant.ErrConflict, c.Seq)
		}
		for _, e := range s.events[:i+1] {
			t.appended[e.ID] = false
		}
		s.events = slices.Clone(s.events[i+1:])
		c.At = instant(c.At)
		s.checkpoint = c
		return nil
	})
}

// RefileEvents has nothing to do: events are found by themselves.
func (t *tx) RefileEvents() (distr.Refiled, error) {
	return distr.Refiled{}, t.open.during(func() error { return nil })
}

func (v *view) Post(courier string) (distr.Post, error) {
	return read(v.open, func() (distr.Post, error) {
		if i, there := v.state.post(courier); there {
			return v.state.posts[i], nil
		}
		return distr.Post{}, nil
	})
}

func (v *view) Posts() ([]distr.Post, error) {
	return read(v.open, func() ([]distr.Post, error) { return slices.Clone(v.state.posts), nil })
}

// post is where the courier is among the couriers, or would be.
func (s *state) post(courier string) (int, bool) {
	return slices.BinarySearchFunc(s.posts, courier, func(p distr.Post, courier string) int { return strings.Compare(p.Courier, courier) })
}

func (t *tx) PutPost(p distr.Post) error {
	return t.open.during(func() error {
		p.Until, p.Next = instant(p.Until), instant(p.Next)
		i, there := t.state.post(p.Courier)
		behind := i
		if there {
			behind++
		}
		t.state.posts = slices.Concat(t.state.posts[:i], []distr.Post{p}, t.state.posts[behind:])
		return nil
	})
}

func (t *tx) RemovePost(courier string) error {
	return t.open.during(func() error {
		i, there := t.state.post(courier)
		if !there {
			return fmt.Errorf("courier %q: %w", courier, tenant.ErrNotFound)
		}
		t.state.posts = slices.Concat(t.state.posts[:i], t.state.posts[i+1:])
		return nil
	})
}
