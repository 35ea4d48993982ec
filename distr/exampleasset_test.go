package distr_test

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/license"
)

// Each asset of a list is added or refused by itself, and says what it makes out.
func ExampleAccount_AddAssets() {
	ctx := context.Background()
	acme := distr.New(memory.New(), distr.Config{}).Vendor("acme").As(distr.Program("acme-portal"))
	_, err := acme.CreateCustomer(ctx, distr.NewCustomer{ID: "globex", Name: "Globex"})
	must(err)
	globex := acme.Account("globex")
	out, err := globex.AddAssets(ctx, []distr.NewAsset{
		{Text: "Example.com"},
		{Text: "192.0.2.1"},
		{Text: "192.0.2.0/29"},
		{Text: "https://api.example.com/v1/", Kind: license.API},
		{Text: "*.example.com"},
	})
	must(err)
	for _, r := range out.Results {
		if r.Err != nil {
			fmt.Println(r.Err)
			continue
		}
		fmt.Printf("%s (%s) +%d\n", r.Asset, r.Asset.Kind, r.Counts)
	}
	fmt.Println("total:", out.Count.Current)

	gone, err := globex.ArchiveAssets(ctx, []string{"192.0.2.0/29"})
	must(err)
	fmt.Println("total:", gone.Count.Current, "peak:", gone.Count.Peak)
	// Output:
	// example.com (domain) +1
	// 192.0.2.1 (ip) +1
	// 192.0.2.0/29 (ip) +7
	// https://api.example.com/v1 (api) +1
	// invalid asset "*.example.com": a wildcard counts nothing; add each name that is found there
	// total: 10
	// total: 3 peak: 10
}
