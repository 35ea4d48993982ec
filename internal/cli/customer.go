package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

func customerCommand(c *call) *cobra.Command {
	return noun("customer", "Add customers, and see who they are.",
		customerAdd(c), customerList(c), customerShow(c), customerEdit(c), customerArchive(c), customerUnarchive(c))
}

func customerShow(c *call) *cobra.Command {
	cmd := verb("show ID", "Show one customer.", operands("ID"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				_, found, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				return c.show(newCustomerRecord(found))
			})
		})
	cmd.Example = `  distr customer show globex`
	return cmd
}

func customerEdit(c *call) *cobra.Command {
	var name, email, plan string
	cmd := verb("edit CUSTOMER [--name N] [--email E|none] [--plan P|none]", "Change a customer's name, address or plan.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			var change distr.Edit
			for flag, to := range map[string]**string{"name": &change.Name, "email": &change.Email, "plan": &change.Plan} {
				if given := cmd.Flag(flag); given.Changed {
					text := given.Value.String()
					if flag != "name" && text == "none" {
						text = ""
					}
					*to = &text
				}
			}
			if change == (distr.Edit{}) {
				return misuse(cmd, "nothing to change: use --name, --email or --plan")
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				now, err := a.Edit(cmd.Context(), change)
				if err != nil {
					return err
				}
				return c.show(newCustomerRecord(now))
			})
		})
	cmd.Long = `A plan of "distr plan list" is sold from now on, unless the customer has a license of its
model; any other text is a label.`
	cmd.Example = `  distr customer edit globex --email it@globex.example --plan gold`
	cmd.Flags().StringVar(&name, "name", "", "call it `NAME`")
	cmd.Flags().StringVar(&email, "email", "", "write to `ADDRESS`; none: to nobody")
	cmd.Flags().StringVar(&plan, "plan", "", "put it on the plan `P`; none: on none")
	return cmd
}

func customerArchive(c *call) *cobra.Command {
	cmd := verb("archive CUSTOMER...", "Put customers aside: nothing of theirs is lost, and nothing works.", manyOperands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.bulk(cmd, args, func(ctx context.Context, a *distr.Account) (string, error) {
				_, err := a.Archive(ctx)
				return "archived", err
			})
		})
	cmd.Long = `Their tokens are refused from the next request on and their people do not get in. They
are left out of "distr customer list", and only looked at until "distr customer unarchive".
Periods of their licenses that begin meanwhile are never charged.

` + bulkHelp
	cmd.Example = `  distr customer archive globex initech`
	return cmd
}

func customerUnarchive(c *call) *cobra.Command {
	cmd := verb("unarchive CUSTOMER...", "Bring archived customers back, as they were.", manyOperands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.bulk(cmd, args, func(ctx context.Context, a *distr.Account) (string, error) {
				_, err := a.Unarchive(ctx)
				return "active", err
			})
		})
	cmd.Long = bulkHelp
	cmd.Example = `  distr customer unarchive globex`
	return cmd
}
