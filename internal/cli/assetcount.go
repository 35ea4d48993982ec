package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/license"
)

// A countedAsset is a line of a list that is an asset.
type countedAsset struct {
	Input     string            `json:"input"`
	Canonical string            `json:"canonical"`
	Kind      license.AssetKind `json:"kind"`
	Counts    int64             `json:"counts"` // on top of the lines before
}

// A refusedAsset is a line of a list that is none.
type refusedAsset struct {
	Input string `json:"input"` // without a login, and cut when long
	Line  int    `json:"line"`
	Error string `json:"error"`
}

func newRefusedAsset(l assetLine, err error) refusedAsset {
	return refusedAsset{Input: license.Masked(l.text), Line: l.number, Error: err.Error()}
}

// A tally is how a list of assets is counted while it is read: what was counted is
// said at once and not held, but for what tells it from what follows.
type tally struct {
	inventory license.Inventory
	kinds     map[license.AssetKind]int64
	counted   int64 // lines that are assets
	refused   int64 // lines that are none

	out    *bufio.Writer
	aside  *overflow   // what is said of lines that are none, after the others
	assets *itemWriter // to out; nil: for people, who see no more than sums
	wrong  *itemWriter // to aside
}

func (t *tally) add(l assetLine, as license.AssetKind) error {
	a, err := l.asset(as)
	if err != nil {
		return t.refuse(newRefusedAsset(l, err))
	}
	more := t.inventory.Add(a)
	t.counted++
	t.kinds[a.Kind] += more
	if t.assets == nil {
		return nil
	}
	return t.assets.write(countedAsset{Input: l.text, Canonical: a.Canonical, Kind: a.Kind, Counts: more})
}

func (t *tally) refuse(r refusedAsset) error {
	t.refused++
	if t.assets != nil {
		return t.wrong.write(r)
	}
	_, err := fmt.Fprintf(t.aside, "line %d: %s\n", r.Line, printable(r.Error))
	return unwritten(err)
}

func assetCount(c *call) *cobra.Command {
	var kind string
	var policy license.AssetPolicy
	cmd := verb("count FILE|- [--kind K] [--by-scheme] [--fold-www] [--fold-port]", "Count the assets in a list, each once.", operands("FILE"),
		func(cmd *cobra.Command, args []string) error {
			as, err := license.ParseAssetKind(kind)
			if err != nil {
				return err
			}
			list, err := openList(cmd, args[0])
			if err != nil {
				return err
			}
			return errors.Join(c.countAssets(cmd, list, as, policy), list.Close())
		})
	cmd.Long = `The list has one asset a line: a domain or subdomain, an IP address or a range of them, the
URL of a web application or the base URL of an API. Each unique one counts as 1, and a
range as many as it has addresses that are not there already. A line that is no asset is
refused with the reason and its number, and the others are counted all the same. Empty
lines, and those that begin with #, say nothing.

With --json each line that is an asset says what it counts on top of those before it, so
that they sum to the total. No data folder is needed.`
	cmd.Example = `  distr asset count assets.txt
  distr asset count - --json < assets.txt
  distr asset count apis.txt --kind api`
	flags := cmd.Flags()
	flags.StringVar(&kind, "kind", "", "take all of them for a `KIND`: domain, subdomain, ip, webapp or api (default: as they look; a URL is a webapp)")
	flags.BoolVar(&policy.KeyByScheme, "by-scheme", false, "count http and https as two")
	flags.BoolVar(&policy.FoldWWW, "fold-www", false, "count www.example.com and example.com as one")
	flags.BoolVar(&policy.FoldPort, "fold-port", false, "count the ports of a URL as one")
	return cmd
}

func (c *call) countAssets(cmd *cobra.Command, list io.Reader, as license.AssetKind, policy license.AssetPolicy) (err error) {
	aside := &overflow{}
	defer func() { err = errors.Join(err, aside.Close()) }()
	t := tally{inventory: license.NewInventory(policy), kinds: map[license.AssetKind]int64{}, out: bufio.NewWriterSize(c.stdout, 64<<10), aside: aside}
	if c.json {
		t.assets, t.wrong = &itemWriter{w: t.out}, &itemWriter{w: aside}
		fmt.Fprint(t.out, "{\n  \"assets\": [")
	}
	p := newProgress(c.stderr)
	defer p.wipe()
	if err := assetLines(list, func(l assetLine) error {
		if p.over && l.number%1000 == 0 {
			p.say(func() string {
				return fmt.Sprintf("line %d, %s", l.number, count(t.inventory.Total(), "asset", "assets"))
			})
		}
		return errors.Join(cmd.Context().Err(), t.add(l, as))
	}); err != nil {
		return err
	}
	p.wipe()
	return t.end()
}

// end says what was put aside, and the total.
func (t *tally) end() error {
	middle, last := "", ""
	if t.assets == nil {
		t.sum()
	} else {
		middle = t.assets.end() + "],\n  \"refused\": ["
		last = fmt.Sprintf("%s],\n  \"total\": %d\n}\n", t.wrong.end(), t.inventory.Total())
	}
	fmt.Fprint(t.out, middle)
	if _, err := t.aside.WriteTo(t.out); err != nil {
		return unwritten(err)
	}
	fmt.Fprint(t.out, last)
	return unwritten(t.out.Flush())
}

// sum says for people what was counted.
func (t *tally) sum() {
	table := tabwriter.NewWriter(t.out, 0, 0, 2, ' ', 0)
	for _, k := range []license.AssetKind{license.Domain, license.Subdomain, license.Address, license.WebApp, license.API} {
		if t.kinds[k] > 0 {
			fmt.Fprintf(table, "%s\t%d\n", k, t.kinds[k])
		}
	}
	fmt.Fprintf(table, "total\t%d\t(%s)\n", t.inventory.Total(), count(t.counted, "line", "lines"))
	if t.refused > 0 {
		fmt.Fprintf(table, "refused\t%d\n", t.refused)
	}
	_ = table.Flush() // what it writes to keeps its error
}
