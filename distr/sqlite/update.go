package sqlite

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Update calls fn once, when its turn has come, and returns when the disk has
// what fn has changed. Updates that wait for their turn meanwhile, of whatever
// vendor, are kept by the same commit. The error of fn comes back as it is, and
// so does its panic, in the same goroutine.
//
// A context that ends while fn runs, or before, keeps nothing. Once fn has
// returned, the changes are part of a commit that others wait for, and the
// context is no longer asked.
func (s *Store) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	if err := s.turn.take(ctx); err != nil {
		return fmt.Errorf("waiting to update vendor %s: nothing was kept: %w", v, err)
	}
	g, err := s.join(ctx)
	if err != nil {
		s.turn.pass()
		return fmt.Errorf("updating vendor %s: nothing was kept: %w", v, err)
	}
	err = s.member(ctx, g, v, fn)
	// Also who is refused waits: the reason may be what another member of the
	// group has written, which the commit may fail to keep.
	<-g.done
	if g.err != nil {
		return fmt.Errorf("updating vendor %s: nothing was kept: %w", v, g.err)
	}
	return err
}

// member runs fn as a part of the group. However fn ends, be it in a panic, the
// turn is passed on.
func (s *Store) member(ctx context.Context, g *group, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	defer s.settle(g)
	// No statement of the writer may be interrupted: SQLite answers by rolling
	// back the whole transaction, with what the others have written. So the
	// context is asked between statements, where nothing but fn is undone.
	q := s.session(context.WithoutCancel(ctx), g.conn)
	return s.savepoint(g, q, func() error {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("updating vendor %s: nothing was kept: %w", v, err)
		}
		tx := sqlstore.NewTx(q, v, g.last[v])
		if err := q.run(func() error { return fn(tx) }); err != nil {
			return err
		}
		if err := errors.Join(q.err, ctx.Err()); err != nil {
			return fmt.Errorf("updating vendor %s: nothing was kept: %w", v, err)
		}
		g.last[v] = sqlstore.Last(tx)
		return nil
	})
}
