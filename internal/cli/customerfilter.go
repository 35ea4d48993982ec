package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A customerFilter is the flags that select customers and put them in order.
type customerFilter struct {
	search, status, plan, access, sort string
	descending                         bool
	never                              string
	times                              [3]struct{ before, after string }
}

// timed are the instants that flags of their own select by.
var timed = [...]string{"expires", "pulled", "scanned"}

func (f *customerFilter) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.search, "search", "", "only those that have `TEXT` in name, address or ID")
	flags.StringVar(&f.status, "status", "", "only those that are `active, archived or all` (default: active)")
	flags.StringVar(&f.plan, "plan", "", "only those on the plan `P`")
	flags.StringVar(&f.access, "access", "", "only those at the access `LEVEL`")
	flags.StringVar(&f.sort, "sort", "", "in the order of `name, created, expires, pulled, scanned or added` (default: name; of a search for three letters and more: added)")
	flags.BoolVar(&f.descending, "desc", false, "the other way round")
	flags.StringVar(&f.never, "never", "", "only those that never `expires, pulled or scanned`")
	for i, name := range timed {
		what := map[string]string{"expires": "whose last grant ends", "pulled": "who last pulled", "scanned": "who were last scanned"}[name]
		flags.StringVar(&f.times[i].before, name+"-before", "", "only those "+what+" before `WHEN`")
		flags.StringVar(&f.times[i].after, name+"-after", "", "only those "+what+" at `WHEN` or later")
	}
}

// query is what the flags ask for.
func (f *customerFilter) query(cmd *cobra.Command) (distr.CustomerList, error) {
	q := distr.CustomerList{
		Search: f.search, Status: distr.CustomerStatus(f.status), Plan: f.plan, Access: tenant.Access(f.access),
		Sort: distr.CustomerSort(f.sort), Descending: f.descending,
	}
	now := time.Now().UTC()
	for i, to := range []*distr.TimeRange{&q.Expires, &q.Pulled, &q.Scanned} {
		given, when := f.times[i], parseWhen
		if timed[i] == "expires" {
			when = parseRange
		}
		to.Never = f.never == timed[i]
		var err error
		if to.Until, err = when(given.before, now, 0); err != nil {
			return q, misuse(cmd, "--%s-before %q: %w", timed[i], given.before, err)
		}
		if to.From, err = when(given.after, now, 0); err != nil {
			return q, misuse(cmd, "--%s-after %q: %w", timed[i], given.after, err)
		}
	}
	if f.never != "" && !slices.Contains(timed[:], f.never) {
		return q, misuse(cmd, "--never %q: it is one of %s", f.never, join(timed[:]))
	}
	return q, nil
}

// parseRange is parseWhen for what is to come: a length of time is how far ahead.
func parseRange(text string, now time.Time, days int) (time.Time, error) {
	at, err := parseWhen(text, now, days)
	if err == nil && text != "" && !strings.Contains(text, "-") {
		at = now.Add(now.Sub(at))
	}
	return at, err
}
