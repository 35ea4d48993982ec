package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func reportCommand(c *call) *cobra.Command {
	return noun("report", "Show what scans have found, or hand it to customers.", reportShow(c), reportExport(c))
}

// A reportFlags is which report is meant.
type reportFlags struct{ run, zone string }

func (f *reportFlags) define(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.run, "run", "", "what the scan `ID` has found (default: all that is known)")
	cmd.Flags().StringVar(&f.zone, "zone", "UTC", "show times by the clock of the time zone `Z`, such as Europe/Berlin")
}

// report collects one, for which a customer is named.
func (f *reportFlags) report(ctx context.Context, v *distr.Vendor, customer string) (scan.Report, error) {
	zone, err := time.LoadLocation(f.zone)
	if err != nil || f.zone == "Local" {
		return scan.Report{}, fmt.Errorf("%w time zone %q: name one of the IANA database, such as Europe/Berlin", tenant.ErrInvalid, f.zone)
	}
	a, _, err := account(ctx, v, customer)
	if err != nil {
		return scan.Report{}, err
	}
	r, err := scan.ReportOf(ctx, a, distr.RunID(f.run))
	if err != nil {
		return r, about(aScan, err)
	}
	r.Zone = zone
	return r, nil
}

func reportShow(c *call) *cobra.Command {
	var f reportFlags
	var resolved bool
	cmd := verb("show CUSTOMER [--run ID] [--resolved] [--zone Z]", "Show what is wrong with a customer's assets, the worst first.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				r, err := f.report(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				if c.json {
					return c.write(r.WriteJSON)
				}
				return c.answer(nil, reportText{r, resolved}.write)
			})
		})
	cmd.Long = `A finding is listed once, however often it was found: since when, and when last. It is
resolved when a scan of the same target does not find it any more; one that did not succeed
resolves nothing. With --json those that are resolved are there anyhow.`
	cmd.Example = `  distr report show globex
  distr report show globex --run run_g3xqk2v7n5bd4ayt
  distr report show globex --resolved --zone Europe/Berlin`
	f.define(cmd)
	cmd.Flags().BoolVar(&resolved, "resolved", false, "show what is resolved, too")
	return cmd
}
