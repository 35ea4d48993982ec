package storetest

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// bulk puts what is as long, as large or as many as it may be: more parameters
// than an SQL statement takes, more bytes than a page or a small column.
func bulk(t T, s distr.Store) {
	t.Helper()
	const many = 3000
	longID, longName := strings.Repeat("Long-id.", 8), strings.Repeat("ß", 200)
	longPath := entitlement.RepositoryPath(strings.Repeat("abcdefg/", 31) + "abcdefg")
	longVersion := strings.Repeat("1.2.3-rc", 16)
	manifest := bytes.Repeat([]byte("\x00{manifest}\xff\r\n"), 300_000) // clients and registries allow 4 MiB
	closure := entitlement.Closure{Root: entitlement.SHA256(manifest), Items: []entitlement.Item{
		{Digest: entitlement.SHA256(manifest), Role: entitlement.RoleRoot, Size: int64(len(manifest)), MediaType: longName, Manifest: manifest},
	}}
	for i := range many {
		closure.Items = append(closure.Items, entitlement.Item{Digest: entitlement.SHA256(fmt.Append(nil, i)), Role: entitlement.RoleLayer, Size: math.MaxInt64 - int64(i)})
	}
	product := entitlement.Product{ID: entitlement.ProductID(longID), Kind: entitlement.Artifact, Repositories: []entitlement.RepositoryPath{longPath}}
	release := entitlement.Release{Version: longVersion, At: at(1), Roots: map[entitlement.RepositoryPath]entitlement.Root{
		longPath: {Tag: strings.Repeat("t", 128), Digest: closure.Root},
	}}
	customer := tenant.Customer{ID: tenant.CustomerID(longID), Profile: tenant.Profile{Name: longName}}
	const grants = 300
	update(t, s, "bulk", func(tx distr.VendorTx) error {
		for _, err := range []error{
			tx.AddCustomer(customer), tx.PutProduct(product),
			tx.PutRelease(product.ID, release, map[entitlement.RepositoryPath]entitlement.Closure{longPath: closure}),
		} {
			if err != nil {
				return err
			}
		}
		return edit(tx, customer.ID, func(c distr.CustomerTx) error {
			for i := range grants {
				if err := c.PutGrant(entitlement.Grant{ID: entitlement.GrantID(fmt.Sprintf("%s-%d", longID[:50], i)), Product: product.ID, Versions: entitlement.Only(longVersion)}); err != nil {
					return err
				}
			}
			return nil
		})
	})
	var consists []entitlement.Closure
	var releases []entitlement.Release
	var held []entitlement.Grant
	require.NoError(t, s.View(t.Context(), "bulk", func(v distr.VendorView) (err error) {
		if consists, err = v.Closures(product.ID, longVersion, longPath); err != nil {
			return err
		}
		if releases, err = v.Releases(product.ID); err != nil {
			return err
		}
		c, err := v.Open(customer.ID)
		if err != nil {
			return err
		}
		held, err = c.Grants()
		return err
	}))
	require.Equal(t, text([]entitlement.Release{release}), text(releases), "a release with names as long as they may be")
	require.Len(t, consists, 1, "the closures of a large release")
	require.Len(t, consists[0].Items, len(closure.Items), "the items of a large release")
	require.Equal(t, sha256.Sum256([]byte(text(closure))), sha256.Sum256([]byte(text(consists[0]))), "the digest of a large release, written in full")
	require.Len(t, held, grants, "the grants of a customer who has many")
}
