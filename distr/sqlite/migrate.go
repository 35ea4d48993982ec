package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date. Each migration is one transaction.
//
// Two processes may find the same migration missing. The second waits for the
// first to finish and then fails, at the latest when it writes down the version,
// which is a primary key; so nothing is migrated twice.
func (s *Store) migrate(ctx context.Context) (result error) {
	db := pool(migrateDSN(s.path), 1)
	defer func() { result = errors.Join(result, db.Close()) }()
	provider, err := s.goose(db)
	if err != nil {
		return err
	}
	done, err := s.alone(ctx, provider)
	if err != nil {
		return err
	}
	defer func() { result = errors.Join(result, done()) }()
	for {
		current, target, err := provider.GetVersions(ctx)
		if err != nil {
			return fmt.Errorf("reading the version of its schema: %w", err)
		}
		if current > target {
			return fmt.Errorf("its schema has version %d and this program knows them up to %d; use the newer program", current, target)
		}
		if err := s.up(ctx, provider, current); err != nil {
			return fmt.Errorf("migrating its schema from version %d to %d: %w", current, target, err)
		}
		if now, _, err := provider.GetVersions(ctx); err == nil && now == target {
			return nil
		}
	}
}

// up migrates from a version on, and waits for others who do, for Config.Wait for each
// version: it ends when all is done, or when the version has moved, which is worth to
// look again.
func (s *Store) up(ctx context.Context, provider *goose.Provider, from int64) error {
	return s.patiently(ctx, func() error {
		_, failed := provider.Up(ctx)
		if failed == nil {
			return nil
		}
		if now, _, err := provider.GetVersions(ctx); err == nil && now != from {
			return nil
		}
		return failed
	})
}

// alone asks Config.Outdated where a schema will be brought up to date. Whoever is
// just doing so is waited for, for Config.Wait.
func (s *Store) alone(ctx context.Context, provider *goose.Provider) (done func() error, err error) {
	limit := time.NewTimer(s.config.Wait)
	defer limit.Stop()
	for {
		current, target, err := provider.GetVersions(ctx)
		if err != nil {
			return nil, fmt.Errorf("reading the version of its schema: %w", err)
		}
		if current == 0 || current >= target || s.config.Outdated == nil {
			return func() error { return nil }, nil
		}
		done, err := s.config.Outdated()
		if err == nil {
			return done, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-limit.C:
			return nil, fmt.Errorf("its schema has version %d, and nothing else may use it while that is brought to %d: %w", current, target, err)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func (s *Store) goose(db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	versions, err := database.NewStoreFromQuerier(versionTableName, versionTable{})
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectCustom, db, files,
		goose.WithStore(versions), goose.WithDisableGlobalRegistry(true), goose.WithGoMigrations(s.foldCustomers()))
}

// versionTableName is where the migrations that were applied are written down.
const versionTableName = "schema_versions"

// versionTable is the SQL for it. goose brings its own for SQLite, whose table
// is not STRICT, asks the clock, and takes the same version twice.
type versionTable struct{}

// CreateTable implements dialect.Querier.
func (versionTable) CreateTable(name string) string {
	return "CREATE TABLE " + name + " (version INTEGER PRIMARY KEY, applied INTEGER NOT NULL) STRICT"
}

// InsertVersion implements dialect.Querier.
func (versionTable) InsertVersion(name string) string {
	return "INSERT INTO " + name + " (version, applied) VALUES ($1, $2)"
}

// DeleteVersion implements dialect.Querier.
func (versionTable) DeleteVersion(name string) string {
	return "DELETE FROM " + name + " WHERE version = $1"
}

// GetMigrationByVersion implements dialect.Querier. We keep no time at which it
// was applied.
func (versionTable) GetMigrationByVersion(name string) string {
	return "SELECT NULL, applied FROM " + name + " WHERE version = $1"
}

// ListMigrations implements dialect.Querier.
func (versionTable) ListMigrations(name string) string {
	return "SELECT version, applied FROM " + name + " ORDER BY version DESC"
}

// GetLatestVersion implements dialect.Querier.
func (versionTable) GetLatestVersion(name string) string {
	return "SELECT MAX(version) FROM " + name
}

// TableExists implements dialect.QuerierExtender.
func (versionTable) TableExists(name string) string {
	return "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '" + name + "')"
}
