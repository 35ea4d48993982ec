package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// pullsShown is how many entries a table has unless somebody asks for more.
const pullsShown = 1000

// A pullsCall is one run of the command: what its flags say.
type pullsCall struct {
	*call
	filter pullFilter
	limit  int
	lines  lineExport
	perDay bool
	plain  bool // the terminal takes ASCII only
}

func pullsCommand(c *call, env func(string) string) *cobra.Command {
	p := &pullsCall{call: c, plain: !unicodeTerminal(env)}
	cmd := verb("pulls [CUSTOMER] [--repository R] [--version V] [--outcome allowed|refused] [--since WHEN] [--until WHEN] [--limit N] [--csv | --jsonl | --per-day]",
		"List what was pulled, and what was refused, oldest first.", operands("[CUSTOMER]"),
		func(cmd *cobra.Command, args []string) error {
			if err := p.check(cmd); err != nil {
				return err
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				q, err := p.filter.query(cmd, args)
				if err != nil {
					return err
				}
				if q.Customer != "" {
					if err := known(cmd.Context(), v, q.Customer); err != nil {
						return err
					}
				}
				return p.answerPulls(cmd.Context(), v, q)
			})
		})
	cmd.Long = `The pulls of one version with one token are one entry for ten minutes, and so are
the refusals of one reference. COUNT is how often it was asked for, BYTES what was
sent. Whoever is refused many references gets an entry without one, which counts the
rest. Without CUSTOMER the pulls of all are listed, those of the vendor's own people
too. A serve writes entries down within a second.

WHEN is how long ago, such as 90m, 24h or 7d, or a DATE such as 2026-12-31, or an
instant such as 2026-12-31T18:00:00Z. --until of a DATE takes in that day, in UTC.

A table ends with the newest entry and has at most 1000; --limit takes more, and 0 is
all. --csv and --jsonl write all, a line for each, however many there are. --per-day
adds up by day, repository and version: entries for what was pulled, and for what was
refused how often.`
	cmd.Example = `  distr pulls globex
  distr pulls --outcome refused --since 24h
  distr pulls --since 2026-11-01 --until 2026-11-30 --csv > november.csv
  distr pulls --repository acme/app --since 30d --per-day`
	p.filter.define(cmd)
	cmd.Flags().IntVar(&p.limit, "limit", pullsShown, "list the newest `N` only; 0 is all")
	p.lines.define(cmd)
	cmd.Flags().BoolVar(&p.perDay, "per-day", false, "draw how many there were for each day and version")
	return cmd
}

func (p *pullsCall) check(cmd *cobra.Command) error {
	if err := p.lines.check(p.call, cmd); err != nil {
		return err
	}
	switch {
	case p.perDay && p.lines.wanted():
		return misuse(cmd, "of --csv, --jsonl and --per-day only one can be used")
	case p.limit < 0:
		return misuse(cmd, "--limit %d: it is a number of entries, and 0 is all", p.limit)
	case p.perDay && cmd.Flags().Changed("limit"):
		return misuse(cmd, "--per-day adds up all entries; leave out --limit, and say --since")
	}
	if !cmd.Flags().Changed("limit") && (p.json || p.lines.wanted()) {
		p.limit = 0
	}
	return nil
}

// known is nil for a customer who is there, or of whom the log tells: it outlives
// them.
func known(ctx context.Context, v *distr.Vendor, id tenant.CustomerID) error {
	_, _, err := account(ctx, v, string(id))
	if !errors.Is(err, tenant.ErrNotFound) {
		return err
	}
	left, failed := v.Pulls(ctx, distr.PullQuery{Customer: id, Limit: 1})
	if failed != nil || len(left) > 0 {
		return failed
	}
	return err
}

func (p *pullsCall) answerPulls(ctx context.Context, v *distr.Vendor, q distr.PullQuery) error {
	switch {
	case p.perDay:
		return p.drawDays(v.EachPull(ctx, q))
	case p.lines.wanted():
		return export(p.stdout, p.lines.form(), csvNames[:], pullsOf(ctx, v, q, p.limit), newPullRecord)
	}
	q.Limit = p.limit
	if p.limit > 0 && !p.json {
		q.Limit++ // to know whether there are more
	}
	all, err := v.Pulls(ctx, q)
	if err != nil {
		return err
	}
	if p.json {
		return p.answer(collect(all, newPullRecord), nil)
	}
	more := p.limit > 0 && len(all) > p.limit
	if more {
		all = all[1:]
	}
	if len(all) == 0 {
		return list(p.call, []pullRow{}, "No pulls yet.")
	}
	row := func(r distr.PullRecord) pullRow { return pullRow{newPullRecord(r), p.plain} }
	if err := list(p.call, collect(all, row), ""); err != nil || !more {
		return err
	}
	return p.answer(nil, func(w io.Writer) {
		fmt.Fprintf(w, "These are the newest %d; see more with --limit, or older ones with --until.\n", p.limit)
	})
}
