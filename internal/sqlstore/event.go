package sqlstore

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const eventColumns = `seq, hash, event, at, actor, via, address, kind, customer, data`

func readEvent(scan Scan) (e distr.Event, err error) {
	var data sql.NullString
	var lost bool
	var block int64
	err = scan(&e.Seq, hashColumn{e.Hash[:]}, &e.ID, timeColumn{&e.Time}, &e.Actor.Name, &e.Actor.Via, addressColumn{&e.Actor.Address},
		&e.Kind, &e.Customer, &data, &lost, &block)
	if data.Valid {
		e.Data = json.RawMessage(data.String)
	}
	if err == nil && lost {
		return e, &distr.BrokenChain{Seq: e.Seq, Misfiled: true, Why: fmt.Sprintf(
			"it cannot be read: one of the %d events up to it is left out by lists of its time, actor, customer or kind", perBlock)}
	}
	return e, unreadable(e.Seq, err)
}

// unreadable says at which event the chain is broken, if a row of it holds what nobody
// has written there. The number is read first, so it is there.
func unreadable(seq int64, err error) error {
	if err == nil || seq == 0 {
		return err
	}
	if inner := errors.Unwrap(err); inner != nil { // what the driver's package says around it names no column of ours
		err = inner
	}
	return &distr.BrokenChain{Seq: seq, Why: "it cannot be read: " + err.Error()}
}

// Events reads a limited list from the end that the limit leaves.
func (v *view) Events(q distr.EventQuery) ([]distr.Event, error) {
	query, args := selectEvents(q)
	events, err := list(v.q, readEvent, query, append([]any{v.vendor}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("listing what happened: %w", err)
	}
	if !q.Oldest {
		slices.Reverse(events)
	}
	return events, nil
}

func readLink(scan Scan) (l distr.Link, err error) {
	err = scan(&l.Seq, hashColumn{l.Hash[:]})
	return l, unreadable(l.Seq, err)
}

func (v *view) LastEvent() (distr.Link, error) {
	last, found, err := one(v.q, readLink, `SELECT seq, hash FROM events WHERE vendor = $1 ORDER BY seq DESC LIMIT 1`, v.vendor)
	if err != nil {
		return distr.Link{}, fmt.Errorf("reading the last event: %w", err)
	}
	if !found {
		c, err := v.Checkpoint()
		return c.Link, err
	}
	return last, nil
}

func (v *view) Checkpoint() (distr.Checkpoint, error) {
	c, _, err := one(v.q, func(scan Scan) (c distr.Checkpoint, err error) {
		err = scan(&c.Seq, hashColumn{c.Hash[:]}, timeColumn{&c.At})
		return c, err
	}, `SELECT seq, hash, at FROM checkpoints WHERE vendor = $1`, v.vendor)
	if err != nil {
		return distr.Checkpoint{}, fmt.Errorf("reading up to where events were removed: %w", err)
	}
	return c, nil
}

// LastEvent remembers it: whoever appends an event asks for the one before, and so
// does Append, and nobody else writes meanwhile.
func (t *tx) LastEvent() (distr.Link, error) {
	if t.last == nil {
		last, err := t.view.LastEvent()
		if err != nil {
			return distr.Link{}, err
		}
		t.last = &last
	}
	return *t.last, nil
}

func (t *tx) Append(e distr.Event) error {
	last, err := t.LastEvent()
	if err != nil {
		return err
	}
	if e.Seq != last.Seq+1 {
		return fmt.Errorf("%w: event %s has number %d, and the last one %d", tenant.ErrConflict, e.ID, e.Seq, last.Seq)
	}
	if seq, numbered := e.ID.Seq(); numbered && seq != e.Seq {
		return fmt.Errorf("%w: event %s cannot have number %d", tenant.ErrConflict, e.ID, e.Seq)
	}
	rows, err := t.q.Exec(`
		INSERT INTO events (vendor, `+eventColumns+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (vendor, event) WHERE `+unnumbered+` DO NOTHING`,
		t.vendor, e.Seq, e.Hash[:], e.ID, micros(e.Time), e.Actor.Name, e.Actor.Via, addressText(e.Actor.Address), e.Kind, e.Customer,
		sql.NullString{String: string(e.Data), Valid: e.Data != nil})
	if err == nil && rows == 0 {
		return fmt.Errorf("%w: there is an event %s already", tenant.ErrConflict, e.ID)
	}
	if err == nil {
		_, err = t.raise()
	}
	if err == nil {
		err = t.file(e.Seq)
	}
	if err != nil {
		return fmt.Errorf("writing down event %s: %w", e.ID, err)
	}
	t.last = &distr.Link{Seq: e.Seq, Hash: e.Hash}
	return nil
}

func (t *tx) RemoveEvents(c distr.Checkpoint) error {
	there, err := exists(t.q, `SELECT event FROM events WHERE vendor = $1 AND seq = $2`, t.vendor, c.Seq)
	if err == nil && !there {
		return fmt.Errorf("%w: removing events up to %d: there is no such event", tenant.ErrConflict, c.Seq)
	}
	if err == nil {
		_, err = t.raise()
	}
	if err == nil {
		t.last = nil
		_, err = t.q.Exec(`DELETE FROM events WHERE vendor = $1 AND seq <= $2`, t.vendor, c.Seq)
	}
	if err == nil {
		err = t.unfile(c.Seq)
	}
	if err == nil {
		_, err = t.q.Exec(`
			INSERT INTO checkpoints (vendor, seq, hash, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (vendor) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at`,
			t.vendor, c.Seq, c.Hash[:], micros(c.At))
	}
	if err != nil {
		return fmt.Errorf("removing events up to %d: %w", c.Seq, err)
	}
	return nil
}
