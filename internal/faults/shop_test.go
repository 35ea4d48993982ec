//go:build unix

package faults

import (
	"context"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What the vendor sells: the app lies in the embedded registry, what is far lies in
// another, and the vault is held by nobody.
const (
	near  entitlement.RepositoryPath = "acme/near"
	far   entitlement.RepositoryPath = "acme/far"
	vault entitlement.RepositoryPath = "acme/vault"
)

// A shop is who comes to a vendor.
type shop struct {
	staff, globex tenant.Token
}

// furnish makes the products, each of the name of its repository, a customer who
// holds all of two of them, and the tokens. registry is where the far one lies.
func furnish(ctx context.Context, v *distr.Vendor, registry string) (s shop, err error) {
	for id, r := range map[entitlement.ProductID]entitlement.RepositoryPath{"near": near, "far": far, "vault": vault} {
		if _, err = v.CreateProduct(ctx, entitlement.Product{ID: id, Repositories: []entitlement.RepositoryPath{r}}); err != nil {
			return s, err
		}
	}
	if registry != "" {
		if err = v.SetUpstream(ctx, far, entitlement.Origin{Registry: registry}); err != nil {
			return s, err
		}
	}
	if _, s.staff, err = v.NewStaffToken(ctx, "ci"); err != nil {
		return s, err
	}
	if _, err = v.CreateCustomer(ctx, distr.NewCustomer{ID: "globex", Name: "Globex"}); err != nil {
		return s, err
	}
	globex := v.Account("globex")
	for _, id := range []entitlement.ProductID{"near", "far"} {
		if _, err = globex.Grant(ctx, distr.NewGrant{Product: id, Versions: entitlement.All()}); err != nil {
			return s, err
		}
	}
	_, s.globex, err = globex.NewToken(ctx, "cluster")
	return s, err
}

// furnished is a data folder with a shop in it.
func furnished(t testing.TB, registry string) (folder string, s shop) {
	t.Helper()
	folder = t.TempDir() + "/data"
	inFolder(t, folder, func(o *opened) {
		var err error
		s, err = furnish(t.Context(), o.vendor(), registry)
		require.NoError(t, err)
	})
	return folder, s
}

// inFolder looks into a data folder, beside a server or after it.
func inFolder(t testing.TB, folder string, look func(*opened)) {
	t.Helper()
	o, err := open(t.Context(), folder, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	defer func() { require.NoError(t, o.close()) }()
	look(o)
}
