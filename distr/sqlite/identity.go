package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// applicationID marks a database as ours, in the header of the file, as SQLite
// provides for. It reads "dstr".
const applicationID = 0x64737472

// errForeign says that the file is somebody else's.
var errForeign = errors.New("it is a database of another program; name another file")

// identify finds out whose the database is. A file that is empty becomes ours.
func (s *Store) identify(ctx context.Context) error {
	ours, empty, err := whose(ctx, s.writer)
	if err != nil || ours {
		return err
	}
	if !empty {
		return errForeign
	}
	tx, err := s.writer.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := adopt(ctx, tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// adopt makes an empty database ours. It asks again: another process may have
// been faster.
func adopt(ctx context.Context, tx *sql.Tx) error {
	ours, empty, err := whose(ctx, tx)
	if err != nil || ours {
		return err
	}
	if !empty {
		return errForeign
	}
	for _, statement := range []string{
		fmt.Sprintf("PRAGMA application_id = %d", applicationID),
		versionTable{}.CreateTable(versionTableName),
		"INSERT INTO " + versionTableName + " (version, applied) VALUES (0, 1)",
	} {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

// whose asks for the tables first: another process makes them and the mark in one
// transaction, so where there are tables of ours there is the mark afterwards.
func whose(ctx context.Context, db interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}) (ours, empty bool, err error) {
	var id, tables int
	if err := db.QueryRowContext(ctx, "SELECT COUNT(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return false, false, err
	}
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil {
		return false, false, err
	}
	return id == applicationID, id == 0 && tables == 0, nil
}
