package distr_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What a door pays per request when nothing has changed: no store is asked.
func BenchmarkHolding(b *testing.B) {
	ctx := b.Context()
	walker := newRegistry()
	acme := distr.New(memory.New(), distr.Config{Walker: walker}).Vendor("acme").As(distr.Operator())
	_, err := acme.CreateProduct(ctx, entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}})
	require.NoError(b, err)
	for i := range 100 {
		version := fmt.Sprintf("1.%d.0", i)
		walker.push("acme/app", version, version)
		_, err := acme.Publish(ctx, "app", version, "")
		require.NoError(b, err)
	}
	_, err = acme.CreateCustomer(ctx, distr.NewCustomer{ID: "globex", Name: "Globex"})
	require.NoError(b, err)
	globex := acme.Account("globex")
	_, err = globex.Grant(ctx, distr.NewGrant{Product: "app", Versions: entitlement.Only("1.7.0")})
	require.NoError(b, err)
	_, token, err := globex.NewToken(ctx, "cluster")
	require.NoError(b, err)
	p, err := acme.Authenticate(ctx, token)
	require.NoError(b, err)

	b.Run("authenticate", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := acme.Authenticate(ctx, token); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("holding", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if h, _, err := acme.Holding(ctx, p, "acme/app"); err != nil || h.Off {
				b.Fatal(err)
			}
		}
	})
	b.Run("repositories", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if rs, err := acme.Repositories(ctx, p); err != nil || len(rs) != 1 {
				b.Fatal(err)
			}
		}
	})
	b.Run("stranger", func(b *testing.B) {
		_, forged, err := tenant.NewCredential(tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex"}, "x", credentialTime, newRand())
		require.NoError(b, err)
		b.ReportAllocs()
		for b.Loop() {
			if _, err := acme.Authenticate(ctx, forged); err == nil {
				b.Fatal("let in")
			}
		}
	})
}

var credentialTime = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
