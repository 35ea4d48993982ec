package distr_test

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// The access level caps what a customer's own people may do, from their next
// request on. Their roles stay as they are.
func ExampleAccount_SetAccess() {
	ctx := context.Background()
	acme := distr.New(memory.New(), distr.Config{}).Vendor("acme").As(distr.Operator())
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex", Portal: true, Access: tenant.AccessFull})
	must(err)
	globex := acme.Account(c.ID)
	invited, err := globex.Invite(ctx, distr.NewMember{Email: "ann@globex.example"})
	must(err)
	_, err = acme.Accept(ctx, invited.Token, "Ann")
	must(err)

	ann := acme.As(distr.CustomerUser("ann@globex.example")).Account(c.ID)
	for _, level := range []tenant.Access{tenant.AccessFull, tenant.AccessReadOnly, tenant.AccessDisabled} {
		_, err = globex.SetAccess(ctx, level)
		must(err)
		_, _, err = ann.NewToken(ctx, "ci")
		fmt.Println(level, err)
	}
	// Output:
	// full <nil>
	// read-only ann@globex.example: may not manage tokens: the customer's people have read-only access; ask the vendor for full access
	// disabled ann@globex.example: may not manage tokens: the customer's people have no access; ask the vendor
}

// To start an installation makes a service account of its name. The token is shown
// once, and is good until somebody rotates or revokes it.
func ExampleAccount_Install() {
	ctx := context.Background()
	acme := distr.New(memory.New(), distr.Config{}).Vendor("acme").As(distr.Operator())
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"})
	must(err)
	globex := acme.Account(c.ID)
	started, err := globex.Install(ctx, distr.NewInstallation{Name: "production cluster"})
	must(err)
	token, err := tenant.ParseToken(started.Token.Reveal()) // what the customer's machines send
	must(err)
	_, err = acme.Authenticate(ctx, token)
	fmt.Println(started.Credential.Name, token, err)

	holder, err := acme.WhoHas(ctx, token)
	must(err)
	fmt.Println(holder.Customer == c.ID, holder.Installation == started.Installation.ID)

	must(globex.RevokeInstallation(ctx, started.Installation.ID))
	_, err = acme.Authenticate(ctx, token)
	fmt.Println(err)
	// Output:
	// production cluster dst_*** <nil>
	// true true
	// unauthenticated: the token was revoked
}

// An archived customer is only looked at, and its tokens open nothing, until it is
// unarchived.
func ExampleAccount_Archive() {
	ctx := context.Background()
	acme := distr.New(memory.New(), distr.Config{}).Vendor("acme").As(distr.Operator())
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"})
	must(err)
	globex := acme.Account(c.ID)
	_, token, err := globex.NewToken(ctx, "cluster")
	must(err)

	_, err = globex.Archive(ctx)
	must(err)
	_, err = acme.Authenticate(ctx, token)
	fmt.Println(err)
	_, err = globex.Unarchive(ctx)
	must(err)
	_, err = acme.Authenticate(ctx, token)
	fmt.Println(err)
	// Output:
	// unauthenticated: the customer is archived
	// <nil>
}

// A vendor defines features of its own. What they switch is for its programs to say.
func ExampleVendor_DefineFeature() {
	ctx := context.Background()
	acme := distr.New(memory.New(), distr.Config{}).Vendor("acme").As(distr.Operator())
	must(acme.DefineFeature(ctx, tenant.FeatureDef{Name: "sso", Requires: []tenant.Feature{tenant.SupportBundles}}))
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"})
	must(err)
	on, switched, err := acme.Account(c.ID).Enable(ctx, "sso")
	must(err)
	fmt.Println("switched on:", switched)
	fmt.Println("now on:", on)
	// Output:
	// switched on: sso, support-bundles
	// now on: artifacts, deployments, sso, support-bundles
}
