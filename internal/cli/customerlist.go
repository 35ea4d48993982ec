package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A customersCall is a call of "customer list".
type customersCall struct {
	*call
	filter customerFilter
	after  string
	limit  int
	lines  lineExport
}

// customersShown is how many customers a table has, unless somebody asks for more.
const customersShown = 50

// rowsAtOnce is how many rows are asked for at a time.
const rowsAtOnce = 500

func customerList(c *call) *cobra.Command {
	p := &customersCall{call: c}
	cmd := verb("list [--search TEXT] [--status S] [--plan P] [--access L] [--sort S] [--desc] [--limit N] [--after MARK] [--csv | --jsonl | --ids]",
		"List the customers, or search among them.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			q, err := p.filter.query(cmd)
			if err != nil {
				return err
			}
			if err := p.check(cmd); err != nil {
				return err
			}
			q.After = distr.Mark(p.after)
			return c.as(cmd.Context(), func(v *distr.Vendor) error { return p.answerCustomers(cmd.Context(), v, q) })
		})
	cmd.Long = `Those who are archived are left out, unless --status says archived or all. --search finds
what has the text in its name, address or ID; one or two letters find the names that
begin with them. What three letters and more find is in the order added, which is who came
last first, and there is no other of it. Filters can be used together; what an order does not go with is refused,
and the message says what it goes with.

WHEN is how long ago, such as 90d or 24h (of --expires-before and --expires-after: how far
ahead), or a DATE such as 2026-12-31, or an instant such as 2026-12-31T18:00:00Z.

A table ends after 50 and says how to see the next page. --json, --csv, --jsonl and --ids
write all, however many there are, or --limit of them.`
	cmd.Example = `  distr customer list --search glob
  distr customer list --plan trial --sort expires
  distr customer list --pulled-before 30d --csv > quiet.csv
  distr customer list --plan trial --ids | distr access set read-only -`
	p.filter.define(cmd)
	cmd.Flags().IntVar(&p.limit, "limit", customersShown, "list `N` of them; 0 is all")
	cmd.Flags().StringVar(&p.after, "after", "", "go on behind the page that ended with `MARK`")
	p.lines.define(cmd)
	p.lines.defineIDs(cmd)
	return cmd
}

func (p *customersCall) check(cmd *cobra.Command) error {
	if err := p.lines.check(p.call, cmd); err != nil {
		return err
	}
	if p.limit < 0 {
		return misuse(cmd, "--limit %d: it is a number of customers, and 0 is all", p.limit)
	}
	if !cmd.Flags().Changed("limit") && (p.json || p.lines.wanted()) {
		p.limit = 0
	}
	return nil
}

func (p *customersCall) answerCustomers(ctx context.Context, v *distr.Vendor, q distr.CustomerList) error {
	var next distr.Mark
	rows := p.rows(ctx, v, q, &next)
	if p.lines.wanted() {
		err := export(p.stdout, p.lines.form(), customerNames[:], rows, newCustomerRow)
		return errors.Join(err, p.tellNext(next))
	}
	var records []customerRow
	for r, err := range rows {
		if err != nil {
			return err
		}
		records = append(records, newCustomerRow(r))
	}
	if err := list(p.call, records, p.none(q)); err != nil || next == "" || p.json {
		return errors.Join(err, p.tellNext(next))
	}
	return p.answer(nil, func(w io.Writer) { fmt.Fprintf(w, "There are more; the next page is --after %s\n", next) })
}

// rows yields what is asked for: all, or as many as the limit says. next is the mark
// of the page behind, once all was yielded.
func (p *customersCall) rows(ctx context.Context, v *distr.Vendor, q distr.CustomerList, next *distr.Mark) iter.Seq2[distr.CustomerRow, error] {
	if p.limit == 0 {
		return v.EachCustomer(ctx, q)
	}
	return func(yield func(distr.CustomerRow, error) bool) {
		for left := p.limit; left > 0; {
			q.Limit = min(left, rowsAtOnce)
			page, err := v.List(ctx, q)
			if err != nil {
				yield(distr.CustomerRow{}, err)
				return
			}
			for _, r := range page.Rows {
				if !yield(r, nil) {
					return
				}
			}
			left -= len(page.Rows)
			q.After, *next = page.Next, page.Next
			if page.Next == "" {
				return
			}
		}
	}
}

// tellNext says on standard error where a page ended that a program reads.
func (p *customersCall) tellNext(next distr.Mark) error {
	if next == "" {
		return nil
	}
	_, err := fmt.Fprintf(p.stderr, "There are more; the next page is --after %s\n", next)
	return err
}

// none is what is said of an empty list.
func (p *customersCall) none(q distr.CustomerList) string {
	if len(q.Filters()) > 1 || q.Status != "" || q.After != "" {
		return "No customer is like that."
	}
	return `No customers yet. Add one with "distr customer add NAME".`
}
