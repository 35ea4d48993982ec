package sqlite

import (
	"errors"
	"fmt"

	driversqlite "modernc.org/sqlite"
	codes "modernc.org/sqlite/lib"
)

// trouble is an error of the database with its path and, where there is one, the
// remedy. nil stays nil.
func (s *Store) trouble(err error) error {
	if err == nil {
		return nil
	}
	remedy := ""
	switch code(err) {
	case codes.SQLITE_NOTADB:
		remedy = "; it is not a database, or it is damaged: name another file, or restore it from a backup"
	case codes.SQLITE_CORRUPT:
		remedy = "; it is damaged: restore it from a backup"
	case codes.SQLITE_BUSY:
		remedy = fmt.Sprintf("; another process was writing for %s: try again, or look what it is doing", s.config.Wait)
	case codes.SQLITE_FULL:
		remedy = "; the disk is full: make room"
	case codes.SQLITE_READONLY, codes.SQLITE_CANTOPEN, codes.SQLITE_PERM:
		remedy = "; the file and its folder have to be writable by this process"
	}
	return fmt.Errorf("database %s: %w%s", s.path, err, remedy)
}

// busy says whether another process was in the way.
func busy(err error) bool { return code(err) == codes.SQLITE_BUSY }

// code is SQLite's primary result code, or 0 if the error is not SQLite's.
func code(err error) int {
	var e *driversqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}
