package sqlstore

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

const letterSelection = `letter, event, customer, recipient, template, member, data, state, attempts, next, sent, message_id, subject, error, created, holder, until`

func readLetter(scan Scan) (l distr.Letter, err error) {
	var data *string
	err = scan(&l.ID, &l.Event, &l.Customer, &l.To, &l.Template, &l.Member, &data, &l.State, &l.Attempts, timeColumn{&l.Next}, timeColumn{&l.Sent},
		&l.MessageID, &l.Subject, &l.Error, timeColumn{&l.Created}, &l.Holder, timeColumn{&l.Until})
	if data != nil {
		l.Data = json.RawMessage(*data)
	}
	return l, err
}

func (v *view) Letter(id distr.LetterID) (distr.Letter, error) {
	return the(v.q, readLetter, "letter", id, `SELECT `+letterSelection+` FROM letters WHERE vendor = $1 AND letter = $2`, v.vendor, id)
}

// Letters reads a limited list from the end that the limit leaves, as Pulls does.
func (v *view) Letters(q distr.LetterQuery) ([]distr.Letter, error) {
	query, args := selectLetters(q)
	letters, err := list(v.q, readLetter, query, append([]any{v.vendor}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("listing the letters: %w", err)
	}
	if !q.Oldest {
		slices.Reverse(letters)
	}
	return letters, nil
}

// selectLetters is the query without conditions that it has no need of. Its
// arguments begin with $2.
func selectLetters(q distr.LetterQuery) (query string, args []any) {
	where := []string{"vendor = $1"}
	and := func(condition string, values ...any) {
		places := make([]any, len(values))
		for i := range values {
			places[i] = len(args) + i + 2
		}
		where, args = append(where, fmt.Sprintf(condition, places...)), append(args, values...)
	}
	if q.Customer != "" {
		and("customer = $%d", q.Customer)
	}
	if q.State != "" {
		and("state = $%d", q.State)
	}
	if q.Template != "" {
		and("template = $%d", q.Template)
	}
	if !q.Due.IsZero() {
		// Not a parameter: there is an index of just these.
		and("state = 'waiting' AND next <= $%d AND until <= $%d", micros(q.Due), micros(q.Due))
	}
	if !q.Since.IsZero() {
		and("created >= $%d", micros(q.Since))
	}
	if !q.Until.IsZero() {
		and("created < $%d", micros(q.Until))
	}
	if !q.After.IsZero() {
		and("(created, letter) > ($%d, $%d)", micros(q.After.Time), q.After.ID)
	}
	order := "created DESC, letter DESC"
	if q.Oldest {
		order = "created, letter"
	}
	args = append(args, upTo(q.Limit))
	return fmt.Sprintf("SELECT %s FROM letters WHERE %s ORDER BY %s LIMIT $%d", letterSelection, strings.Join(where, " AND "), order, len(args)+1), args
}

func (t *tx) PutLetter(l distr.Letter) error {
	var data any
	if l.Data != nil {
		data = string(l.Data)
	}
	_, err := t.q.Exec(`
		INSERT INTO letters (vendor, `+letterSelection+`)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
		ON CONFLICT (vendor, letter) DO UPDATE
		SET event = excluded.event, customer = excluded.customer, recipient = excluded.recipient, template = excluded.template,
			member = excluded.member, data = excluded.data, state = excluded.state, attempts = excluded.attempts,
			next = excluded.next, sent = excluded.sent, message_id = excluded.message_id, subject = excluded.subject,
			error = excluded.error, created = excluded.created, holder = excluded.holder, until = excluded.until`,
		t.vendor, l.ID, l.Event, l.Customer, l.To, l.Template, l.Member, data, l.State, l.Attempts, micros(l.Next), micros(l.Sent),
		l.MessageID, l.Subject, l.Error, micros(l.Created), l.Holder, micros(l.Until))
	if err != nil {
		return fmt.Errorf("keeping letter %s: %w", l.ID, err)
	}
	return nil
}

func (t *tx) RemoveLetters(before time.Time) error {
	if _, err := t.q.Exec(`DELETE FROM letters WHERE vendor = $1 AND created < $2 AND sent < $2 AND state <> 'waiting'`, t.vendor, micros(before)); err != nil {
		return fmt.Errorf("removing old letters: %w", err)
	}
	return nil
}
