package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func accessCommand(c *call) *cobra.Command {
	return noun("access", "Say how far a customer's own people may go.", accessSet(c), accessShow(c))
}

func accessSet(c *call) *cobra.Command {
	cmd := verb("set LEVEL CUSTOMER...", "Set the access level of customers.", manyOperands("LEVEL", "CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			level := tenant.Access(args[0])
			return c.bulk(cmd, args[1:], func(ctx context.Context, a *distr.Account) (string, error) {
				now, err := a.SetAccess(ctx, level)
				return string(now.Access), err
			})
		})
	cmd.Long = `LEVEL is disabled (only your own people), read-only (dashboards and reports) or full
(the customer's Administrators manage their people). It caps roles and rewrites none,
and holds from the next request on. Pulls with the customer's tokens go on, unless
"distr portal settings --stop-pulls" says otherwise.

An invitation that waits for access goes out with the first raise from disabled.

` + bulkHelp
	cmd.Example = `  distr access set full globex
  distr access set read-only - < ids.txt`
	return cmd
}

// An accessRecord is how far a customer's people may go, and why.
type accessRecord struct {
	Customer tenant.CustomerID `json:"customer"`
	Access   tenant.Access     `json:"access"`
	Portal   portalRecord      `json:"portal"`
	Archived *time.Time        `json:"archived"`
}

func (r accessRecord) fields() []field {
	return append([]field{
		{"customer", string(r.Customer)},
		{"access", string(r.Access)},
		{"archived", fmt.Sprint(r.Archived != nil)},
	}, r.Portal.fields()[1:]...)
}

func accessShow(c *call) *cobra.Command {
	cmd := verb("show CUSTOMER", "Show the access level of a customer, and the portal.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, found, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				portal, err := a.Portal(cmd.Context())
				if err != nil {
					return err
				}
				return c.show(accessRecord{found.ID, found.Access, newPortalRecord(found, portal), moment(found.Archived)})
			})
		})
	cmd.Example = `  distr access show globex`
	return cmd
}
