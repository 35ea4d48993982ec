package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
)

// TestLetterQueriesUseKeys asks how letters are found: those that are due among those
// that wait, however many were sent.
func TestLetterQueriesUseKeys(t *testing.T) {
	s := open(t)
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	mark := distr.LetterMark{Time: now, ID: "ltr_1"}
	for _, tt := range []struct {
		name  string
		query distr.LetterQuery
		plan  string
	}{
		{"due", distr.LetterQuery{Due: now, Limit: 20, Oldest: true}, "INDEX letters_waiting (vendor=?)"},
		{"newest", distr.LetterQuery{Limit: 10}, "INDEX letters_created (vendor=?)"},
		{"a page", distr.LetterQuery{After: mark, Limit: 10, Oldest: true}, "INDEX letters_created (vendor=? AND (created,letter)>(?,?))"},
		{"since then", distr.LetterQuery{Since: now, Limit: 10}, "INDEX letters_created (vendor=? AND created>?)"},
		{"of one", distr.LetterQuery{Customer: "globex", Limit: 10}, "INDEX letters_customer (vendor=? AND customer=?)"},
		{"failed of one", distr.LetterQuery{Customer: "globex", State: distr.LetterFailed, Limit: 10}, "INDEX letters_customer (vendor=? AND customer=?)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var plan []string
			require.NoError(t, s.read(t.Context(), func(q *session) error {
				q.conn = explained{q.conn, &plan}
				_, err := sqlstore.NewView(q, acme).Letters(tt.query)
				return err
			}))
			require.Equal(t, "SEARCH letters USING "+tt.plan, strings.Join(plan, "; "), "no further step, such as sorting")
		})
	}
}

// TestForgettingLettersUsesKeys asks how old letters are found: among the oldest.
func TestForgettingLettersUsesKeys(t *testing.T) {
	s := open(t)
	var plan []string
	require.NoError(t, s.read(t.Context(), func(q *session) error {
		q.conn = planned{q.conn, &plan}
		return sqlstore.NewTx(q, acme, nil).RemoveLetters(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	}))
	require.Equal(t, []string{"SEARCH letters USING INDEX letters_created (vendor=? AND created<?)"}, plan)
}

// planned asks how a change would be made, and makes none.
type planned struct {
	connection
	plan *[]string
}

func (p planned) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	rows, err := explained(p).QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return driver.RowsAffected(0), errors.Join(rows.Err(), rows.Close()) //nolint:sqlclosecheck // at once is as good as later
}
