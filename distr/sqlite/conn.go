package sqlite

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	driversqlite "modernc.org/sqlite"
)

// A connector opens connections with a driver of our own. The one that is
// registered as "sqlite" is shared with all of the program: a function or
// collation that an embedder registers there would take the place of SQLite's.
type connector struct{ dsn string }

func (c connector) Driver() driver.Driver { return new(driversqlite.Driver) }

func (c connector) Connect(context.Context) (driver.Conn, error) {
	inner, err := c.Driver().Open(c.dsn)
	if err != nil {
		return nil, err
	}
	own, ok := inner.(innerConn)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the SQLite driver's %T cannot do what is needed of it", inner), inner.Close())
	}
	return &conn{innerConn: own, idle: map[string]statement{}}, nil
}

// innerConn is what the driver's connections can do.
type innerConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.SessionResetter
	driver.Validator
}

// A conn is a connection that keeps the statements it has prepared. There are
// some hundred different ones, and to prepare one takes longer than to run it.
type conn struct {
	innerConn
	idle map[string]statement // by their text; nil: it is in use
}

var (
	_ driver.ExecerContext  = (*conn)(nil)
	_ driver.QueryerContext = (*conn)(nil)
)

// maxIdle bounds how many statements are kept.
const maxIdle = 256

// take returns a prepared statement that nobody else has. Its place in the map stays:
// a map in which each statement of each change is deleted and put back spends more time
// clearing up than it takes to run some of them.
func (c *conn) take(ctx context.Context, query string) (statement, error) {
	if kept := c.idle[query]; kept != nil {
		c.idle[query] = nil
		return kept, nil
	}
	prepared, err := c.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	own, ok := prepared.(statement)
	if !ok {
		return nil, errors.Join(fmt.Errorf("the SQLite driver's %T cannot do what is needed of it", prepared), prepared.Close())
	}
	return own, nil
}

// keep takes a statement back.
func (c *conn) keep(query string, s statement) error {
	if there, known := c.idle[query]; there != nil || !known && len(c.idle) >= maxIdle {
		return s.Close()
	}
	c.idle[query] = s
	return nil
}

// ExecContext implements driver.ExecerContext.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	result, err := s.ExecContext(ctx, args)
	if kept := c.keep(query, s); err == nil {
		err = kept
	}
	return result, err
}

// QueryContext implements driver.QueryerContext.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	s, err := c.take(ctx, query)
	if err != nil {
		return nil, err
	}
	answer, err := s.QueryContext(ctx, args)
	if err != nil {
		_ = c.keep(query, s) // what failed first is what counts
		return nil, err
	}
	return &rows{answer, func() error { return c.keep(query, s) }}, nil
}

// Close closes the statements first: SQLite keeps a connection with open
// statements, and its locks, for good.
func (c *conn) Close() error {
	var err error
	for _, s := range c.idle {
		if s != nil {
			err = errors.Join(err, s.Close())
		}
	}
	return errors.Join(err, c.innerConn.Close())
}

// A statement is what the driver's statements can do.
type statement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

// rows are an answer that gives its statement back when it is closed.
type rows struct {
	driver.Rows
	back func() error
}

// Close implements driver.Rows.
func (r *rows) Close() error { return errors.Join(r.Rows.Close(), r.back()) }
