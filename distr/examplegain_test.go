package distr_test

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// What would a customer gain by a grant? Ask before it is made.
func ExampleAccount_TryGrant() {
	ctx := context.Background()
	globex := exampleAccount(ctx)
	gain, err := globex.TryGrant(ctx, distr.NewGrant{Product: "app", Versions: entitlement.All()})
	must(err)
	for _, r := range gain.Repositories {
		for _, tag := range r.Gained {
			fmt.Println(r.Repository, "gains", tag.Tag)
		}
		fmt.Println("latest:", r.Aliases[0].From, "→", r.Aliases[0].To)
	}
	grants, err := globex.Grants(ctx)
	must(err)
	fmt.Println("grants:", len(grants))
	// Output:
	// acme/app gains 2.0.0
	// acme/app gains 1.5.0
	// latest: 1.4.2 → 2.0.0
	// grants: 1
}

// What does a customer see?
func ExampleAccount_Preview() {
	ctx := context.Background()
	seen, err := exampleAccount(ctx).Preview(ctx, time.Time{})
	must(err)
	for _, product := range seen.Products {
		for _, r := range product.Repositories {
			for _, tag := range r.Tags {
				fmt.Println(r.Repository, tag.Tag)
			}
			for _, alias := range r.Aliases {
				fmt.Println(alias.Tag, "→", alias.Version)
			}
		}
	}
	// Output:
	// acme/app 1.4.2
	// latest → 1.4.2
	// 1 → 1.4.2
	// v1 → 1.4.2
	// 1.4 → 1.4.2
	// v1.4 → 1.4.2
}

// exampleAccount is a customer who holds one version of three.
func exampleAccount(ctx context.Context) *distr.Account {
	walker := newRegistry()
	acme := distr.New(memory.New(), distr.Config{Walker: walker}).Vendor("acme").As(distr.Operator())
	_, err := acme.CreateProduct(ctx, entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}})
	must(err)
	for _, version := range []string{"1.4.2", "1.5.0", "2.0.0"} {
		walker.push("acme/app", version, "the image of "+version)
		_, err := acme.Publish(ctx, "app", version, "")
		must(err)
	}
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"})
	must(err)
	globex := acme.Account(c.ID)
	_, err = globex.Grant(ctx, distr.NewGrant{Product: "app", Versions: entitlement.Only("1.4.2")})
	must(err)
	return globex
}
