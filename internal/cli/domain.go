package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A domainsRecord is which addresses may be invited at a customer.
type domainsRecord struct {
	Customer   tenant.CustomerID `json:"customer"`
	Restricted bool              `json:"restricted"`
	Domains    []string          `json:"domains"`
}

func newDomainsRecord(c tenant.Customer) domainsRecord {
	return domainsRecord{c.ID, c.DomainsOnly, texts(c.Domains)}
}

func (r domainsRecord) fields() []field {
	who := "everybody"
	switch {
	case r.Restricted && len(r.Domains) == 0:
		who = "nobody: no domain is listed"
	case r.Restricted:
		who = "addresses of these domains"
	}
	return []field{
		{"customer", string(r.Customer)},
		{"may be invited", who},
		{"domains", join(r.Domains)},
	}
}

func domainCommand(c *call) *cobra.Command {
	return noun("domain", "Say of which domains people may be invited.",
		domainList(c), domainAdd(c), domainRemove(c), domainRestrict(c))
}

func domainList(c *call) *cobra.Command {
	cmd := verb("list CUSTOMER", "Show of which domains people may be invited.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				_, found, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				return c.show(newDomainsRecord(found))
			})
		})
	cmd.Example = `  distr domain list globex`
	return cmd
}

func domainAdd(c *call) *cobra.Command {
	cmd := verb("add CUSTOMER DOMAIN...", "List domains of which people may be invited.", manyOperands("CUSTOMER", "DOMAIN"),
		func(cmd *cobra.Command, args []string) error {
			return c.domains(cmd, args, (*distr.Account).AllowDomains)
		})
	cmd.Long = `A domain stands for itself, and not for those below it. The list counts while
"distr domain restrict" is on. Who is a member already stays one.`
	cmd.Example = `  distr domain add globex globex.example globex.co.example`
	return cmd
}

func domainRemove(c *call) *cobra.Command {
	cmd := verb("remove CUSTOMER DOMAIN...", "Take domains off the list.", manyOperands("CUSTOMER", "DOMAIN"),
		func(cmd *cobra.Command, args []string) error {
			return c.domains(cmd, args, (*distr.Account).DisallowDomains)
		})
	cmd.Long = `Who is a member already stays one; an invitation that was not accepted yet can no
longer be.`
	cmd.Example = `  distr domain remove globex globex.co.example`
	return cmd
}

// domains changes the list.
func (c *call) domains(cmd *cobra.Command, args []string, do func(*distr.Account, context.Context, ...tenant.Domain) (tenant.Customer, error)) error {
	var named []tenant.Domain
	for _, arg := range args[1:] {
		d, err := tenant.ParseDomain(arg)
		if err != nil {
			return err
		}
		named = append(named, d)
	}
	return c.change(cmd.Context(), func(v *distr.Vendor) error {
		a, _, err := account(cmd.Context(), v, args[0])
		if err != nil {
			return err
		}
		now, err := do(a, cmd.Context(), named...)
		if err != nil {
			return err
		}
		return c.show(newDomainsRecord(now))
	})
}

func domainRestrict(c *call) *cobra.Command {
	cmd := verb("restrict CUSTOMER (on | off)", "Let only addresses of the listed domains be invited, or all.", operands("CUSTOMER", "on|off"),
		func(cmd *cobra.Command, args []string) error {
			if args[1] != "on" && args[1] != "off" {
				return misuse(cmd, "%q: it is on or off", args[1])
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				now, err := a.RestrictDomains(cmd.Context(), args[1] == "on")
				if err != nil {
					return err
				}
				return c.show(newDomainsRecord(now))
			})
		})
	cmd.Long = `While it is on and no domain is listed, nobody can be invited.`
	cmd.Example = `  distr domain restrict globex on`
	return cmd
}
