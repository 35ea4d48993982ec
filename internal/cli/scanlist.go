package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

// runsShown is how many scans a table has unless somebody asks for more.
const runsShown = 100

// A runFilter is the flags that select scans.
type runFilter struct {
	schedule, profile, state, trigger string
	span
}

func (f *runFilter) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.schedule, "schedule", "", "only those of the schedule `ID`")
	flags.StringVar(&f.profile, "profile", "", "only those with the scanner `P`")
	flags.StringVar(&f.state, "state", "", "only those in the `STATE`: queued, running, succeeded, failed, \"timed out\" or cancelled")
	flags.StringVar(&f.trigger, "trigger", "", "only those by the trigger `T`")
	f.span.define(cmd, "those that were asked for")
}

func (f *runFilter) query(cmd *cobra.Command) (q distr.RunQuery, err error) {
	q = distr.RunQuery{Schedule: distr.ScheduleID(f.schedule), Profile: f.profile, State: distr.RunState(f.state)}
	switch q.State {
	case "", distr.RunQueued, distr.RunRunning, distr.RunSucceeded, distr.RunFailed, distr.RunTimedOut, distr.RunCancelled:
	default:
		return q, misuse(cmd, `--state %q: it is queued, running, succeeded, failed, "timed out" or cancelled`, f.state)
	}
	if f.trigger != "" {
		if q.Trigger, err = distr.ParseTrigger(f.trigger); err != nil {
			return q, err
		}
	}
	q.Since, q.Until, err = f.times(cmd)
	return q, err
}

func scanList(c *call) *cobra.Command {
	var f runFilter
	var limit int
	var lines lineExport
	cmd := verb("list [CUSTOMER] [--state S] [--profile P] [--schedule ID] [--trigger T] [--since WHEN] [--until WHEN] [--limit N] [--csv | --jsonl]",
		"List the scans of a customer, or of all, oldest first.", operands("[CUSTOMER]"),
		func(cmd *cobra.Command, args []string) error {
			if err := lines.check(c, cmd); err != nil {
				return err
			}
			switch {
			case limit < 0:
				return misuse(cmd, "--limit %d: it is a number of scans, and 0 is all", limit)
			case !cmd.Flags().Changed("limit") && (c.json || lines.wanted()):
				limit = 0
			}
			q, err := f.query(cmd)
			if err != nil {
				return err
			}
			q.Limit = limit
			if limit > 0 {
				q.Limit++ // to know whether there are more
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				records, err := runsOf(cmd.Context(), v, args, q)
				if err != nil {
					return err
				}
				more := limit > 0 && len(records) > limit
				if more {
					records = records[1:]
				}
				if lines.wanted() {
					return exportAll(c.stdout, lines.form(), runNames[:], records)
				}
				if err := list(c, records, `No scans. Ask for one with "distr scan run CUSTOMER".`); err != nil || !more || c.json {
					return err
				}
				return c.answer(nil, func(w io.Writer) {
					fmt.Fprintf(w, "These are the newest %d; see more with --limit, or older ones with --until.\n", limit)
				})
			})
		})
	cmd.Long = `Scans are listed from when they are asked for, and for a year after they have ended. Without
CUSTOMER those of all customers are listed.

WHEN is how long ago, such as 24h or 7d, or a DATE such as 2026-12-31, or an instant such
as 2026-12-31T18:00:00Z. --until of a DATE takes in that day, in UTC. A table has the
newest 100; --limit takes more, and 0 is all. --json, --csv and --jsonl write all.`
	cmd.Example = `  distr scan list globex
  distr scan list --state failed --since 24h
  distr scan list --since 2026-11-01 --until 2026-11-30 --csv > november.csv`
	f.define(cmd)
	cmd.Flags().IntVar(&limit, "limit", runsShown, "list the newest `N` only; 0 is all")
	lines.define(cmd)
	return cmd
}

// runsOf are the scans of the customer who is named, or of all.
func runsOf(ctx context.Context, v *distr.Vendor, args []string, q distr.RunQuery) ([]runRecord, error) {
	if len(args) == 0 {
		all, err := v.Runs(ctx, q)
		return collect(all, func(r distr.CustomerRun) runRecord { return newRunRecord(r.Customer, r.ScanRun) }), err
	}
	a, _, err := account(ctx, v, args[0])
	if err != nil {
		return nil, err
	}
	all, err := a.Runs(ctx, q)
	return collect(all, func(r distr.ScanRun) runRecord { return newRunRecord(a.ID(), r) }), err
}
