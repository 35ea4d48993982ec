package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// An eventFilter is the flags that select events.
type eventFilter struct {
	customer, kinds, actor string
	after                  int64
	span
}

func (f *eventFilter) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.customer, "customer", "", "only those for the customer `ID`")
	flags.StringVar(&f.kinds, "kind", "", "only those of the kind `K`, or of several with commas between; grant. is all that begin so")
	flags.StringVar(&f.actor, "actor", "", "only what was done by `NAME`: an e-mail address, or a program's name")
	f.span.define(cmd, "what happened")
	flags.Int64Var(&f.after, "after", 0, "only those behind the event of the number `N`")
}

// query is what the flags ask for.
func (f *eventFilter) query(cmd *cobra.Command) (q distr.EventQuery, err error) {
	q = distr.EventQuery{Customer: tenant.CustomerID(f.customer), Actor: f.actor, After: f.after}
	if f.after < 0 {
		return q, misuse(cmd, "--after %d: it is the number of an event", f.after)
	}
	if f.kinds != "" {
		for kind := range strings.SplitSeq(f.kinds, ",") {
			if kind == "" {
				return q, misuse(cmd, "--kind %q: one of them is empty", f.kinds)
			}
			q.Kinds = append(q.Kinds, distr.Kind(kind))
		}
	}
	q.Since, q.Until, err = f.times(cmd)
	return q, err
}
