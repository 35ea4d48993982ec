package distr_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An invitation's secret goes into the link of a letter, behind the #. It is shown
// once, by Reveal.
func ExampleAccount_Invite() {
	ctx := context.Background()
	globex := examplePortal(ctx).Account("globex")

	ann, err := globex.Invite(ctx, distr.NewMember{Email: "Ann@Globex.example"})
	must(err)
	fmt.Println(ann.Member.Email, ann.Member.Role, "pending:", ann.Member.Pending())
	fmt.Println(ann.Token, len(ann.Token.Reveal()) > 50)

	_, err = globex.RestrictDomains(ctx, true)
	must(err)
	_, err = globex.Invite(ctx, distr.NewMember{Email: "bob@initech.example"})
	fmt.Println(err)
	// Output:
	// ann@globex.example administrator pending: true
	// dsi_*** true
	// domain_not_allowed: the customer's list of domains lacks initech.example; add it there, or lift the restriction
}

// The page behind the link looks at the invitation, and accepts it when somebody
// presses the button. From then on they may do what their role allows.
func ExampleVendor_Accept() {
	ctx := context.Background()
	acme := examplePortal(ctx)
	ann, err := acme.Account("globex").Invite(ctx, distr.NewMember{Email: "ann@globex.example"})
	must(err)
	link := ann.Token.Reveal()

	page := acme.As(distr.Actor{}) // nobody is signed in
	token, err := tenant.ParseInviteToken(link)
	must(err)
	opened, err := page.LookAt(ctx, token)
	must(err)
	fmt.Println(opened.By, "invites", opened.Email, "to", opened.Customer.Name)
	_, err = page.Accept(ctx, token, "Ann Smith")
	must(err)
	_, err = page.Accept(ctx, token, "Ann Smith")
	fmt.Println(err, errors.Is(err, tenant.ErrConflict))

	members, err := acme.As(distr.CustomerUser("ann@globex.example")).Account("globex").Members(ctx)
	must(err)
	fmt.Println(members[0].Name, members[0].Role)
	// Output:
	// acme-portal invites ann@globex.example to Globex
	// the invitation has been accepted already; sign in instead true
	// Ann Smith administrator
}

// Staff see the customers that they are assigned to.
func ExampleVendor_Assign() {
	ctx := context.Background()
	acme := examplePortal(ctx)
	_, err := acme.CreateCustomer(ctx, distr.NewCustomer{ID: "initech", Name: "Initech"})
	must(err)
	_, err = acme.InviteStaff(ctx, distr.NewMember{Email: "boss@acme.example"}) // the first is in at once
	must(err)
	bob, err := acme.InviteStaff(ctx, distr.NewMember{Email: "bob@acme.example", Role: tenant.User})
	must(err)
	_, err = acme.Accept(ctx, bob.Token, "Bob")
	must(err)
	must(acme.Assign(ctx, bob.Member.ID, "initech"))

	for _, email := range []tenant.Email{"boss@acme.example", "bob@acme.example"} {
		customers, err := acme.As(distr.Staff(email)).Customers(ctx, distr.CustomerQuery{})
		must(err)
		fmt.Println(email, len(customers))
	}
	// Output:
	// boss@acme.example 2
	// bob@acme.example 1
}

// examplePortal is a vendor with a customer whose people may come in.
func examplePortal(ctx context.Context) *distr.Vendor {
	acme := distr.New(memory.New(), distr.Config{}).Vendor("acme").As(distr.Program("acme-portal"))
	_, err := acme.CreateCustomer(ctx, distr.NewCustomer{ID: "globex", Name: "Globex", Portal: true, Access: tenant.AccessFull})
	must(err)
	return acme
}
