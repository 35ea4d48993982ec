package sqlite

import (
	"context"
	"database/sql"
)

// explaining asks SQLite how it is going to answer, and then lets it answer.
type explaining struct {
	connection
	plan *[]string
}

func (e explaining) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := explained(e).QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	return e.connection.QueryContext(ctx, query, args...) //nolint:sqlclosecheck // for the caller to close
}
