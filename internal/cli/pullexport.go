package cli

import (
	"context"
	"fmt"
	"iter"

	"github.com/seed361c4c3e/distr-go/distr"
)

// pullsOf yields entries, all of them page by page, or the newest so many.
func pullsOf(ctx context.Context, v *distr.Vendor, q distr.PullQuery, limit int) iter.Seq2[distr.PullRecord, error] {
	q.Limit = limit
	return limited(limit, v.EachPull(ctx, q), func() ([]distr.PullRecord, error) { return v.Pulls(ctx, q) })
}

// csvNames are the names that the fields have in JSON.
var csvNames = [...]string{
	"time", "id", "customer", "token", "token_name", "repository", "reference", "digest", "version",
	"allowed", "reason", "count", "bytes", "cut", "client", "address",
}

func (r pullRecord) cells() []string {
	return []string{
		clock(r.Time, ""), string(r.ID), string(r.Customer), string(r.Token), r.TokenName, string(r.Repository), r.Reference, r.Digest, r.Version,
		fmt.Sprint(r.Allowed), string(r.Reason), fmt.Sprint(r.Count), fmt.Sprint(r.Bytes), fmt.Sprint(r.Cut), r.Client, r.Address,
	}
}
