package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A pullFilter is the flags that select from the pull log.
type pullFilter struct {
	customer, repository, version, outcome, since, until string
}

func (f *pullFilter) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.customer, "customer", "", "only those of the customer `ID`, as CUSTOMER does")
	flags.StringVar(&f.repository, "repository", "", "only those of the repository `R`")
	flags.StringVar(&f.version, "version", "", "only those of the version `V`")
	flags.StringVar(&f.outcome, "outcome", "", "only those that came out so: `allowed or refused`")
	flags.StringVar(&f.since, "since", "", "only those that began `WHEN` or later")
	flags.StringVar(&f.until, "until", "", "only those that began before `WHEN`")
}

// query is what the flags and the operand ask for.
func (f *pullFilter) query(cmd *cobra.Command, args []string) (q distr.PullQuery, err error) {
	if len(args) > 0 && f.customer != "" && f.customer != args[0] {
		return q, misuse(cmd, "which customer, %q or %q?", args[0], f.customer)
	}
	q = distr.PullQuery{
		Customer: tenant.CustomerID(f.customer), Repository: entitlement.RepositoryPath(f.repository), Version: f.version,
		Outcome: distr.Outcome(f.outcome),
	}
	if len(args) > 0 {
		q.Customer = tenant.CustomerID(args[0])
	}
	switch q.Outcome {
	case "", distr.Allowed, distr.Refused:
	default:
		return q, misuse(cmd, "--outcome %q: it is %s or %s", f.outcome, distr.Allowed, distr.Refused)
	}
	now := time.Now().UTC()
	if q.Since, err = parseWhen(f.since, now, 0); err != nil {
		return q, misuse(cmd, "--since %q: %w", f.since, err)
	}
	if q.Until, err = parseWhen(f.until, now, 1); err != nil {
		return q, misuse(cmd, "--until %q: %w", f.until, err)
	}
	if !q.Until.IsZero() && !q.Since.Before(q.Until) {
		return q, misuse(cmd, "--since %q is not before --until %q", f.since, f.until)
	}
	return q, nil
}

// parseWhen reads how long ago something was, or a date, or an instant. A date is
// its first moment in UTC and so many days.
func parseWhen(text string, now time.Time, days int) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC(), nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.AddDate(0, 0, days), nil
	}
	ago, err := time.ParseDuration(text)
	if n, inDays := strings.CutSuffix(text, "d"); inDays {
		var count int
		count, err = strconv.Atoi(n)
		if err == nil && (count < 0 || count > 36_500) {
			err = strconv.ErrRange
		}
		ago = time.Duration(count) * 24 * time.Hour
	}
	if err != nil || ago < 0 {
		return time.Time{}, fmt.Errorf("it is a time ago such as 24h or 7d, a date such as 2026-12-31, or an instant such as 2026-12-31T18:00:00Z")
	}
	return now.Add(-ago), nil
}
