package sqlite

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"

	"github.com/seed361c4c3e/distr-go/internal/sqlstore"
)

// foldCustomers is a migration that SQL alone cannot do: it knows no upper case but
// that from A to Z.
func (s *Store) foldCustomers() *goose.Migration {
	return goose.NewGoMigration(6, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		q := s.session(ctx, tx)
		return q.run(func() error { return sqlstore.FoldCustomers(q) })
	}}, nil)
}
