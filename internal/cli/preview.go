package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type previewRecord struct {
	Customer tenant.CustomerID      `json:"customer"`
	At       *time.Time             `json:"at"`
	Stopped  string                 `json:"stopped"` // why no token of theirs is accepted now; empty: they are
	Products []productPreviewRecord `json:"products"`
}

type productPreviewRecord struct {
	Product      entitlement.ProductID     `json:"product"`
	Kind         entitlement.Kind          `json:"kind"`
	Feature      tenant.Feature            `json:"feature"` // the one that gates it
	Grants       []grantRecord             `json:"grants"`
	Repositories []repositoryPreviewRecord `json:"repositories"`
}

type repositoryPreviewRecord struct {
	Repository entitlement.RepositoryPath `json:"repository"`
	standingRecord
	Tags      []heldTagRecord `json:"tags"` // the version that was published last first
	Aliases   []aliasRecord   `json:"aliases"`
	Referrers int             `json:"referrers"`
}

type standingRecord struct {
	Visible bool               `json:"visible"`
	Reason  entitlement.Reason `json:"reason"`
	Until   *time.Time         `json:"until"`
}

type heldTagRecord struct {
	Tag     string              `json:"tag"`
	Version string              `json:"version"`
	Digest  string              `json:"digest"`
	Grant   entitlement.GrantID `json:"grant"`
	Until   *time.Time          `json:"until"`
}

type aliasRecord struct {
	Alias   string `json:"alias"`
	Version string `json:"version"`
	Digest  string `json:"digest"`
}

func newPreviewRecord(customer tenant.CustomerID, p distr.Preview) previewRecord {
	return previewRecord{customer, moment(p.At), whyStopped(p), collect(p.Products, func(of distr.ProductPreview) productPreviewRecord {
		return productPreviewRecord{
			Product: of.Product.ID, Kind: of.Product.Kind, Feature: of.Feature,
			Grants:       collect(of.Grants, func(g entitlement.Grant) grantRecord { return newGrantRecord(customer, g) }),
			Repositories: collect(of.Repositories, newRepositoryPreviewRecord),
		}
	})}
}

// whyStopped is why no token of the customer's is accepted, for people.
func whyStopped(p distr.Preview) string {
	if p.Stopped == nil {
		return ""
	}
	return plainly(p.Stopped)
}

// plainly is why tokens are refused, without the word for it.
func plainly(err error) string {
	text := err.Error()
	if _, why, found := strings.Cut(text, tenant.ErrUnauthenticated.Error()+": "); found {
		return why
	}
	return text
}

func newRepositoryPreviewRecord(r distr.RepositoryPreview) repositoryPreviewRecord {
	return repositoryPreviewRecord{
		Repository: r.Repository, standingRecord: newStandingRecord(r.Standing),
		Tags: collect(r.Tags, newHeldTagRecord), Referrers: r.Referrers,
		Aliases: collect(r.Aliases, func(a entitlement.Alias) aliasRecord {
			return aliasRecord{a.Tag, a.Version, a.Digest.String()}
		}),
	}
}

func newStandingRecord(s distr.Standing) standingRecord {
	return standingRecord{s.Visible, s.Reason, moment(s.Until)}
}

func newHeldTagRecord(t distr.HeldTag) heldTagRecord {
	return heldTagRecord{t.Tag, t.Version, t.Digest.String(), t.Grant, moment(t.Until)}
}

func previewCommand(c *call) *cobra.Command {
	var at string
	var only words
	var all bool
	cmd := verb("preview CUSTOMER [--at DATE] [--repository PATH...] [--all]", "Show what a customer sees, now or at a date to come.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			ahead, err := parseAhead(at, time.Now())
			if err != nil {
				return err
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				seen, err := a.Preview(cmd.Context(), ahead, collect(only, func(r string) entitlement.RepositoryPath { return entitlement.RepositoryPath(r) })...)
				if err != nil {
					return about(aRepository, err)
				}
				shown := previewText{customer: customer.ID, seen: seen, ahead: !ahead.IsZero(), most: newest}
				if all {
					shown.most = everything
				}
				return c.answer(newPreviewRecord(customer.ID, seen), shown.write)
			})
		})
	cmd.Long = fmt.Sprintf(`The tags that the customer can pull, until when and by which grant; the aliases,
and which version each of them means to this customer; and what the registry
says of repositories of which nothing can be pulled. It is what the registry
itself goes by.

A DATE such as 2026-12-31 is the beginning of that day in UTC. An instant can be
given too, such as 2026-12-31T18:00:00Z. What is seen then is what is left if
nothing is granted or published until then.

For people the newest %d of each list are shown, with --all all of them; with
--json they always are.`, newest)
	cmd.Example = `  distr preview globex
  distr preview globex --at 2027-01-01 --repository acme/app
  distr preview globex --json`
	cmd.Flags().StringVar(&at, "at", "", "show what is seen at `DATE` (default: now)")
	cmd.Flags().Var(&only, "repository", "show only the repository `PATH`; several with commas, or the flag again")
	cmd.Flags().BoolVar(&all, "all", false, "show every tag and alias")
	return cmd
}

// parseAhead reads an instant to come; the zero time is now, and so is today.
func parseAhead(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		if at, err = entitlement.ParseEnd(s); err != nil {
			return at, err
		}
	} else if at.Equal(now.UTC().Truncate(24 * time.Hour)) {
		return time.Time{}, nil
	}
	if at.Before(now) {
		return at, fmt.Errorf("%w date %q: it has passed, and a preview looks ahead; what was pulled and what was changed say \"distr pulls\" and \"distr events\"", entitlement.ErrInvalid, s)
	}
	return at, nil
}
