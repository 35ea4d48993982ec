package sqlite

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	benchCustomers = 10_000
	grantsEach     = 10
)

// BenchmarkColdGrants loads the grants of one customer out of 10 000 with
// 100 000 grants, as a process does that has just forgotten them, or never had
// them: customers come in random order, and what SQLite itself remembers of the
// file (2 MB a connection) is far less than the file. "first" does so on a
// connection that was only just opened.
func BenchmarkColdGrants(b *testing.B) {
	s := open(b)
	seedGrants(b, s)
	load := func(b *testing.B) {
		id := tenant.CustomerID(fmt.Sprintf("cus_%05d", rand.IntN(benchCustomers)))
		var grants []entitlement.Grant
		require.NoError(b, s.View(b.Context(), acme, func(v distr.VendorView) error {
			c, err := v.Open(id)
			if err != nil {
				return err
			}
			grants, err = c.Grants()
			return err
		}))
		require.Len(b, grants, grantsEach)
	}
	b.Run("random", func(b *testing.B) {
		for b.Loop() {
			load(b)
		}
	})
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			s.readers.SetMaxIdleConns(0) // throws the idle ones away
			s.readers.SetMaxIdleConns(s.config.Readers)
			load(b)
		}
	})
}

func seedGrants(b *testing.B, s *Store) {
	b.Helper()
	created := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	versions, err := entitlement.ParseVersions([]string{"1.4.2", "match:^2"})
	require.NoError(b, err)
	require.NoError(b, s.Update(b.Context(), acme, func(tx distr.VendorTx) error {
		return tx.PutProduct(entitlement.Product{ID: "app", Kind: entitlement.Artifact, Repositories: []entitlement.RepositoryPath{"acme/app"}, Created: created})
	}))
	const atOnce = 1000
	for from := 0; from < benchCustomers; from += atOnce {
		require.NoError(b, s.Update(b.Context(), acme, func(tx distr.VendorTx) error {
			for i := from; i < from+atOnce; i++ {
				c := customer(tenant.CustomerID(fmt.Sprintf("cus_%05d", i)))
				if err := tx.AddCustomer(c); err != nil {
					return err
				}
				room, err := tx.Edit(c.ID)
				if err != nil {
					return err
				}
				for n := range grantsEach {
					if err := room.PutGrant(entitlement.Grant{
						ID: entitlement.GrantID(fmt.Sprintf("grt_%016d", n)), Name: "A grant", Product: "app",
						Versions: versions, Created: created,
					}); err != nil {
						return err
					}
				}
			}
			return nil
		}))
	}
}

// BenchmarkClosure reads what a release of 10 000 pieces consists of.
func BenchmarkClosure(b *testing.B) {
	const pieces = 10_000
	s := open(b)
	closure := entitlement.Closure{Root: entitlement.SHA256(nil)}
	for i := range pieces {
		closure.Items = append(closure.Items, entitlement.Item{
			Digest: entitlement.SHA256([]byte(fmt.Sprint(i))), Role: entitlement.RoleLayer, Size: int64(i),
			MediaType: "application/vnd.oci.image.layer.v1.tar+gzip",
		})
	}
	release := entitlement.Release{Version: "1.4.2", Roots: map[entitlement.RepositoryPath]entitlement.Root{"acme/app": {Tag: "1.4.2", Digest: closure.Root}}}
	require.NoError(b, s.Update(b.Context(), acme, func(tx distr.VendorTx) error {
		err := tx.PutProduct(entitlement.Product{ID: "app", Kind: entitlement.Artifact, Repositories: []entitlement.RepositoryPath{"acme/app"}})
		if err != nil {
			return err
		}
		return tx.PutRelease("app", release, map[entitlement.RepositoryPath]entitlement.Closure{"acme/app": closure})
	}))
	for b.Loop() {
		require.NoError(b, s.View(b.Context(), acme, func(v distr.VendorView) error {
			got, err := v.Closures("app", "1.4.2", "acme/app")
			if err == nil && (len(got) != 1 || len(got[0].Items) != pieces) {
				b.Errorf("%d closures, not one of %d pieces", len(got), pieces)
			}
			return err
		}))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/pieces, "ns/piece")
}
