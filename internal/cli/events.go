package cli

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An eventsCall is one run of the command: what its flags say.
type eventsCall struct {
	*call
	filter eventFilter
	limit  int
	lines  lineExport
}

func eventsCommand(c *call) *cobra.Command {
	p := &eventsCall{call: c}
	cmd := verb("events [--customer ID] [--kind K] [--actor NAME] [--since WHEN] [--until WHEN] [--after N] [--limit N] [--csv | --jsonl]",
		"List everything that was changed: when, by whom, for whom; oldest first.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			q, err := p.filter.query(cmd)
			if err != nil {
				return err
			}
			if err := p.check(cmd); err != nil {
				return err
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				if q.Customer != "" {
					if _, _, err := account(cmd.Context(), v, string(q.Customer)); err != nil {
						return err
					}
				}
				return p.logOfOne(q, p.answerEvents(cmd.Context(), v, q))
			})
		})
	cmd.Long = `Filters can be used together. --kind takes several with commas between, and one that ends in a
dot stands for all that begin with it: "grant." for grant.added and grant.amended.

WHEN is how long ago, such as 90m, 24h or 7d, or a DATE such as 2026-12-31, or an
instant such as 2026-12-31T18:00:00Z. --until of a DATE takes in that day, in UTC.

--limit lists the newest; together with --after it lists the page behind the event of
that number. --csv and --jsonl write a line for each, however many there are.

Events are a chain: whoever changes or removes one in the database is found out by
"distr events verify".`
	cmd.Example = `  distr events --json
  distr events --customer globex --kind grant. --since 30d
  distr events --since 2026-11-01 --until 2026-11-30 --csv > november.csv`
	p.filter.define(cmd)
	cmd.Flags().IntVar(&p.limit, "limit", 0, "list `N` of them; 0 is all")
	p.lines.define(cmd)
	cmd.AddCommand(eventsVerify(c), eventsHead(c), eventsPrune(c), eventsRefile(c), eventsCouriers(c), eventsForget(c))
	return cmd
}

func (p *eventsCall) check(cmd *cobra.Command) error {
	if p.limit < 0 {
		return misuse(cmd, "--limit %d: it is a number of events, and 0 is all", p.limit)
	}
	return p.lines.check(p.call, cmd)
}

// logOfOne adds to a refusal what is perhaps not refused.
func (p *eventsCall) logOfOne(q distr.EventQuery, err error) error {
	if errors.Is(err, tenant.ErrForbidden) && q.Customer == "" {
		return fmt.Errorf("%w; --customer lists what concerns one customer", err)
	}
	return err
}

func (p *eventsCall) answerEvents(ctx context.Context, v *distr.Vendor, q distr.EventQuery) error {
	if p.lines.wanted() {
		return export(p.stdout, p.lines.form(), eventNames[:], eventsOf(ctx, v, q, p.limit), newEventRecord)
	}
	q.Limit, q.Oldest = p.limit, q.After > 0
	all, err := v.Events(ctx, q)
	if err != nil {
		return err
	}
	none := "Nothing has happened yet."
	if p.filter != (eventFilter{}) {
		none = "Nothing like that has happened."
	}
	if len(all) == 0 { // which may be a typing error
		if q.Customer != "" {
			if _, _, err := account(ctx, v, string(q.Customer)); err != nil {
				return err
			}
		}
		for _, k := range q.Kinds {
			if !slices.ContainsFunc(distr.Kinds(), func(known distr.Kind) bool { return known.In([]distr.Kind{k}) }) {
				none += fmt.Sprintf(" No event is of the kind %q.", k)
			}
		}
	}
	return list(p.call, collect(all, newEventRecord), none)
}

// eventsOf yields events, all of them page by page, or so many.
func eventsOf(ctx context.Context, v *distr.Vendor, q distr.EventQuery, limit int) iter.Seq2[distr.Event, error] {
	q.Limit, q.Oldest = limit, q.After > 0
	return limited(limit, v.EachEvent(ctx, q), func() ([]distr.Event, error) { return v.Events(ctx, q) })
}

// eventNames are the names that the fields have in JSON.
var eventNames = [...]string{"seq", "id", "time", "actor", "via", "address", "kind", "customer", "data", "hash"}

func (r eventRecord) cells() []string {
	return []string{fmt.Sprint(r.Seq), string(r.ID), clock(r.Time, ""), r.Actor, r.Via, r.Address, string(r.Kind), string(r.Customer), string(r.Data), r.Hash}
}
