package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

func assetAdd(c *call) *cobra.Command {
	var kind, file string
	cmd := verb("add CUSTOMER [ASSET...|-] [--file FILE] [--kind K]", "Monitor assets of a customer: from then on they count.", manyOperands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			as, err := license.ParseAssetKind(kind)
			if err != nil {
				return err
			}
			return c.changeAssets(cmd, args, file, "added", "were there already", func(a *distr.Account) func(context.Context, []assetLine) (distr.AssetChange, error) {
				return func(ctx context.Context, lines []assetLine) (distr.AssetChange, error) {
					return a.AddAssets(ctx, collect(lines, func(l assetLine) distr.NewAsset { return distr.NewAsset{Text: l.whole(), Kind: as} }))
				}
			})
		})
	cmd.Long = `Each unique domain, subdomain, IP address, URL of a web application and base URL of an API
counts as 1, and a range as many as it has addresses. What is there already is not added
again, and what was archived comes back.

` + assetHelp
	cmd.Example = `  distr asset add globex example.com 192.0.2.0/29 https://shop.example.com/
  distr asset add globex https://api.example.com/v1 --kind api
  distr asset add globex --file assets.txt
  distr asset add globex - < assets.txt`
	flags := cmd.Flags()
	flags.StringVar(&kind, "kind", "", "take all of them for a `KIND`: domain, subdomain, ip, webapp or api (default: as they look; a URL is a webapp)")
	flags.StringVar(&file, "file", "", "read them from `FILE`, one a line")
	return cmd
}

func assetArchive(c *call) *cobra.Command {
	var file string
	cmd := verb("archive CUSTOMER [ASSET...|-] [--file FILE]", "Monitor assets no longer: they are kept, and count no more.", manyOperands("CUSTOMER"),
		func(cmd *cobra.Command, args []string) error {
			return c.changeAssets(cmd, args, file, "archived", "were archived already", func(a *distr.Account) func(context.Context, []assetLine) (distr.AssetChange, error) {
				return func(ctx context.Context, lines []assetLine) (distr.AssetChange, error) {
					return a.ArchiveAssets(ctx, collect(lines, assetLine.whole))
				}
			})
		})
	cmd.Long = `A range of addresses is archived as a whole, as it was added. The count drops at once; the
most that it ever was stays written down.

` + assetHelp
	cmd.Example = `  distr asset archive globex example.com 192.0.2.0/29
  distr asset archive globex --file gone.txt`
	cmd.Flags().StringVar(&file, "file", "", "read them from `FILE`, one a line")
	return cmd
}

// What the help of a command says that takes a list of assets.
const assetHelp = `An asset that is none is refused with the reason, the others are changed all the same, and
the exit code is 1 then. In a list empty lines, and those that begin with #, say nothing. A
- instead of an ASSET reads a list from standard input.`

// changeAssets changes a customer's inventory by what stands on the command line, or
// in a list.
func (c *call) changeAssets(cmd *cobra.Command, args []string, file, done, same string, of func(*distr.Account) func(context.Context, []assetLine) (distr.AssetChange, error)) error {
	lists, err := assetLists(cmd, args[1:], file)
	if err != nil {
		return err
	}
	defer func() { _ = lists.Close() }() // it was only read
	return c.as(cmd.Context(), func(v *distr.Vendor) (err error) {
		a, _, err := account(cmd.Context(), v, args[0])
		if err != nil {
			return err
		}
		b := &assetBook{change: of(a), aside: &overflow{}}
		defer func() { err = errors.Join(err, b.aside.Close()) }()
		if c.json {
			b.answer = &itemWriter{w: b.aside}
		}
		p := newProgress(c.stderr)
		defer p.wipe()
		err = assetLines(lists, func(l assetLine) error {
			if p.over && l.number%assetBatch == 0 {
				p.say(func() string { return fmt.Sprintf("line %d, %s", l.number, count(b.now.Current, "asset", "assets")) })
			}
			return b.add(cmd.Context(), l)
		})
		if err == nil {
			err = b.hand(cmd.Context())
		}
		if err == nil && b.lines == 0 {
			b.now, err = a.AssetCount(cmd.Context())
		}
		if err != nil {
			return err
		}
		p.wipe()
		if err := b.tell(c.stdout, done, same); err != nil {
			return err
		}
		if b.refused > 0 {
			return errNo
		}
		return nil
	})
}

// assetLists are what is to be read: the words of the command line as lines, or a
// list.
func assetLists(cmd *cobra.Command, words []string, file string) (io.ReadCloser, error) {
	switch {
	case file != "" && len(words) > 0:
		return nil, misuse(cmd, "name assets or --file, not both")
	case file != "":
		return openList(cmd, file)
	case len(words) == 1 && words[0] == "-":
		return openList(cmd, "-")
	case len(words) == 0:
		return nil, misuse(cmd, "ASSET is missing")
	}
	for _, word := range words {
		// It could be the name of a host as well, and a list would be one asset.
		if info, err := os.Stat(word); err == nil && info.Mode().IsRegular() {
			return nil, misuse(cmd, "%s is a file here: read it with --file, or write the asset of that name to standard input and give -", word)
		}
	}
	return io.NopCloser(strings.NewReader(strings.Join(words, "\n"))), nil
}
