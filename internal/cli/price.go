package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// A priceListRecord is what units of a model cost.
type priceListRecord struct {
	Model     license.Model    `json:"model"`
	Currency  license.Currency `json:"currency"`
	Graduated bool             `json:"graduated"`
	Tiers     []tierRecord     `json:"tiers"`
	Cliffs    []cliffRecord    `json:"cliffs"` // where buying more costs less
}

type tierRecord struct {
	From int64             `json:"from"`
	To   int64             `json:"to"` // 0: and all above
	Cost license.UnitPrice `json:"cost"`
}

type cliffRecord struct {
	From  int64         `json:"from"`
	At    int64         `json:"at"`
	Saves license.Money `json:"saves"`
}

func newPriceListRecord(l distr.PriceList) priceListRecord {
	r := priceListRecord{Model: l.Model, Currency: l.Currency(), Graduated: l.Costs.Graduated, Cliffs: []cliffRecord{}}
	r.Tiers = collect(l.Costs.Tiers, func(t license.Tier) tierRecord { return tierRecord{t.From, t.To, t.Price} })
	cliffs, err := l.Costs.Cliffs()
	if err == nil { // else an amount of them does not fit, and nobody buys as much
		r.Cliffs = collect(cliffs, func(c license.Cliff) cliffRecord { return cliffRecord{c.From, c.At, c.Saves} })
	}
	return r
}

func (r priceListRecord) fields() []field {
	how, tiers := "by volume", ""
	if r.Graduated {
		how = "graduated"
	}
	for i, t := range r.Tiers {
		if i > 0 {
			tiers += ", "
		}
		switch {
		case len(r.Tiers) == 1:
			tiers = t.Cost.String()
		case t.To == 0:
			tiers += fmt.Sprintf("from %d %v", t.From, t.Cost)
		default:
			tiers += fmt.Sprintf("%d-%d %v", t.From, t.To, t.Cost)
		}
	}
	cliffs := collect(r.Cliffs, func(c cliffRecord) string {
		return fmt.Sprintf("%d-%d cost more than %d", c.From, c.At-1, c.At)
	})
	return []field{{"model", string(r.Model)}, {"currency", r.Currency.String()}, {"tiers", how}, {"costs", tiers}, {"cliffs", join(cliffs)}}
}

func priceCommand(c *call) *cobra.Command {
	return noun("price", "Say what you pay for what you sell.", priceSet(c), priceList(c))
}

func priceSet(c *call) *cobra.Command {
	var graduated bool
	cmd := verb(`set MODEL "FROM=AMOUNT CURRENCY"... [--graduated]`, "Set the price list of a model in one currency.", manyTiers,
		func(cmd *cobra.Command, args []string) error {
			model, err := license.ParseModel(args[0])
			if err != nil {
				return err
			}
			l := distr.PriceList{Model: model, Costs: license.Tiers{Graduated: graduated}}
			if l.Costs.Tiers, err = parseTiers(cmd, args[1:]); err != nil {
				return err
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				if err := v.SetPriceList(cmd.Context(), l); err != nil {
					return err
				}
				return c.show(newPriceListRecord(l))
			})
		})
	cmd.Long = `Each tier begins at a quantity and ends in front of the next one; the first begins at 1.
All units cost what the tier says that the quantity reaches, or, if they are graduated,
the units in each tier what that one says. CLIFFS are quantities that cost more than a
greater one.

The list holds for what comes from no lot, where neither plan nor license says a cost.
Only super-admins see and set it.`
	cmd.Example = `  distr price set per-scan "1=0.02 EUR" "1000=0.015 EUR"
  distr price set unlimited "1=400 EUR"
  distr price set per-asset "1=93.40 EUR" "500=88 EUR" --graduated`
	cmd.Flags().BoolVar(&graduated, "graduated", false, "the units in each tier cost what that one says (default: all units cost what the tier says that the quantity reaches)")
	return cmd
}

// manyTiers takes a model and one tier or more.
func manyTiers(cmd *cobra.Command, args []string) error {
	if len(args) > 2 {
		args = args[:2]
	}
	return operands("MODEL", "FROM=AMOUNT CURRENCY")(cmd, args)
}

// parseTiers reads tiers such as "1=0.02 EUR".
func parseTiers(cmd *cobra.Command, texts []string) (tiers []license.Tier, err error) {
	for i, text := range texts {
		from, price, found := strings.Cut(text, "=")
		tier := license.Tier{}
		if tier.From, err = strconv.ParseInt(from, 10, 64); err != nil || !found {
			return nil, misuse(cmd, "%q: a tier is the quantity from which it holds and what a unit costs, such as \"1=0.02 EUR\"", text)
		}
		if tier.Price, err = license.ParseUnitPrice(price); err != nil {
			return nil, err
		}
		if i > 0 {
			tiers[i-1].To = tier.From - 1
		}
		tiers = append(tiers, tier)
	}
	return tiers, nil
}

func priceList(c *call) *cobra.Command {
	cmd := verb("list", "List price lists.", operands(), func(cmd *cobra.Command, _ []string) error {
		return c.as(cmd.Context(), func(v *distr.Vendor) error {
			lists, err := v.PriceLists(cmd.Context())
			if err != nil {
				return err
			}
			return list(c, collect(lists, newPriceListRecord), `None yet. Set one with "distr price set MODEL".`)
		})
	})
	cmd.Example = `  distr price list`
	return cmd
}
