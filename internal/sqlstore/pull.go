package sqlstore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

const pullSelection = `at, pull, customer, token, token_name, count, repository, reference, digest, version, allowed, reason, bytes, cut, client, address`

func readPull(scan Scan) (p distr.PullRecord, err error) {
	err = scan(timeColumn{&p.Time}, &p.ID, &p.Customer, &p.Token, &p.TokenName, &p.Count, &p.Repository, &p.Reference,
		textColumn{&p.Digest}, &p.Version, &p.Allowed, &p.Reason, &p.Bytes, &p.Cut, &p.Client, addressColumn{&p.Address})
	return p, err
}

// Pulls reads a limited list from the end that the limit leaves, as Events does.
func (v *view) Pulls(q distr.PullQuery) ([]distr.PullRecord, error) {
	query, args := selectPulls(q)
	pulls, err := list(v.q, readPull, query, append([]any{v.vendor}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("listing the pulls: %w", err)
	}
	if !q.Oldest {
		slices.Reverse(pulls)
	}
	return pulls, nil
}

// selectPulls is the query without conditions that it has no need of: what is
// written down is what an index can answer. Its arguments begin with $2.
func selectPulls(q distr.PullQuery) (query string, args []any) {
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
	if q.Repository != "" {
		and("repository = $%d", q.Repository)
	}
	if q.Version != "" {
		and("version = $%d", q.Version)
	}
	switch q.Outcome {
	case "":
	case distr.Allowed:
		and("allowed = 1")
	case distr.Refused:
		and("allowed = 0") // not a parameter: there is an index of just these
	default:
		and("1 = 0")
	}
	if q.Reason != "" {
		and("reason = $%d", q.Reason)
	}
	// Of two lower bounds SQLite would look for one, and read past the other.
	if q.After.IsZero() || q.After.Time.Before(q.Since) {
		and("at >= $%d", micros(q.Since))
	} else {
		and("(at, pull) > ($%d, $%d)", micros(q.After.Time), q.After.ID)
	}
	if !q.Until.IsZero() {
		and("at < $%d", micros(q.Until))
	}
	order := "at DESC, pull DESC"
	if q.Oldest {
		order = "at, pull"
	}
	args = append(args, upTo(q.Limit))
	return fmt.Sprintf("SELECT %s FROM pulls WHERE %s ORDER BY %s LIMIT $%d", pullSelection, strings.Join(where, " AND "), order, len(args)+1), args
}

const (
	pullColumns = 16 // besides the vendor
	pullsAtOnce = 8  // finding a parameter of a statement takes SQLite the longer the more there are
)

// PutPulls keeps names as they are, without a reference to the customer: the log
// outlives it.
func (t *tx) PutPulls(pulls []distr.PullRecord) error {
	statement, rows := "", 0
	for chunk := range slices.Chunk(once(pulls), pullsAtOnce) {
		if len(chunk) != rows { // the first and perhaps the last
			statement, rows = insertPulls(len(chunk)), len(chunk)
		}
		args := make([]any, 0, 1+pullColumns*len(chunk))
		args = append(args, t.vendor)
		for _, p := range chunk {
			args = append(args, micros(p.Time), p.ID, p.Customer, p.Token, p.TokenName, p.Count, p.Repository, p.Reference,
				p.Digest.String(), p.Version, number(p.Allowed), p.Reason, p.Bytes, number(p.Cut), p.Client, addressText(p.Address))
		}
		if _, err := t.q.Exec(statement, args...); err != nil {
			return fmt.Errorf("logging %d pulls: %w", len(chunk), err)
		}
	}
	return nil
}

// once is the list with each entry once: no database but SQLite changes a row
// twice in one statement.
func once(pulls []distr.PullRecord) []distr.PullRecord {
	type key struct {
		at int64
		id distr.PullID
	}
	places := make(map[key]int, len(pulls))
	list := make([]distr.PullRecord, 0, len(pulls))
	for _, p := range pulls {
		k := key{micros(p.Time), p.ID}
		if i, again := places[k]; again {
			list[i].Count, list[i].Bytes, list[i].Cut = p.Count, p.Bytes, p.Cut
			continue
		}
		places[k] = len(list)
		list = append(list, p)
	}
	return list
}

// insertPulls is the statement for so many rows.
func insertPulls(rows int) string {
	var s strings.Builder
	s.WriteString(`INSERT INTO pulls (vendor, ` + pullSelection + `) VALUES `)
	for row := range rows {
		if row > 0 {
			s.WriteString(", ")
		}
		s.WriteString("($1")
		for column := range pullColumns {
			fmt.Fprintf(&s, ", $%d", 1+row*pullColumns+column+1)
		}
		s.WriteString(")")
	}
	s.WriteString(` ON CONFLICT (vendor, at, pull) DO UPDATE SET count = excluded.count, bytes = excluded.bytes, cut = excluded.cut`)
	return s.String()
}
