package sqlstore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

const findingColumns = `profile, fingerprint, rule, level, title, message, target, location, line, help,
	first_at, first_run, last_at, last_run, resolved, resolved_by`

func readFinding(scan Scan) (r distr.FindingRecord, err error) {
	err = scan(&r.Profile, &r.Fingerprint, &r.Rule, &r.Level, &r.Title, &r.Message, &r.Target, &r.Location, &r.Line, &r.Help,
		timeColumn{&r.First}, &r.FirstRun, timeColumn{&r.Last}, &r.LastRun, timeColumn{&r.Resolved}, &r.ResolvedBy)
	return r, err
}

func (v *customerView) Findings(q distr.FindingQuery) ([]distr.FindingRecord, error) {
	where := &condition{}
	where.and("vendor =", v.vendor)
	where.and("customer =", v.customer)
	if q.Open {
		where.where = append(where.where, "unresolved = 1") // not a parameter: there is an index of just these
	}
	if q.Profile != "" {
		where.and("profile =", q.Profile)
	}
	switch {
	case q.After.IsZero():
	case q.Profile != "" && q.Profile == q.After.Profile: // of one profile, the fingerprint alone says where
		where.and("fingerprint >", q.After.Fingerprint)
	default:
		where.args = append(where.args, q.After.Profile, q.After.Fingerprint)
		where.where = append(where.where, fmt.Sprintf("(profile, fingerprint) > ($%d, $%d)", len(where.args)-1, len(where.args)))
	}
	where.args = append(where.args, upTo(q.Limit))
	findings, err := list(v.q, readFinding, `SELECT `+findingColumns+` FROM findings WHERE `+where.String()+
		fmt.Sprintf(` ORDER BY profile, fingerprint LIMIT $%d`, len(where.args)), where.args...)
	if err != nil {
		return nil, fmt.Errorf("listing the findings of customer %s: %w", v.customer, err)
	}
	return findings, nil
}

const findingsAtOnce = 8 // as with pulls

// PutFindings does not raise: nothing that a snapshot holds changes.
func (t *customerTx) PutFindings(records []distr.FindingRecord) error {
	statement, rows := "", 0
	for chunk := range slices.Chunk(onceFound(records), findingsAtOnce) {
		if len(chunk) != rows { // the first and perhaps the last
			statement, rows = insertFindings(len(chunk)), len(chunk)
		}
		args := make([]any, 0, 2+17*len(chunk))
		args = append(args, t.vendor, t.customer)
		for _, r := range chunk {
			args = append(args, r.Profile, r.Fingerprint, r.Rule, r.Level, r.Title, r.Message, r.Target, r.Location, r.Line, r.Help,
				micros(r.First), r.FirstRun, micros(r.Last), r.LastRun, micros(r.Resolved), r.ResolvedBy, number(r.Resolved.IsZero()))
		}
		if _, err := t.q.Exec(statement, args...); err != nil {
			return fmt.Errorf("keeping %d findings of customer %s: %w", len(chunk), t.customer, err)
		}
	}
	return nil
}

// onceFound is the list with each finding once, as it is the last time: no database
// but SQLite changes a row twice in one statement.
func onceFound(records []distr.FindingRecord) []distr.FindingRecord {
	places := make(map[distr.FindingMark]int, len(records))
	list := make([]distr.FindingRecord, 0, len(records))
	for _, r := range records {
		if i, again := places[r.Mark()]; again {
			list[i] = r
			continue
		}
		places[r.Mark()] = len(list)
		list = append(list, r)
	}
	return list
}

// insertFindings is the statement for so many rows.
func insertFindings(rows int) string {
	const columns = 17
	var s strings.Builder
	s.WriteString(`INSERT INTO findings (vendor, customer, ` + findingColumns + `, unresolved) VALUES `)
	for row := range rows {
		if row > 0 {
			s.WriteString(", ")
		}
		s.WriteString("($1, $2")
		for column := range columns {
			fmt.Fprintf(&s, ", $%d", 2+row*columns+column+1)
		}
		s.WriteString(")")
	}
	s.WriteString(` ON CONFLICT (vendor, customer, profile, fingerprint) DO UPDATE
		SET rule = excluded.rule, level = excluded.level, title = excluded.title, message = excluded.message, target = excluded.target,
			location = excluded.location, line = excluded.line, help = excluded.help, first_at = excluded.first_at, first_run = excluded.first_run,
			last_at = excluded.last_at, last_run = excluded.last_run, resolved = excluded.resolved, resolved_by = excluded.resolved_by,
			unresolved = excluded.unresolved`)
	return s.String()
}
