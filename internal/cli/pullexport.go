package cli

import (
	"bufio"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"iter"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

// pullsOf yields entries, all of them page by page, or the newest so many.
func pullsOf(ctx context.Context, v *distr.Vendor, q distr.PullQuery, limit int) iter.Seq2[distr.PullRecord, error] {
	if limit == 0 {
		return v.EachPull(ctx, q)
	}
	return func(yield func(distr.PullRecord, error) bool) {
		q.Limit = limit
		pulls, err := v.Pulls(ctx, q)
		if err != nil {
			yield(distr.PullRecord{}, err)
			return
		}
		for _, p := range pulls {
			if !yield(p, nil) {
				return
			}
		}
	}
}

// export writes entries as they come; only a little of them is in memory.
func (p *pullsCall) export(pulls iter.Seq2[distr.PullRecord, error]) error {
	out := bufio.NewWriterSize(p.stdout, 64<<10)
	lines, table := json.NewEncoder(out), csv.NewWriter(out)
	lines.SetEscapeHTML(false)
	write := func(r pullRecord) error { return lines.Encode(r) }
	if p.csv {
		write = func(r pullRecord) error { return table.Write(r.csv()) }
		if err := table.Write(csvNames[:]); err != nil {
			return unwritten(err)
		}
	}
	for r, err := range pulls {
		if err != nil {
			return err
		}
		if err := write(newPullRecord(r)); err != nil {
			return unwritten(err)
		}
	}
	table.Flush()
	return unwritten(cmp.Or(table.Error(), out.Flush()))
}

func unwritten(err error) error {
	if err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

// csvNames are the names that the fields have in JSON.
var csvNames = [...]string{
	"time", "id", "customer", "token", "tokenName", "repository", "reference", "digest", "version",
	"allowed", "reason", "count", "bytes", "cut", "client", "address",
}

func (r pullRecord) csv() []string {
	cells := []string{
		clock(r.Time, ""), string(r.ID), string(r.Customer), string(r.Token), r.TokenName, string(r.Repository), r.Reference, r.Digest, r.Version,
		fmt.Sprint(r.Allowed), string(r.Reason), fmt.Sprint(r.Count), fmt.Sprint(r.Bytes), fmt.Sprint(r.Cut), r.Client, r.Address,
	}
	for i, text := range cells {
		cells[i] = harmless(text)
	}
	return cells
}

// harmless puts an apostrophe in front of what a spreadsheet would take for a
// formula: a User-Agent is what a stranger writes into somebody's table.
func harmless(text string) string {
	if strings.IndexAny(text, "=+-@\t\r") == 0 {
		return "'" + text
	}
	return text
}
