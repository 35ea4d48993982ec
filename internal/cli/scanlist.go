package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

// runsShown is how many scans a table has unless somebody asks for more.
const runsShown = 100

// A runFilter is the flags that select scans.
type runFilter struct {
	schedule, profile, state, trigger, since, until string
}

func (f *runFilter) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.schedule, "schedule", "", "only those of the schedule `ID`")
	flags.StringVar(&f.profile, "profile", "", "only those with the scanner `P`")
	flags.StringVar(&f.state, "state", "", "only those in the `STATE`: queued, running, succeeded, failed, \"timed out\" or cancelled")
	flags.StringVar(&f.trigger, "trigger", "", "only those by the trigger `T`")
	flags.StringVar(&f.since, "since", "", "only those that were asked for `WHEN` or later")
	flags.StringVar(&f.until, "until", "", "only those that were asked for before `WHEN`")
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
	now := time.Now().UTC()
	if q.Since, err = parseWhen(f.since, now, 0); err != nil {
		return q, misuse(cmd, "--since %q: %w", f.since, err)
	}
	if q.Until, err = parseWhen(f.until, now, 1); err != nil {
		return q, misuse(cmd, "--until %q: %w", f.until, err)
	}
	return q, nil
}

func scanList(c *call) *cobra.Command {
	var f runFilter
	var limit int
	var csv, jsonl bool
	cmd := verb("list [CUSTOMER] [--state S] [--profile P] [--schedule ID] [--trigger T] [--since WHEN] [--until WHEN] [--limit N] [--csv | --jsonl]",
		"List the scans of a customer, or of all, oldest first.", operands("[CUSTOMER]"),
		func(cmd *cobra.Command, args []string) error {
			switch {
			case csv && jsonl || c.json && (csv || jsonl):
				return misuse(cmd, "of --json, --csv and --jsonl only one can be used")
			case limit < 0:
				return misuse(cmd, "--limit %d: it is a number of scans, and 0 is all", limit)
			case !cmd.Flags().Changed("limit") && (c.json || csv || jsonl):
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
				if csv || jsonl {
					form := asCSV
					if jsonl {
						form = asLines
					}
					return exportAll(c.stdout, form, runNames[:], records)
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
	cmd.Flags().BoolVar(&csv, "csv", false, "write comma-separated values, with a line of names first")
	cmd.Flags().BoolVar(&jsonl, "jsonl", false, "write a JSON document for each, on a line of its own")
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
