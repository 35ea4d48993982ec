package distr

import (
	"context"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A BulkResult is what became of one customer's turn.
type BulkResult struct {
	Customer tenant.CustomerID
	Err      error // nil: it was done
}

// Bulk does the same for several customers, one after another, each in a
// transaction of its own: what fails for one is done for the others all the same.
// There is a result for each ID, in their order. When ctx ends, the rest has its
// error.
func (v *Vendor) Bulk(ctx context.Context, ids []tenant.CustomerID, do func(*Account) error) []BulkResult {
	results := make([]BulkResult, len(ids))
	for i, id := range ids {
		results[i] = BulkResult{Customer: id, Err: ctx.Err()}
		if results[i].Err == nil {
			results[i].Err = do(v.Account(id))
		}
	}
	return results
}
