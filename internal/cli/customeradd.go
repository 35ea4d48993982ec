package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A newCustomerCall is a call of "customer add": what its flags say.
type newCustomerCall struct {
	id, email, plan, access, version string
	features, domains                words
	portal, invite                   bool
}

func customerAdd(c *call) *cobra.Command {
	var f newCustomerCall
	cmd := verb("add NAME [--id ID] [--email E] [--plan P] [--feature F...] [--access L] [--portal] [--portal-version V] [--domain D...] [--invite]",
		"Add a customer.", operands("NAME"),
		func(cmd *cobra.Command, args []string) error {
			n, err := f.customer(cmd, args[0])
			if err != nil {
				return err
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				added, err := v.CreateCustomer(cmd.Context(), n)
				if err != nil {
					return aboutNew(err)
				}
				return c.show(newCustomerRecord(added))
			})
		})
	cmd.Long = `The features deployments and artifacts are on to begin with, unless --feature says which,
and nothing is granted. The ID is what other commands call the customer.

If "distr portal settings --auto-invite" is on, the address is invited. --invite=false
leaves that out for this one. While the access level is disabled the invitation waits.`
	cmd.Example = `  distr customer add "Globex Corporation" --id globex --email it@globex.example
  distr customer add Initech --plan gold --feature deployments,alerts --access full --portal`
	flags := cmd.Flags()
	flags.StringVar(&f.id, "id", "", "call the customer `ID`: letters, digits and . _ - (default: one is made)")
	flags.StringVar(&f.email, "email", "", "write to the customer at `ADDRESS`")
	flags.StringVar(&f.plan, "plan", "", "sell it the plan of the name `P`, if there is one; any other text is a label")
	flags.Var(&f.features, "feature", "switch on the feature `F`, and what it needs, and no other; several with commas, or the flag again")
	flags.StringVar(&f.access, "access", "", "set the access `LEVEL`: disabled, read-only or full")
	flags.BoolVar(&f.portal, "portal", false, "open the portal")
	flags.StringVar(&f.version, "portal-version", "", "classic or new is the `VERSION` of the portal")
	flags.Var(&f.domains, "domain", "let only people of the domain `D` be invited; several with commas, or the flag again")
	flags.BoolVar(&f.invite, "invite", false, "invite the address, or not, whatever is set for all")
	return cmd
}

// aboutNew says what to do about an ID that is taken. Other conflicts say it
// themselves.
func aboutNew(err error) error {
	if errors.Is(err, tenant.ErrConflict) && !strings.Contains(err.Error(), "there is a customer") {
		return err
	}
	return about(aCustomer, err)
}

func (f *newCustomerCall) customer(cmd *cobra.Command, name string) (n distr.NewCustomer, err error) {
	n = distr.NewCustomer{
		ID: tenant.CustomerID(f.id), Name: name, Email: f.email, Plan: f.plan, Access: tenant.Access(f.access), Portal: f.portal,
	}
	for _, feature := range f.features {
		n.Features = append(n.Features, tenant.Feature(feature))
	}
	for _, text := range f.domains {
		d, err := tenant.ParseDomain(text)
		if err != nil {
			return n, err
		}
		n.Domains = append(n.Domains, d)
	}
	if f.version != "" {
		if n.PortalVersion, err = parsePortalVersion(f.version); err != nil {
			return n, err
		}
	}
	if cmd.Flags().Changed("invite") {
		n.Invite = &f.invite
	}
	return n, nil
}
