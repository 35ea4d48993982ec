package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/license"
)

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
refused with the reason and its number, and the others are counted all the same: that is an
answer, and the exit code is 0. Empty lines, and those that begin with #, say nothing.

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
