package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A commit waits for the disk, and costs the same for one change as for many.
// So those who wait for their turn while a transaction is open become members
// of it: each runs in a savepoint, and the last one commits for all. There is
// no goroutine that does it for them; whoever has the turn does what is to be
// done.

// How long a group takes members, whichever is reached first.
const (
	groupSize = 64
	groupTime = 5 * time.Millisecond
)

// A group is an open transaction of the writer and those who write in it.
type group struct {
	conn *sql.Conn
	size int
	late *time.Timer                     // fires when the group has been open for groupTime
	last map[tenant.VendorID]*distr.Link // the last events of vendors, as those members left them that were kept

	done chan struct{} // closed when the transaction has ended
	err  error         // why nothing of it was kept; to be read when done
}

// join returns the open group, or a new one. The caller has the turn.
func (s *Store) join(ctx context.Context) (*group, error) {
	if s.closed {
		return nil, errClosed
	}
	if s.group == nil {
		conn, err := s.begin(ctx)
		if err != nil {
			return nil, err
		}
		s.group = &group{conn: conn, late: time.NewTimer(groupTime), last: map[tenant.VendorID]*distr.Link{}, done: make(chan struct{})}
	}
	s.group.size++
	return s.group, nil
}

// begin opens a transaction on the writer. Another process may be writing; that
// is waited for in such a way that the context can end it.
func (s *Store) begin(ctx context.Context) (*sql.Conn, error) {
	conn, err := s.writer.Conn(ctx)
	if err != nil {
		return nil, s.trouble(err)
	}
	err = s.patiently(ctx, func() error {
		_, err := conn.ExecContext(context.WithoutCancel(ctx), "BEGIN IMMEDIATE")
		return err
	})
	if err != nil {
		return nil, errors.Join(s.trouble(err), conn.Close())
	}
	return conn, nil
}

// settle lets the next one in, or ends the transaction if there is none, or if
// the group has had enough. The caller has the turn, and loses it.
func (s *Store) settle(g *group) {
	if g.err == nil && g.size < groupSize && !g.over() && s.turn.hand() {
		return
	}
	s.finish(g)
	s.turn.pass()
}

func (g *group) over() bool {
	select {
	case <-g.late.C:
		return true
	default:
		return false
	}
}

// finish commits what the members have left in the transaction, or rolls all of
// it back if it was damaged.
func (s *Store) finish(g *group) {
	g.late.Stop()
	if g.err == nil {
		g.err = s.run(g, "COMMIT")
	}
	if g.err == nil {
		s.commits.Add(1)
	} else {
		_ = s.run(g, "ROLLBACK") // SQLite may have done so itself
		// What state the connection is in is not worth finding out.
		_ = g.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	_ = g.conn.Close() // gives it back to the pool
	s.group = nil
	close(g.done)
}

// savepoint calls fn and undoes what it has written unless it returns nil. fn
// writes in the session q, and ends it. That the savepoint itself fails means that
// the transaction is gone: when the disk is full or fails, SQLite rolls back all
// of it. Then every member has failed.
func (s *Store) savepoint(g *group, q *session, fn func() error) error {
	if g.err = s.run(g, "SAVEPOINT member"); g.err != nil {
		return g.err
	}
	kept := false
	defer func() {
		if kept {
			return
		}
		if gone := errors.Join(s.run(g, "ROLLBACK TO member"), s.run(g, "RELEASE member")); gone != nil {
			g.err = cmp.Or(q.err, gone) // what came first says why
		}
	}()
	err := fn()
	if err == nil {
		err = s.run(g, "RELEASE member")
		kept = err == nil
	}
	return err
}

// run runs a statement that opens or ends something. No context ends it.
func (s *Store) run(g *group, statement string) error {
	_, err := g.conn.ExecContext(context.Background(), statement)
	return s.trouble(err)
}
