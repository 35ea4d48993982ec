package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// filed are vendors with events, and what is known of the blocks of these.
type filed struct {
	*Store
	t *testing.T
}

// filing is a database with 300 events of acme's, and as many of another vendor's.
func filing(t *testing.T) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "portal.db")
	f := filed{openAt(t, path), t}
	f.add(acme, 0, 300)
	require.NoError(t, f.Update(t.Context(), "other", func(tx distr.VendorTx) error {
		for n := int64(1); n <= 300; n++ {
			if err := tx.Append(blockEvent("other", n)); err != nil {
				return err
			}
		}
		return nil
	}))
	require.NoError(t, f.Close())
	database, err := os.ReadFile(path)
	require.NoError(t, err)
	return database
}

func newFiled(t *testing.T, database []byte) filed {
	t.Helper()
	path := filepath.Join(t.TempDir(), "portal.db")
	require.NoError(t, os.WriteFile(path, database, 0o600))
	return filed{openAt(t, path), t}
}

func (f filed) vendor(v tenant.VendorID) *distr.Vendor {
	return distr.New(f.Store, distr.Config{}).Vendor(v).As(distr.Operator())
}

// add has customers from one number to another come, of whom each is an event.
func (f filed) add(v tenant.VendorID, from, to int) {
	f.t.Helper()
	for n := from; n < to; n++ {
		_, err := f.vendor(v).CreateCustomer(f.t.Context(), distr.NewCustomer{ID: tenant.CustomerID(fmt.Sprint("cus_", n)), Name: "Globex"})
		require.NoError(f.t, err)
	}
}

func (f filed) meddle(statements string) {
	f.t.Helper()
	_, err := f.writer.ExecContext(f.t.Context(), statements)
	require.NoError(f.t, err)
}

// known is all that is known of blocks, of all vendors.
func (f filed) known() []string {
	f.t.Helper()
	return column(f.t, f.Store, `SELECT vendor || ' ' || seq || ' ' || earliest || ' ' || latest AS row FROM blocks
		UNION ALL SELECT vendor || ' ' || seq || ' ' || field || ' ' || value FROM block_values ORDER BY row`)
}

func (f filed) verify(v tenant.VendorID) error {
	_, err := f.vendor(v).VerifyEvents(f.t.Context(), distr.Head{})
	return err
}

// requireFound asks for so many customers' events by what blocks tell.
func (f filed) requireFound(v tenant.VendorID, all int) {
	f.t.Helper()
	for want, queries := range map[int][]distr.EventQuery{
		all: {{Kinds: []distr.Kind{distr.CustomerAdded}}, {Kinds: []distr.Kind{distr.CustomerAdded}, Since: time.UnixMicro(1)}, {Actor: "operator", Kinds: []distr.Kind{distr.CustomerAdded}}},
		1:   {{Customer: "cus_7"}},
	} {
		for _, q := range queries {
			found, err := f.vendor(v).Events(f.t.Context(), q)
			require.NoError(f.t, err)
			require.Len(f.t, found, want, "%+v", q)
		}
	}
}

func (f filed) refile(v tenant.VendorID) distr.Refiled {
	f.t.Helper()
	done, err := f.vendor(v).RefileEvents(f.t.Context())
	require.NoError(f.t, err)
	return done
}

// requireRefilings looks at what the log says of them.
func (f filed) requireRefilings(v tenant.VendorID, want ...distr.Refiled) {
	f.t.Helper()
	told, err := f.vendor(v).Events(f.t.Context(), distr.EventQuery{Kinds: []distr.Kind{distr.EventsRefiled}})
	require.NoError(f.t, err)
	require.Len(f.t, told, len(want))
	for i, r := range want {
		require.JSONEq(f.t, fmt.Sprintf(`{"blocks": %d, "mended": %d, "stray": %d}`, r.Blocks, r.Mended, r.Stray), string(told[i].Data))
		require.Equal(f.t, "operator", told[i].Actor.Name)
		require.Empty(f.t, told[i].Customer)
	}
}
