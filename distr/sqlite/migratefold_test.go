package sqlite

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestMigrationFolds finds customers of an older program, by letters that SQL cannot
// fold, and numbers those of each vendor on their own.
func TestMigrationFolds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "portal.db")
	atVersion(t, path, 1)
	execute(t, path, "UPDATE customers SET name = 'ÄRZTE ' || vendor WHERE customer = 'globex'")
	s := openAt(t, path)
	for _, vendor := range []tenant.VendorID{"acme", "ACME"} {
		for _, search := range []string{"är", "ärzte", "zte acme"} {
			q, err := distr.CustomerList{Search: search}.Complete()
			require.NoError(t, err)
			var rows []distr.CustomerRow
			require.NoError(t, s.View(t.Context(), vendor, func(v distr.VendorView) (err error) {
				rows, _, err = v.List(q, distr.ListPlace{})
				return err
			}))
			require.Len(t, rows, 1, "%s searches for %s", vendor, search)
			require.Equal(t, "ÄRZTE "+string(vendor), rows[0].Name)
		}
	}
	require.Equal(t, []string{"1", "2", "3"}, column(t, s, "SELECT n FROM search_texts WHERE vendor = 'acme' ORDER BY n"))
	require.Equal(t, column(t, s, "SELECT vendor || customer || n FROM customers ORDER BY 1"), column(t, s, "SELECT vendor || customer || n FROM search_texts ORDER BY 1"))
	require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
		c, err := tx.Edit("globex")
		if err != nil {
			return err
		}
		return c.SetProfile(tenant.Profile{Name: "Renamed", Access: tenant.AccessFull})
	}), "what the migration has written is what the search forgets")
	_, err := s.writer.ExecContext(t.Context(), "INSERT INTO search_grams (search_grams) VALUES ('integrity-check')")
	require.NoError(t, err)
}
