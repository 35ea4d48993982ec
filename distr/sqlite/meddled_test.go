//go:build !race

// What statements name is no matter of races, and the detector makes this ten times
// slower: scripts/test runs it without.

package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// openMeddled opens a store whose statements go through a function, which may look
// at them and may send others in their place.
func openMeddled(tb testing.TB, meddle func(statement string) string) *Store {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "portal.db")
	s := openAt(tb, path)
	require.NoError(tb, s.readers.Close())
	require.NoError(tb, s.writer.Close())
	s.readers, s.writer = meddledPool(readerDSN(path, 10*time.Second), 16, meddle), meddledPool(writerDSN(path), 1, meddle)
	return s
}

func meddledPool(dsn string, connections int, meddle func(string) string) *sql.DB {
	db := sql.OpenDB(meddledConnector{connector{dsn}, meddle})
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db
}

type meddledConnector struct {
	connector
	meddle func(string) string
}

func (c meddledConnector) Connect(ctx context.Context) (driver.Conn, error) {
	inner, err := c.connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return meddledConn{inner.(*conn), c.meddle}, nil
}

type meddledConn struct {
	*conn
	meddle func(string) string
}

func (c meddledConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return c.conn.ExecContext(ctx, c.meddle(query), args)
}

func (c meddledConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.conn.QueryContext(ctx, c.meddle(query), args)
}
