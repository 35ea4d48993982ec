package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A saleCall is what flags say of a license that is to be sold.
type saleCall struct {
	starts, ends, zone, alerts, overage string
	quantity                            int64
	price                               priceFlags
	table                               spreadsheet
}

const saleUse = " CUSTOMER PLAN [--starts DATE] [--ends DATE] [--zone Z] [--quantity N] [--alerts P...] [--overage O] [--price P] [--cost P] [--csv]"

func (f *saleCall) define(cmd *cobra.Command, lines string) {
	flags := cmd.Flags()
	flags.StringVar(&f.starts, "starts", "", "let its first period begin at `DATE`: the first moment of a day in its zone, or an instant (default: now)")
	flags.StringVar(&f.ends, "ends", "", "let it end with the day `DATE` in its zone, or at an instant (default: never)")
	flags.StringVar(&f.zone, "zone", "", "let months begin and end in the time zone `Z`, such as Europe/Berlin (default: UTC)")
	flags.Int64Var(&f.quantity, "quantity", 0, "sell `N` units for each period (default: as the plan says)")
	flags.StringVar(&f.alerts, "alerts", "", "tell when so many `PERCENT` of it are used, several with commas, or none (default: as the plan says)")
	flags.StringVar(&f.overage, "overage", "", "what is over the limit is only told, or refused: `O` is alert or block (default: as the plan says)")
	f.price.define(cmd)
	f.table.define(cmd, lines)
}

// contract is what is to be sold.
func (f *saleCall) contract(c *call, cmd *cobra.Command, plan string) (n distr.NewContract, err error) {
	if err := f.table.check(c, cmd); err != nil {
		return n, err
	}
	n = distr.NewContract{Plan: plan, Zone: f.zone, Overage: license.Overage(f.overage)}
	zone, err := time.LoadLocation(f.zone)
	if err != nil || f.zone == "Local" {
		return n, fmt.Errorf("%w time zone %q: name one of the IANA database, such as Europe/Berlin", tenant.ErrInvalid, f.zone)
	}
	if n.Starts, err = dayIn(f.starts, zone, 0); err != nil {
		return n, misuse(cmd, "--starts %q: %w", f.starts, err)
	}
	if n.Ends, err = dayIn(f.ends, zone, 1); err != nil {
		return n, misuse(cmd, "--ends %q: %w", f.ends, err)
	}
	if cmd.Flags().Changed("quantity") {
		n.Quantity = &f.quantity
	}
	if f.alerts != "" {
		alerts, err := license.ParseAlerts(f.alerts)
		if err != nil {
			return n, err
		}
		n.Alerts = &alerts
	}
	price, err := f.price.parse(cmd)
	if err == nil && !price.Unit.IsZero() {
		n.Price = &price
	}
	return n, err
}

// dayIn reads an instant, or a date: its first moment in the zone, so many days later.
func dayIn(text string, zone *time.Location, days int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC(), nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, fmt.Errorf("it is a date such as 2026-12-31, or an instant such as 2026-12-31T18:00:00Z")
	}
	return license.DayBegins(day.AddDate(0, 0, days), zone), nil
}

func licenseSell(c *call) *cobra.Command {
	var f saleCall
	cmd := verb("sell"+saleUse, "Sell a license by a plan.", operands("CUSTOMER", "PLAN"), func(cmd *cobra.Command, args []string) error {
		n, err := f.contract(c, cmd, args[1])
		if err != nil {
			return err
		}
		return c.change(cmd.Context(), func(v *distr.Vendor) error {
			a, customer, err := account(cmd.Context(), v, args[0])
			if err != nil {
				return err
			}
			sold, err := a.Sell(cmd.Context(), n)
			if err != nil {
				return err
			}
			r := newLicenseRecord(customer.ID, sold)
			if f.table.wanted {
				return exportAll(c.stdout, asCSV, licenseNames(), []licenseRecord{r})
			}
			return c.show(r)
		})
	})
	cmd.Long = `Of each model a customer has one license at a time. Its terms are what the plan says now;
another price than the plan's is for super-admins to set. Periods that have begun are
charged at once, and draw from lots what there is. The one in which it ends is charged for
its days.

` + priceHelp
	cmd.Example = `  distr license sell globex silver
  distr license sell globex watch --starts 2026-04-01 --zone Europe/Berlin --quantity 300
  distr license sell initech silver --price "0.04 EUR" --cost "0.02 EUR" --alerts 50,80,95`
	f.define(cmd, "license")
	return cmd
}
