package sqlstore

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const eventColumns = `event, at, actor, kind, customer, data`

func readEvent(scan Scan) (e distr.Event, err error) {
	var data sql.NullString
	err = scan(&e.ID, timeColumn{&e.Time}, &e.Actor.Name, &e.Kind, &e.Customer, &data)
	if data.Valid {
		e.Data = json.RawMessage(data.String)
	}
	return e, err
}

// Events reads from the newest back, so that a limit costs no more than it lets
// through, and turns the list round.
func (v *view) Events(q distr.EventQuery) ([]distr.Event, error) {
	query, args := `
		SELECT `+eventColumns+` FROM events
		WHERE vendor = $1 ORDER BY at DESC, n DESC LIMIT $2`, []any{v.vendor, upTo(q.Limit)}
	if q.Customer != "" {
		query, args = `
		SELECT `+eventColumns+` FROM events
		WHERE vendor = $1 AND customer = $3 ORDER BY at DESC, n DESC LIMIT $2`, append(args, q.Customer)
	}
	events, err := list(v.q, readEvent, query, args...)
	if err != nil {
		return nil, fmt.Errorf("listing what happened: %w", err)
	}
	slices.Reverse(events)
	return events, nil
}

func (t *tx) Append(e distr.Event) error {
	taken, err := exists(t.q, `SELECT event FROM events WHERE vendor = $1 AND event = $2`, t.vendor, e.ID)
	if err != nil {
		return fmt.Errorf("writing down event %s: %w", e.ID, err)
	}
	if taken {
		return fmt.Errorf("%w: there is an event %s already", tenant.ErrConflict, e.ID)
	}
	if _, err := t.raise(); err != nil {
		return fmt.Errorf("writing down event %s: %w", e.ID, err)
	}
	_, err = t.q.Exec(`
		INSERT INTO events (vendor, at, n, event, actor, kind, customer, data)
		VALUES ($1, $2, (SELECT COALESCE(MAX(n), 0) + 1 FROM events WHERE vendor = $1 AND at = $2), $3, $4, $5, $6, $7)`,
		t.vendor, micros(e.Time), e.ID, e.Actor.Name, e.Kind, e.Customer, sql.NullString{String: string(e.Data), Valid: e.Data != nil})
	if err != nil {
		return fmt.Errorf("writing down event %s: %w", e.ID, err)
	}
	return nil
}
