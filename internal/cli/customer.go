package cli

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type customerRecord struct {
	ID       tenant.CustomerID `json:"id"`
	Name     string            `json:"name"`
	Email    tenant.Email      `json:"email,omitempty"`
	Features []string          `json:"features"`
	Access   tenant.Access     `json:"access"`
	Created  *time.Time        `json:"created"`
}

func newCustomerRecord(c tenant.Customer) customerRecord {
	return customerRecord{
		ID: c.ID, Name: c.Name, Email: c.Email, Features: texts(c.Features), Access: c.Access, Created: moment(c.Created),
	}
}

func (r customerRecord) fields() []field {
	return []field{
		{"id", string(r.ID)},
		{"name", r.Name},
		{"email", string(r.Email)},
		{"features", join(r.Features)},
		{"access", string(r.Access)},
		{"created", clock(r.Created, "")},
	}
}

func customerCommand(c *call) *cobra.Command {
	return noun("customer", "Add customers, and see who they are.",
		customerAdd(c), customerList(c), customerShow(c))
}

func customerAdd(c *call) *cobra.Command {
	var n distr.NewCustomer
	var id string
	cmd := verb("add NAME [--id ID] [--email E]", "Add a customer.", operands("NAME"),
		func(cmd *cobra.Command, args []string) error {
			n.Name, n.ID = args[0], tenant.CustomerID(id)
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				added, err := v.CreateCustomer(cmd.Context(), n)
				if err != nil {
					return about(aCustomer, err)
				}
				return c.show(newCustomerRecord(added))
			})
		})
	cmd.Long = `The features deployments and artifacts are on to begin with, and nothing is
granted. The ID is what other commands call the customer.`
	cmd.Example = `  distr customer add "Globex Corporation" --id globex --email it@globex.example`
	cmd.Flags().StringVar(&id, "id", "", "call the customer `ID`: letters, digits and . _ - (default: one is made)")
	cmd.Flags().StringVar(&n.Email, "email", "", "write to the customer at `ADDRESS`")
	return cmd
}

func customerList(c *call) *cobra.Command {
	cmd := verb("list", "List the customers.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				all, err := v.Customers(cmd.Context(), distr.CustomerQuery{})
				if err != nil {
					return err
				}
				return list(c, collect(all, newCustomerRecord), `No customers yet. Add one with "distr customer add NAME".`)
			})
		})
	cmd.Example = `  distr customer list --json`
	return cmd
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
