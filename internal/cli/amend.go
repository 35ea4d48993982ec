package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func grantAmend(c *call) *cobra.Command {
	var change distr.Amendment
	var expires string
	var dry bool
	which := selection{version: "add-version", all: "all", match: "add-match"}
	cmd := verb("amend CUSTOMER GRANT [--add-version V... | --all | --add-match RANGE] [--expires DATE|never|now] [--name N] [--dry-run]",
		"Add to a grant, move its end, or rename it.", operands("CUSTOMER", "GRANT"),
		func(cmd *cobra.Command, args []string) (err error) {
			if which.given(cmd) == 0 && expires == "" && change.Name == "" {
				return misuse(cmd, "nothing to change: use --add-version, --all, --add-match, --expires or --name")
			}
			if change.Add, err = which.versions(cmd); err != nil {
				return err
			}
			if expires != "" {
				end, err := parseNewEnd(expires, time.Now())
				if err != nil {
					return err
				}
				change.Expires = &end
			}
			if dry {
				return c.try(cmd.Context(), args[0], func(a *distr.Account) (distr.Gain, error) {
					g, err := findGrant(cmd.Context(), a, args[1])
					if err != nil {
						return distr.Gain{}, about(aGrant, err)
					}
					return a.TryAmend(cmd.Context(), g.ID, change)
				})
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				g, err := findGrant(cmd.Context(), a, args[1])
				if err != nil {
					return about(aGrant, err)
				}
				if g, err = a.Amend(cmd.Context(), g.ID, change); err != nil {
					return about(aVersion, err)
				}
				return c.show(newGrantRecord(customer.ID, g))
			})
		})
	cmd.Long = `GRANT is the ID or the name of one of the customer's grants. It can gain versions
and can't lose any: let it end, and grant anew what is still wanted.

` + rangeHelp + `

` + endHelp + ` The end
can be moved to any date. If that has passed, or is now, the grant has ended, and the
customer gets a letter that says so.

` + dryHelp
	cmd.Example = `  distr grant amend globex app --add-version 1.5.0 --expires 2027-12-31
  distr grant amend globex app --add-match "^2" --dry-run
  distr grant amend globex grt_g3xqk2v7n5bd4ayt --expires now`
	cmd.SetFlagErrorFunc(narrowing)
	which.define(cmd)
	cmd.Flags().StringVar(&expires, "expires", "", "let it hold until `DATE`, never end, or end now")
	cmd.Flags().StringVar(&change.Name, "name", "", "call it `NAME` from now on")
	defineDry(cmd, &dry)
	return cmd
}

// narrowing answers flags with which somebody would set the versions of a grant.
func narrowing(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) && slices.Contains([]string{"version", "match"}, unknown.GetSpecifiedName()) {
		return misuse(cmd, "unknown flag --%s: a grant gains versions and loses none, so it is --add-%[1]s", unknown.GetSpecifiedName())
	}
	return misuse(cmd, "%w", err)
}

// parseNewEnd reads where the end of a grant is moved to; the zero time is never.
func parseNewEnd(s string, now time.Time) (time.Time, error) {
	switch s {
	case "never":
		return time.Time{}, nil
	case "now":
		return now, nil
	}
	end, err := entitlement.ParseEnd(s)
	if err != nil {
		return end, fmt.Errorf("%w; or write never, or now", err)
	}
	return end, nil
}

// findGrant finds a grant by its ID, or else by its name.
func findGrant(ctx context.Context, a *distr.Account, idOrName string) (entitlement.Grant, error) {
	all, err := a.Grants(ctx)
	if err != nil {
		return entitlement.Grant{}, err
	}
	for _, is := range []func(entitlement.Grant) bool{
		func(g entitlement.Grant) bool { return string(g.ID) == idOrName },
		func(g entitlement.Grant) bool { return g.Name == idOrName },
	} {
		if i := slices.IndexFunc(all, is); i >= 0 {
			return all[i], nil
		}
	}
	return entitlement.Grant{}, fmt.Errorf("grant %q of %s: %w", idOrName, a.ID(), tenant.ErrNotFound)
}
