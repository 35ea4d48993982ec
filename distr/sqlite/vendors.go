package sqlite

import (
	"context"

	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Vendors lists all in whose rooms anything was ever written, by ID. It is no part
// of [distr.Store]: who works for one vendor has no use for the others. It is for
// whoever looks after the file, such as to reseal what is secret in all of it.
func (s *Store) Vendors(ctx context.Context) (ids []tenant.VendorID, err error) {
	err = s.read(ctx, func(q *session) error {
		ids, err = sqlstore.Vendors(q)
		return err
	})
	return ids, err
}
