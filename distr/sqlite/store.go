package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Config says how a store works. The zero value is ready.
type Config struct {
	Readers int           // how many Views may run at once, the others wait; default: 16. A View within a View takes two
	Wait    time.Duration // how long to wait for another process that is writing; default: 10 s

	// Outdated is asked before an older schema is brought up to date, and done is
	// called afterwards: an older program that still runs would not understand what
	// is written then. Its error keeps the database as it is. Default: nobody is
	// asked.
	Outdated func() (done func() error, err error)
}

// A Store is a [distr.Store] in an SQLite file. [Open] makes one; it is safe to
// share.
type Store struct {
	path    string
	config  Config
	writer  *sql.DB // one connection
	readers *sql.DB // many, which SQLite lets only read
	watch   watch

	turn   turn
	group  *group // the transaction that is open, if any; who has the turn may touch it
	closed bool   // likewise

	commits atomic.Int64
}

var _ distr.Store = (*Store)(nil)

// errClosed is what a store answers after Close.
var errClosed = errors.New("the store has been closed")

// View calls fn with the state of the room as of its first reading. Updates go
// on meanwhile; fn does not see them. The error of fn comes back as it is.
func (s *Store) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.read(ctx, func(q *session) error { return fn(sqlstore.NewView(q, v)) })
}

// read calls fn with a transaction of a reader.
func (s *Store) read(ctx context.Context, fn func(*session) error) error {
	tx, err := s.readers.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("beginning to read: %w", s.trouble(err))
	}
	defer func() { _ = tx.Rollback() }() // nothing was written, so nothing is lost
	q := s.session(ctx, tx)
	return q.run(func() error { return fn(q) })
}

// Close waits for the updates that are under way and closes the file. Whoever
// comes later is refused.
func (s *Store) Close() error {
	_ = s.turn.take(context.Background()) // it never ends, so we have the turn
	if s.group != nil {
		s.finish(s.group)
	}
	s.closed = true
	s.turn.pass()
	return s.closePools()
}

// closePools closes the writer last: the last connection moves what is in the
// -wal file into the database and removes it.
func (s *Store) closePools() error {
	return errors.Join(s.watch.close(), s.readers.Close(), s.writer.Close())
}
