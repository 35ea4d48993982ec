package distr_test

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A vendor sells two versions and grants a customer one of them.
func Example() {
	ctx := context.Background()
	walker := newRegistry() // in a program: registryproxy.Walker
	walker.push("acme/app", "1.4.2", "the image of 1.4.2")
	walker.push("acme/app", "2.0.0", "the image of 2.0.0")

	hub := distr.New(memory.New(), distr.Config{Walker: walker})
	acme := hub.Vendor("acme").As(distr.Program("acme-portal"))
	_, err := acme.CreateProduct(ctx, entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}})
	must(err)
	for _, version := range []string{"1.4.2", "2.0.0"} {
		_, err := acme.Publish(ctx, "app", version, "")
		must(err)
	}

	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex", Email: "it@globex.example"})
	must(err)
	globex := acme.Account(c.ID)
	_, err = globex.Grant(ctx, distr.NewGrant{
		Product:  "app",
		Versions: entitlement.Only("1.4.2"),
		Expires:  time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	must(err)

	for _, reference := range []string{"acme/app:1.4.2", "acme/app:2.0.0"} {
		decision, err := globex.Check(ctx, reference)
		must(err)
		fmt.Println(reference, decision.Allowed, decision.Reason)
	}
	// Output:
	// acme/app:1.4.2 true granted
	// acme/app:2.0.0 false not_covered
}

// Alerts requires Deployments: one is switched along with the other.
func ExampleAccount_Enable() {
	ctx := context.Background()
	acme := distr.New(memory.New(), distr.Config{}).Vendor("acme").As(distr.Operator())
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"})
	must(err)
	globex := acme.Account(c.ID)

	_, off, err := globex.Disable(ctx, tenant.Deployments)
	must(err)
	on, switched, err := globex.Enable(ctx, tenant.Alerts)
	must(err)
	fmt.Println("switched off:", off)
	fmt.Println("switched on:", switched)
	fmt.Println("now on:", on)
	// Output:
	// switched off: deployments
	// switched on: alerts, deployments
	// now on: alerts, artifacts, deployments
}

// A token is shown once, by Reveal; everything else hides it.
func ExampleAccount_NewToken() {
	ctx := context.Background()
	acme := distr.New(memory.New(), distr.Config{}).Vendor("acme").As(distr.Operator())
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"})
	must(err)
	credential, token, err := acme.Account(c.ID).NewToken(ctx, "production cluster")
	must(err)
	fmt.Println(credential.Name, token, len(token.Reveal()) > 50)
	// Output: production cluster dst_*** true
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
