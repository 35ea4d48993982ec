package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// A planRecord is a plan without its price.
type planRecord struct {
	Name     string           `json:"name"`
	Model    license.Model    `json:"model"`
	Quantity int64            `json:"quantity"` // 0 of what is not metered
	Every    license.Interval `json:"every"`
	Alerts   []int            `json:"alerts"` // percentages
	Overage  license.Overage  `json:"overage"`
}

func newPlanRecord(p license.Plan) planRecord {
	r := planRecord{p.Name, p.Model, p.Quantity, p.Every, p.Alerts, p.Overage}
	if r.Alerts == nil {
		r.Alerts = append([]int{}, p.Model.Alerts()...)
	}
	if r.Overage == "" {
		r.Overage = license.AlertOnly
	}
	return r
}

func (r planRecord) fields() []field {
	quantity := "unlimited"
	if r.Model.Metered() {
		quantity = fmt.Sprint(r.Quantity)
	}
	return []field{
		{"name", r.Name}, {"model", string(r.Model)}, {"quantity", quantity}, {"every", string(r.Every)}, {"alerts", percentages(r.Alerts)}, {"overage", string(r.Overage)},
	}
}

func percentages(list []int) string {
	texts := collect(list, func(p int) string { return fmt.Sprintf("%d%%", p) })
	if len(texts) == 0 {
		return "none"
	}
	return join(texts)
}

// A pricedPlanRecord is a plan with its price.
type pricedPlanRecord struct {
	planRecord
	Price license.UnitPrice `json:"price"` // of one unit and period; empty: none is set
	Cost  license.UnitPrice `json:"cost"`  // empty: as the price list says
}

func newPricedPlanRecord(p distr.PricedPlan) pricedPlanRecord {
	return pricedPlanRecord{newPlanRecord(p.Plan), p.Price.Unit, p.Price.Cost}
}

func (r pricedPlanRecord) fields() []field {
	return append(r.planRecord.fields(), field{"price", r.Price.String()}, field{"cost", costText(r.Price, r.Cost)})
}

// costText is a cost as people see it.
func costText(price, cost license.UnitPrice) string {
	if cost.IsZero() && !price.IsZero() {
		return "as the price list says"
	}
	return cost.String()
}

func planCommand(c *call) *cobra.Command {
	return noun("plan", "Say what you sell by name.", planAdd(c), planList(c), planPrice(c), planRemove(c))
}

func planAdd(c *call) *cobra.Command {
	var model, every, alerts, overage string
	var quantity int64
	var price priceFlags
	cmd := verb("add NAME --model M [--quantity N] [--every E] [--alerts P...] [--overage O] [--price P] [--cost P]", "Add a plan.", operands("NAME"),
		func(cmd *cobra.Command, args []string) (err error) {
			p := distr.PricedPlan{Plan: license.Plan{Name: args[0], Model: license.Model(model), Quantity: quantity, Every: license.Interval(every), Overage: license.Overage(overage)}}
			if model == "" {
				return misuse(cmd, "--model is missing")
			}
			if alerts != "" {
				if p.Plan.Alerts, err = license.ParseAlerts(alerts); err != nil {
					return err
				}
			}
			if p.Price, err = price.parse(cmd); err != nil {
				return err
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				if err := v.AddPlan(cmd.Context(), p); err != nil {
					return err
				}
				return c.show(newPricedPlanRecord(p))
			})
		})
	cmd.Long = `A model is per-asset, per-scan or unlimited. Sell the plan with "distr license sell", or
give its name to "distr customer add --plan".

` + priceHelp
	cmd.Example = `  distr plan add silver --model per-scan --quantity 100 --price "0.05 EUR" --cost "0.02 EUR"
  distr plan add watch --model per-asset --quantity 250 --every annual --price "149.99 EUR" --cost "93.40 EUR"
  distr plan add flat --model unlimited --price "990 EUR" --cost "400 EUR"`
	flags := cmd.Flags()
	flags.StringVar(&model, "model", "", "sell it by the model `M`: per-asset, per-scan or unlimited")
	flags.Int64Var(&quantity, "quantity", 0, "sell `N` units for each period")
	flags.StringVar(&every, "every", "monthly", "a period is `E`: monthly or annual")
	flags.StringVar(&alerts, "alerts", "", "tell when so many `PERCENT` of it are used, several with commas, or none (default: 90 of assets, 80 of scans)")
	flags.StringVar(&overage, "overage", "", "what is over the limit is only told, or refused: `O` is alert or block (default: alert)")
	price.define(cmd)
	return cmd
}

func planList(c *call) *cobra.Command {
	var prices bool
	cmd := verb("list [--prices]", "List plans.", operands(), func(cmd *cobra.Command, _ []string) error {
		const none = `None yet. Add one with "distr plan add NAME".`
		return c.as(cmd.Context(), func(v *distr.Vendor) error {
			if prices {
				plans, err := v.PlanPrices(cmd.Context())
				if err != nil {
					return err
				}
				return list(c, collect(plans, newPricedPlanRecord), none)
			}
			plans, err := v.Plans(cmd.Context())
			if err != nil {
				return err
			}
			return list(c, collect(plans, newPlanRecord), none)
		})
	})
	cmd.Example = `  distr plan list
  distr plan list --prices`
	cmd.Flags().BoolVar(&prices, "prices", false, "show prices, which only super-admins see")
	return cmd
}

func planPrice(c *call) *cobra.Command {
	var price priceFlags
	cmd := verb("price NAME --price P [--cost P]", "Set the price of a plan from now on.", operands("NAME"),
		func(cmd *cobra.Command, args []string) error {
			p, err := price.parse(cmd)
			if err != nil {
				return err
			}
			if p.Unit.IsZero() {
				return misuse(cmd, "--price is missing")
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				if err := v.SetPlanPrice(cmd.Context(), args[0], p); err != nil {
					return err
				}
				return c.showPlan(cmd.Context(), v, args[0])
			})
		})
	cmd.Long = `What was sold keeps its price, until "distr license price".

` + priceHelp
	cmd.Example = `  distr plan price silver --price "0.06 EUR" --cost "0.02 EUR"`
	price.define(cmd)
	return cmd
}

func (c *call) showPlan(ctx context.Context, v *distr.Vendor, name string) error {
	plans, err := v.PlanPrices(ctx)
	if err != nil {
		return err
	}
	for _, p := range plans {
		if p.Plan.Name == name {
			return c.show(newPricedPlanRecord(p))
		}
	}
	return nil // it was removed meanwhile
}

func planRemove(c *call) *cobra.Command {
	cmd := verb("remove NAME", "Sell a plan no more.", operands("NAME"), func(cmd *cobra.Command, args []string) error {
		return c.change(cmd.Context(), func(v *distr.Vendor) error {
			if err := v.RemovePlan(cmd.Context(), args[0]); err != nil {
				return err
			}
			return c.say(map[string]any{"name": args[0], "removed": true}, args[0]+" is not sold any more; what was sold goes on")
		})
	})
	cmd.Example = `  distr plan remove silver`
	return cmd
}
