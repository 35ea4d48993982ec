package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(tb testing.TB) distr.Store { return open(tb) })
}

func TestStoreThatIsOpenedAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	s := openAt(t, path)
	storetest.Reopen(t, s, func() distr.Store {
		require.NoError(t, s.Close())
		return openAt(t, path)
	})
}
