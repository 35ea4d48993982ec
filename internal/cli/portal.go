package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A portalRecord is a customer's portal: as it is set, and as it is in effect.
type portalRecord struct {
	Customer tenant.CustomerID   `json:"customer"`
	Set      bool                `json:"set"`     // for this customer
	Open     bool                `json:"open"`    // in effect
	Source   tenant.PortalSource `json:"source"`  // what decided that: customer, all or mode
	Version  string              `json:"version"` // classic or new
	Address  string              `json:"address"` // empty: none is set
}

func newPortalRecord(c tenant.Customer, p tenant.Portal) portalRecord {
	return portalRecord{c.ID, c.Portal, p.Open, p.Source, portalVersion(p.Version), p.Address}
}

func (r portalRecord) fields() []field {
	state := "closed"
	if r.Open {
		state = "open"
	}
	switch r.Source {
	case tenant.FromAll:
		state += ", as it is for all customers"
	case tenant.FromMode:
		state += ", as it always is"
	case tenant.FromCustomer: // nothing more to say
	}
	return []field{
		{"customer", string(r.Customer)},
		{"portal", state},
		{"version", r.Version},
		{"address", r.Address},
	}
}

// portalVersion is a version as people call it.
func portalVersion(v tenant.PortalVersion) string {
	if v == tenant.PortalNew {
		return "new"
	}
	return "classic"
}

func portalCommand(c *call) *cobra.Command {
	return noun("portal", "Open the portal for customers, and say which one they have.",
		portalShow(c), portalSwitch(c, "open", true), portalSwitch(c, "close", false), portalSetVersion(c), portalSettings(c))
}

func portalShow(c *call) *cobra.Command {
	cmd := verb("show CUSTOMER", "Show a customer's portal as it is in effect.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, found, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				p, err := a.Portal(cmd.Context())
				if err != nil {
					return err
				}
				return c.show(newPortalRecord(found, p))
			})
		})
	cmd.Example = `  distr portal show globex`
	return cmd
}

func portalSwitch(c *call, name string, open bool) *cobra.Command {
	short := "Close the portal for customers."
	if open {
		short = "Open the portal for customers."
	}
	cmd := verb(name+" CUSTOMER...", short, manyOperands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.bulk(cmd, args, func(ctx context.Context, a *distr.Account) (string, error) {
				_, err := a.SetPortal(ctx, open)
				return map[bool]string{true: "open", false: "closed"}[open], err
			})
		})
	cmd.Long = `The portal is the door; "distr access set" says how far people may go behind it. While
"distr portal settings" opens it for all customers, what is set for one is kept and
cannot be changed.

` + bulkHelp
	cmd.Example = fmt.Sprintf("  distr portal %s globex", name)
	return cmd
}

func portalSetVersion(c *call) *cobra.Command {
	cmd := verb("version (classic | new) CUSTOMER...", "Say which portal customers have.", manyOperands("VERSION", "CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			version, err := parsePortalVersion(args[0])
			if err != nil {
				return err
			}
			return c.bulk(cmd, args[1:], func(ctx context.Context, a *distr.Account) (string, error) {
				_, err := a.SetPortalVersion(ctx, version)
				return portalVersion(version), err
			})
		})
	cmd.Long = `Classic is the portal that you have already, new is ours. Links that are made from now
on lead there. The portal has to be open for the customer.

` + bulkHelp
	cmd.Example = `  distr portal version new globex`
	return cmd
}

func parsePortalVersion(s string) (tenant.PortalVersion, error) {
	switch s {
	case "classic":
		return tenant.PortalClassic, nil
	case "new":
		return tenant.PortalNew, nil
	}
	return "", fmt.Errorf("%w portal version %q: it is classic or new", tenant.ErrInvalid, s)
}
