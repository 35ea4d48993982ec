package cli

import (
	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A pullFilter is the flags that select from the pull log.
type pullFilter struct {
	customer, repository, version, outcome string
	span
}

func (f *pullFilter) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.customer, "customer", "", "only those of the customer `ID`, as CUSTOMER does")
	flags.StringVar(&f.repository, "repository", "", "only those of the repository `R`")
	flags.StringVar(&f.version, "version", "", "only those of the version `V`")
	flags.StringVar(&f.outcome, "outcome", "", "only those that came out so: `allowed or refused`")
	f.span.define(cmd, "those that began")
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
	q.Since, q.Until, err = f.times(cmd)
	return q, err
}
