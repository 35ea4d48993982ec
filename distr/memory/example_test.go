package memory_test

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What one update writes is kept together, in the room of one vendor.
func Example() {
	ctx, store := context.Background(), memory.New()
	err := store.Update(ctx, "acme", func(tx distr.VendorTx) error {
		if err := tx.AddCustomer(tenant.Customer{ID: "globex", Profile: tenant.Profile{Name: "Globex"}}); err != nil {
			return err
		}
		return tx.Append(distr.Event{ID: "evt_1", Seq: 1, Kind: distr.CustomerAdded, Customer: "globex", Data: []byte("{}")})
	})
	if err != nil {
		fmt.Println(err)
	}
	for _, vendor := range []tenant.VendorID{"acme", "ACME"} {
		err := store.View(ctx, vendor, func(v distr.VendorView) error {
			version, err := v.Version()
			if err != nil {
				return err
			}
			customers, err := v.Customers(distr.CustomerQuery{})
			fmt.Println(vendor, "at", version, "has", len(customers))
			return err
		})
		if err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// acme at 1 has 1
	// ACME at 0 has 0
}

// A view or transaction is good for the function that it was given to.
func ExampleStore_Update_ended() {
	ctx, store := context.Background(), memory.New()
	var kept distr.VendorTx
	if err := store.Update(ctx, "acme", func(tx distr.VendorTx) error { kept = tx; return nil }); err != nil {
		fmt.Println(err)
	}
	fmt.Println(kept.AddCustomer(tenant.Customer{ID: "globex"}))
	// Output:
	// this view or transaction has ended: use it only within the function that it was given to
}
