package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A wholeRun is a scan with all that there is to read about it.
type wholeRun struct {
	runRecord

	Attempted  []targetRecord `json:"attempted"`   // what the last attempt was to scan
	NotChecked []string       `json:"not_checked"` // of these: those that could not be checked
	Counts     scan.Counts    `json:"counts"`      // of what it found
	Log        string         `json:"log"`
}

type targetRecord struct {
	Text string         `json:"text"`
	Kind distr.ScanKind `json:"kind"`
}

func newWholeRun(ctx context.Context, a *distr.Account, customer tenant.CustomerID, id distr.RunID) (wholeRun, error) {
	r, err := a.Run(ctx, id)
	if err != nil {
		return wholeRun{}, about(aScan, err)
	}
	detail, err := a.RunDetail(ctx, id)
	if err != nil {
		return wholeRun{}, about(aScan, err)
	}
	report, err := scan.ReportOf(ctx, a, id)
	if err != nil {
		return wholeRun{}, about(aScan, err)
	}
	targets := collect(detail.Targets, func(t distr.ScanTarget) targetRecord { return targetRecord(t) })
	return wholeRun{newRunRecord(customer, r), targets, collect(detail.NotChecked, func(s string) string { return s }), report.Counts(), detail.Log}, nil
}

func (r wholeRun) fields() []field {
	fields := r.runRecord.fields()
	last := fields[len(fields)-1]
	fields = append(fields[:len(fields)-1], field{"by level", levels(r.Counts)}, field{"targets", fmt.Sprintf("%s (%s)", count(len(r.Attempted), "target", "targets"), r.Targets)})
	if len(r.NotChecked) > 0 {
		fields = append(fields, field{"not checked", join(r.NotChecked)})
	}
	if r.Counted {
		fields = append(fields, field{"license", "counted as a use"})
	}
	return append(fields, field{"ready", clock(r.Ready, "")}, field{"started", clock(r.Started, "")}, field{"ended", clock(r.Ended, "")}, field{"attempts", fmt.Sprint(r.Attempts)}, last)
}

// levels counts findings, in words.
func levels(c scan.Counts) string {
	var parts []string
	for _, level := range []struct {
		n         int
		one, many string
	}{{c.Error, "serious", "serious"}, {c.Warning, "warning", "warnings"}, {c.Note, "note", "notes"}, {c.None, "for information", "for information"}} {
		if level.n > 0 {
			parts = append(parts, count(level.n, level.one, level.many))
		}
	}
	return join(parts)
}

func scanShow(c *call) *cobra.Command {
	var log bool
	cmd := verb("show CUSTOMER SCAN [--log]", "Show how a scan went, what it scanned, and how much it found.", operands("CUSTOMER", "SCAN"),
		func(cmd *cobra.Command, args []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, customer, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				r, err := newWholeRun(cmd.Context(), a, customer.ID, distr.RunID(args[1]))
				if err != nil {
					return err
				}
				if !log || c.json {
					return c.show(r)
				}
				return c.answer(nil, func(w io.Writer) { writeLog(w, r.Log) })
			})
		})
	cmd.Long = `What was found is shown by "distr report show CUSTOMER --run SCAN". With --log it is what the
scanner wrote of itself, of all attempts, as far as it was kept; with --json that is there
anyhow.`
	cmd.Example = `  distr scan show globex run_g3xqk2v7n5bd4ayt
  distr scan show globex run_g3xqk2v7n5bd4ayt --log`
	cmd.Flags().BoolVar(&log, "log", false, "show the scanner's log instead")
	return cmd
}

// writeLog writes a stranger's lines, with nothing in them that moves the cursor.
func writeLog(w io.Writer, log string) {
	for line := range strings.Lines(log) {
		fmt.Fprintln(w, printable(strings.TrimRight(line, "\r\n")))
	}
}
