package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Open opens the store in the file at path. If there is none it is made, with
// mode 0600, in a folder that has to exist; so are the two files beside it. An
// older schema is brought up to date. Two processes may do so at once.
//
// It refuses a file that is not a distr database, one that is damaged, and one
// that a newer version of this program has written.
func Open(ctx context.Context, path string, c Config) (*Store, error) {
	if path == "" {
		return nil, errors.New("opening a database: the path is empty")
	}
	absolute, err := filepath.Abs(path) // a later chdir must not move the database
	if err != nil {
		return nil, fmt.Errorf("opening database %s: %w", path, err)
	}
	if c.Readers <= 0 {
		c.Readers = 16
	}
	if c.Wait <= 0 {
		c.Wait = 10 * time.Second
	}
	s := &Store{
		path: absolute, config: c,
		writer:  pool(writerDSN(absolute), 1),
		readers: pool(readerDSN(absolute, c.Wait), c.Readers),
		watch:   watch{pool: pool(readerDSN(absolute, c.Wait), 1)},
	}
	if err := s.patiently(ctx, func() error { return create(ctx, absolute) }); err != nil {
		return nil, errors.Join(fmt.Errorf("making database %s: %w", absolute, err), s.closePools())
	}
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("opening: %w", err), s.closePools())
	}
	return s, nil
}

// prepare makes sure that the file is ours and as this program expects it.
func (s *Store) prepare(ctx context.Context) error {
	if err := s.patiently(ctx, func() error { return s.identify(ctx) }); err != nil {
		return s.trouble(err)
	}
	if err := s.patiently(ctx, func() error { return s.journal(ctx) }); err != nil {
		return s.trouble(err)
	}
	if err := s.patiently(ctx, func() error { return s.migrate(ctx) }); err != nil {
		return s.trouble(err)
	}
	if err := s.readers.PingContext(ctx); err != nil {
		return s.trouble(err)
	}
	return nil
}

// create makes an empty file unless there is one. SQLite has to do it: to open
// and close a database by any other way takes away the locks that this process
// holds on it, by the rules of POSIX. SQLite copies the mode from another file.
func create(ctx context.Context, path string) error {
	if info, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		if err == nil && !info.Mode().IsRegular() {
			err = errors.New("it is not a file")
		}
		return err
	}
	like, err := os.CreateTemp(filepath.Dir(path), ".distr-*") // mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(like.Name()) }()
	if err := like.Close(); err != nil {
		return err
	}
	db := pool(createDSN(path, like.Name()), 1)
	return errors.Join(db.PingContext(ctx), db.Close())
}

// patiently repeats fn while another process is in its way.
func (s *Store) patiently(ctx context.Context, fn func() error) error {
	limit := time.NewTimer(s.config.Wait)
	defer limit.Stop()
	for {
		err := fn()
		if !busy(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.Join(ctx.Err(), err)
		case <-limit.C:
			return err
		case <-time.After(time.Millisecond):
		}
	}
}

// journal switches to the write-ahead log, which stays that way. Readers and the
// writer do not wait for each other then.
func (s *Store) journal(ctx context.Context) error {
	var mode string
	if err := s.writer.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("its journal mode is %s and cannot be changed to wal; is it on a network file system?", mode)
	}
	return nil
}

func pool(dsn string, connections int) *sql.DB {
	db := sql.OpenDB(connector{dsn})
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db
}
