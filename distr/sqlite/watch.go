package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A watch finds out cheaply whether anything was committed. PRAGMA data_version
// is a number that changes when another connection has committed, of this
// process or of another; it means something only on one and the same
// connection, so the watch has one of its own, which never writes.
type watch struct {
	pool *sql.DB

	mu       sync.Mutex
	conn     *sql.Conn
	seen     int64                             // data_version as it was last
	state    int64                             // counts how often something was committed, or may have been
	versions map[tenant.VendorID]distr.Version // of rooms as they are in this state; only those that were ever written to
}

// Changed answers precisely. As long as nothing is committed it reads one number
// from shared memory.
func (s *Store) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (c distr.Changes, err error) {
	if err := ctx.Err(); err != nil {
		return c, fmt.Errorf("asking what has changed at vendor %s: %w", v, err)
	}
	state, version, known, err := s.watch.look(ctx, v)
	if err != nil {
		return c, fmt.Errorf("asking what has changed at vendor %s: %w", v, s.trouble(err))
	}
	if known && version == since {
		return distr.Changes{Version: since}, nil
	}
	err = s.read(ctx, func(q *session) error {
		c, err = sqlstore.Changed(q, v, since)
		return err
	})
	if err != nil {
		return distr.Changes{}, err
	}
	s.watch.learn(state, v, c.Version)
	return c, nil
}

// look returns the state of the database, and the version of the vendor's room
// in that state if it is known.
func (w *watch) look(ctx context.Context, v tenant.VendorID) (state int64, version distr.Version, known bool, err error) {
	ctx = context.WithoutCancel(ctx) // a connection that was interrupted is thrown away
	w.mu.Lock()
	defer w.mu.Unlock()
	fresh := w.conn == nil
	if fresh {
		if w.conn, err = w.pool.Conn(ctx); err != nil {
			return 0, 0, false, err
		}
	}
	var seen int64
	if err = w.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&seen); err != nil {
		err = errors.Join(err, w.conn.Close())
		w.conn = nil
		return 0, 0, false, err
	}
	if fresh || seen != w.seen {
		w.seen = seen
		w.state++
		w.versions = map[tenant.VendorID]distr.Version{}
	}
	version, known = w.versions[v]
	return w.state, version, known, nil
}

// learn remembers a version that was read when the database was in that state,
// or in a later one: then look will find that the state has changed.
func (w *watch) learn(state int64, v tenant.VendorID, version distr.Version) {
	w.mu.Lock()
	defer w.mu.Unlock()
	// Of vendors that do not exist nothing is remembered, or strangers could
	// fill the memory by asking.
	if state == w.state && version > 0 {
		w.versions[v] = version
	}
}

func (w *watch) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	var err error
	if w.conn != nil {
		err = w.conn.Close()
		w.conn = nil
	}
	return errors.Join(err, w.pool.Close())
}
