package cli

import (
	"bufio"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A bulkRecord is how a change came out for one of several customers.
type bulkRecord struct {
	Customer tenant.CustomerID `json:"customer"`
	Done     bool              `json:"done"`
	Now      string            `json:"now"`   // how it is since; empty if it failed
	Error    string            `json:"error"` // empty if it did not
}

func (r bulkRecord) fields() []field {
	now := r.Now
	if !r.Done {
		now = "failed: " + r.Error
	}
	return []field{{"customer", string(r.Customer)}, {"now", now}}
}

// What the help of a command says that takes several customers.
const bulkHelp = `Several customers are changed one by one; one that fails keeps no other from being
changed, and the exit code is 1 then. A - instead of a CUSTOMER reads their IDs from
standard input, one a line, as "distr customer list --ids" writes them.`

// bulk changes customers, each in a transaction of its own. do returns how it is
// now, in a word or two.
func (c *call) bulk(cmd *cobra.Command, names []string, do func(context.Context, *distr.Account) (string, error)) error {
	ids, err := customersNamed(cmd, names)
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	return c.change(ctx, func(v *distr.Vendor) error {
		now := map[tenant.CustomerID]string{}
		results := v.Bulk(ctx, ids, func(a *distr.Account) error {
			_, _, err := account(ctx, v, string(a.ID()))
			if err == nil {
				now[a.ID()], err = do(ctx, a)
			}
			return err
		})
		if len(results) == 1 && results[0].Err != nil {
			return results[0].Err
		}
		failed := false
		records := collect(results, func(r distr.BulkResult) bulkRecord {
			out := bulkRecord{Customer: r.Customer, Done: r.Err == nil, Now: now[r.Customer]}
			if r.Err != nil {
				failed, out.Now, out.Error = true, "", r.Err.Error()
			}
			return out
		})
		if err := list(c, records, "No customers were named."); err != nil {
			return err
		}
		if failed {
			return errNo
		}
		return nil
	})
}

// customersNamed are those on the command line, each once, and behind a - those on
// standard input.
func customersNamed(cmd *cobra.Command, names []string) ([]tenant.CustomerID, error) {
	var ids []tenant.CustomerID
	add := func(name string) {
		if id := tenant.CustomerID(name); name != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, name := range names {
		if name != "-" {
			add(name)
			continue
		}
		lines := bufio.NewScanner(cmd.InOrStdin())
		for lines.Scan() {
			add(strings.TrimSpace(lines.Text()))
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("reading customers from standard input: %w", err)
		}
	}
	return ids, nil
}

// manyOperands checks that a command gets the operands of these names, of the last
// one at least one.
func manyOperands(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		return operands(names...)(cmd, args[:min(len(args), len(names))])
	}
}
