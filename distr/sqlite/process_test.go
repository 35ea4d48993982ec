package sqlite

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/internal/child"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestOtherProcess lets another process change something.
func TestOtherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	s := openAt(t, path)
	require.NoError(t, s.Update(t.Context(), acme, add("globex")))
	require.Equal(t, distr.Changes{Version: 1}, changed(t, s, 1))

	p := child.Start(t, "add", path)
	require.NoError(t, p.Wait())
	theirs := tenant.CustomerID(fmt.Sprintf("child-%d", p.Process.Pid))
	c := changed(t, s, 1)
	require.Equal(t, distr.Version(2), c.Version)
	require.Equal(t, []tenant.CustomerID{theirs}, c.Customers)
	require.Equal(t, []tenant.CustomerID{theirs, "globex"}, customers(t, s, acme))
	require.NoError(t, s.Update(t.Context(), acme, add("initech")))
	require.Equal(t, distr.Version(3), changed(t, s, 2).Version)
}

// TestNewFileForMany lets several processes make the same file at once.
func TestNewFileForMany(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	var children []*child.Process
	for range 6 {
		children = append(children, child.Start(t, "add", path))
	}
	for _, p := range children {
		require.NoError(t, p.Wait())
	}
	s := openAt(t, path)
	require.Len(t, customers(t, s, acme), len(children))
	require.Equal(t, versions(t, s), column(t, s, "SELECT version FROM schema_versions"))
}

// TestNewFileForManyStores is the same within one process.
func TestNewFileForManyStores(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			s, err := Open(t.Context(), path, Config{})
			if err == nil {
				err = s.Update(t.Context(), acme, add(tenant.CustomerID(fmt.Sprint(i))))
				if closed := s.Close(); err == nil {
					err = closed
				}
			}
			errs[i] = err
		})
	}
	all.Wait()
	for _, err := range errs {
		require.NoError(t, err)
	}
	require.Len(t, customers(t, openAt(t, path), acme), len(errs))
}

// TestCrash kills a process while it writes. What it had acknowledged is there,
// and nothing is there by half.
func TestCrash(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, seed))
	path := filepath.Join(t.TempDir(), "portal.db")
	var acknowledged []string
	for range 6 {
		written := child.Crash(t, time.Duration(random.IntN(100_000))*time.Microsecond, "acknowledge", path)
		acknowledged = append(acknowledged, strings.Fields(written)...)

		s, err := Open(t.Context(), path, Config{})
		require.NoError(t, err)
		kept := map[string]bool{}
		for _, id := range customers(t, s, acme) {
			kept[string(id)] = true
		}
		for _, id := range acknowledged {
			require.True(t, kept[id], "%s was acknowledged", id)
		}
		require.NoError(t, s.View(t.Context(), acme, func(v distr.VendorView) error {
			events, err := v.Events(distr.EventQuery{})
			require.Len(t, events, len(kept))
			for _, e := range events {
				require.True(t, kept[string(e.ID)], "%s is there by half", e.ID)
			}
			version, _ := v.Version()
			require.EqualValues(t, len(kept), version)
			return err
		}))
		require.Equal(t, []string{"ok"}, column(t, s, "PRAGMA integrity_check"))
		require.NoError(t, s.Close())
	}
	t.Logf("%d acknowledged", len(acknowledged))
}
