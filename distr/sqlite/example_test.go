package sqlite_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/sqlite"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func ExampleOpen() {
	dir, err := os.MkdirTemp("", "distr-*")
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()

	ctx := context.Background()
	store, err := sqlite.Open(ctx, filepath.Join(dir, "portal.db"), sqlite.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = store.Close() }()

	err = store.Update(ctx, "acme", func(tx distr.VendorTx) error {
		return tx.AddCustomer(tenant.Customer{ID: "globex", Profile: tenant.Profile{Name: "Globex"}})
	})
	if err != nil {
		log.Fatal(err)
	}
	changes, err := store.Changed(ctx, "acme", 0)
	fmt.Println(changes.Customers, err)
	// Output: [globex] <nil>
}
