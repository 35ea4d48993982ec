package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestOutdated brings a schema up to date only when nobody works with the older one.
func TestOutdated(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "portal.db")
	atVersion(t, path, 3)
	busy := errors.New("a serve is running")
	_, err := Open(t.Context(), path, Config{Outdated: func() (func() error, error) { return nil, busy }})
	require.ErrorIs(t, err, busy)
	require.ErrorContains(t, err, "its schema has version 3")

	asked, done := 0, 0
	alone := Config{Outdated: func() (func() error, error) {
		asked++
		return func() error { done++; return nil }, nil
	}}
	for range 2 { // the second time there is nothing to do
		s, err := Open(t.Context(), path, alone)
		require.NoError(t, err)
		require.NoError(t, s.Close())
	}
	require.Equal(t, 1, asked)
	require.Equal(t, 1, done)

	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "new.db"), Config{Outdated: func() (func() error, error) { return nil, busy }})
	require.NoError(t, err, "a new database is nobody's yet")
	require.NoError(t, s.Close())
}
