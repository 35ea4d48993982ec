package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
)

// errEnded is what a view or transaction answers that was kept for too long.
var errEnded = errors.New("this view or transaction has ended: use it only within the function that it was given to")

// A session is the time during which the rooms of one View or Update may be
// used, and the connection below them. The connection outlives it and goes on
// to others, so the lock is held for as long as a statement runs: a room that
// was kept for too long, or is used by several goroutines, cannot write in the
// name of somebody else.
type session struct {
	ctx     context.Context //nolint:containedctx // the methods of a room have none
	conn    connection
	trouble func(error) error

	mu    sync.Mutex
	ended bool
	err   error // the first failure, whatever was made of it; to be read when ended
}

var _ sqlstore.Querier = (*session)(nil)

// A connection is what *sql.Conn and *sql.Tx have in common.
type connection interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

func (s *Store) session(ctx context.Context, conn connection) *session {
	return &session{ctx: ctx, conn: conn, trouble: s.trouble}
}

// run calls fn and ends the session, also when fn panics.
func (s *session) run(fn func() error) error {
	defer s.end()
	return fn()
}

func (s *session) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended = true
}

// Exec implements sqlstore.Querier.
func (s *session) Exec(query string, args ...any) (rows int64, err error) {
	err = s.during(func() error {
		result, err := s.conn.ExecContext(s.ctx, query, args...)
		if err != nil {
			return err
		}
		rows, err = result.RowsAffected()
		return err
	})
	return rows, err
}

// Query implements sqlstore.Querier.
func (s *session) Query(row func(sqlstore.Scan) error, query string, args ...any) error {
	return s.during(func() (err error) {
		rows, err := s.conn.QueryContext(s.ctx, query, args...)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, rows.Close()) }()
		for rows.Next() {
			if err := row(rows.Scan); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// during calls fn unless the session is over, or something has failed before. No
// statement of ours is meant to fail, what a room refuses it finds out by
// asking. So a failure is trouble, and SQLite may have answered it by rolling
// back; what came after it would be kept on its own.
func (s *session) during(fn func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return errEnded
	}
	if s.err == nil {
		s.err = s.trouble(fn())
	}
	return s.err
}
