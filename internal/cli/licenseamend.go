package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func licenseAmend(c *call) *cobra.Command {
	var quantity int64
	var alerts, overage, ends string
	cmd := verb("amend CUSTOMER LICENSE [--quantity N] [--alerts P...] [--overage O] [--ends DATE]", "Change the limit of a license, its alerts, what is over the limit, or its end.",
		operands("CUSTOMER", "LICENSE"), func(cmd *cobra.Command, args []string) error {
			var change license.Change
			if cmd.Flags().Changed("quantity") {
				change.Limit = &quantity
			}
			if alerts != "" {
				list, err := alertsOf(alerts)
				if err != nil {
					return err
				}
				change.Alerts = &list
			}
			if overage != "" {
				o, err := license.ParseOverage(overage)
				if err != nil {
					return err
				}
				change.Overage = &o
			}
			if change == (license.Change{}) && ends == "" {
				return misuse(cmd, "what is to change? Say --quantity, --alerts, --overage or --ends")
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				id := license.ContractID(args[1])
				if ends != "" {
					end := time.Time{}
					if ends != "never" {
						if end, err = endOf(cmd.Context(), a, id, ends); err != nil {
							return misuse(cmd, "--ends %q: %w", ends, err)
						}
					}
					change.Ends = &end
				}
				amended, err := a.AmendContract(cmd.Context(), id, change)
				if err != nil {
					return err
				}
				return c.show(newLicenseRecord(customer.ID, amended))
			})
		})
	cmd.Long = `It holds at once, also for the period that has begun. Another limit is told of anew: if
what is used has reached one of its thresholds already, there is an alert at once. What is
added to the period that has begun, units or days, is charged at once for the days that are
left of it; what is taken away is not paid back, and counts from the next period on, so an
end in the past is refused. The
price of a unit stays as it is; see "distr license price".`
	cmd.Example = `  distr license amend globex lic_g3xqk2v7n5bd4ayt --quantity 500
  distr license amend globex lic_g3xqk2v7n5bd4ayt --alerts 50,80,95 --overage block
  distr license amend globex lic_g3xqk2v7n5bd4ayt --ends never`
	cmd.Flags().Int64Var(&quantity, "quantity", 0, "let it allow `N` units for each period")
	cmd.Flags().StringVar(&alerts, "alerts", "", "tell when so many `PERCENT` of it are used, several with commas, or none, or default: as the model says")
	cmd.Flags().StringVar(&overage, "overage", "", "what is over the limit is only told, or refused: `O` is alert or block")
	cmd.Flags().StringVar(&ends, "ends", "", "let it end with the day `DATE` in its zone, or at an instant, or never")
	return cmd
}

// alertsOf reads percentages; nil stands for those of the model.
func alertsOf(text string) ([]int, error) {
	if text == "default" {
		return nil, nil
	}
	return license.ParseAlerts(text)
}

// endOf reads an end: a day lasts until it is over in the license's zone.
func endOf(ctx context.Context, a *distr.Account, id license.ContractID, text string) (time.Time, error) {
	all, err := a.Contracts(ctx)
	if err != nil {
		return time.Time{}, err
	}
	i := slices.IndexFunc(all, func(l license.Contract) bool { return l.ID == id })
	if i < 0 {
		return time.Time{}, fmt.Errorf("license %.64q: %w", id, tenant.ErrNotFound)
	}
	zone, err := time.LoadLocation(all[i].Zone)
	if err != nil {
		return time.Time{}, err
	}
	return dayIn(text, zone, 1)
}

func licenseEnd(c *call) *cobra.Command {
	var at string
	cmd := verb("end CUSTOMER LICENSE [--at DATE]", "End a license, now or later.", operands("CUSTOMER", "LICENSE"),
		func(cmd *cobra.Command, args []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				id, end := license.ContractID(args[1]), time.Time{}
				if at != "" {
					if end, err = endOf(cmd.Context(), a, id, at); err != nil {
						return misuse(cmd, "--at %q: %w", at, err)
					}
				}
				ended, err := a.EndContract(cmd.Context(), id, end)
				if err != nil {
					return err
				}
				return c.show(newLicenseRecord(customer.ID, ended))
			})
		})
	cmd.Long = `What was used before the end can be told for 35 days more. An end that lies in the past is
now, and a license that has not begun never does. The period that has begun is not paid
back; a later one that the end lies in is charged for its days. One that has ended can be opened again with
"distr license amend CUSTOMER LICENSE --ends never". This works for an archived customer too.`
	cmd.Example = `  distr license end globex lic_g3xqk2v7n5bd4ayt
  distr license end globex lic_g3xqk2v7n5bd4ayt --at 2026-12-31`
	cmd.Flags().StringVar(&at, "at", "", "let it end with the day `DATE` in its zone, or at an instant (default: now)")
	return cmd
}
