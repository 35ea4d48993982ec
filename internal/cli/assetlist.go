package cli

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// An assetRecord is an asset of a customer's.
type assetRecord struct {
	Canonical string            `json:"canonical"`
	Kind      license.AssetKind `json:"kind"`
	Counts    int64             `json:"counts"` // by itself: of what overlaps each address counts once
	Key       string            `json:"key"`
	Added     *time.Time        `json:"added"`
	Archived  *time.Time        `json:"archived"`
}

func newAssetRecord(r distr.AssetRecord) assetRecord {
	return assetRecord{r.Asset.Canonical, r.Asset.Kind, r.Asset.Counts(), r.Key, moment(r.Added), moment(r.Archived)}
}

func assetList(c *call) *cobra.Command {
	var kind, after string
	var archived bool
	var limit int
	cmd := verb("list CUSTOMER [--kind K] [--archived] [--after KEY] [--limit N]", "List a customer's assets, and how many they are.", operands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			as, err := license.ParseAssetKind(kind)
			if err != nil {
				return err
			}
			if limit < 0 {
				return misuse(cmd, "--limit %d is less than nothing", limit)
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				a, _, err := account(cmd.Context(), v, args[0])
				if err != nil {
					return err
				}
				return c.listAssets(cmd.Context(), a, distr.AssetQuery{Kind: as, Archived: archived, After: after}, limit)
			})
		})
	cmd.Long = `They come as they are read, in the order of their keys: names, addresses, URLs. With --json
the total and the most that ever were stand behind them, and the key of the last one is
what --after takes to go on behind it.`
	cmd.Example = `  distr asset list globex
  distr asset list globex --kind api --json
  distr asset list globex --archived --limit 100`
	flags := cmd.Flags()
	flags.StringVar(&kind, "kind", "", "only those of a `KIND`: domain, subdomain, ip, webapp or api")
	flags.BoolVar(&archived, "archived", false, "those that are archived, instead of those that count")
	flags.StringVar(&after, "after", "", "only those behind a `KEY`")
	flags.IntVar(&limit, "limit", 0, "at most `N` of them; 0: all")
	return cmd
}

// listAssets writes assets as they come; only a page of them is in memory.
func (c *call) listAssets(ctx context.Context, a *distr.Account, q distr.AssetQuery, limit int) error {
	out := bufio.NewWriterSize(c.stdout, 64<<10)
	items := &itemWriter{w: out}
	if c.json {
		fmt.Fprint(out, "{\n  \"assets\": [")
	}
	n := 0
	for r, err := range a.EachAsset(ctx, q) {
		if err != nil {
			return err
		}
		if limit > 0 && n == limit {
			break
		}
		if n++; c.json {
			if err := items.write(newAssetRecord(r)); err != nil {
				return err
			}
			continue
		}
		if n == 1 {
			fmt.Fprintf(out, "%-9s  %-20s  %s\n", "KIND", "ADDED", "ASSET")
		}
		fmt.Fprintf(out, "%-9s  %-20s  %s\n", r.Asset.Kind, clock(moment(r.Added), ""), printable(r.Asset.Canonical))
	}
	total, err := a.AssetCount(ctx)
	if err != nil {
		return err
	}
	if !c.json {
		fmt.Fprintf(out, "%s listed; %s\n", count(n, "asset", "assets"), counted(total))
		return unwritten(out.Flush())
	}
	peakAt, err := json.Marshal(moment(total.PeakAt))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s],\n  \"total\": %d,\n  \"peak\": %d,\n  \"peak_at\": %s\n}\n", items.end(), total.Current, total.Peak, peakAt)
	return unwritten(out.Flush())
}
