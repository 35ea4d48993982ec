package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// A scanSelection is the flags that say what is scanned, and how.
type scanSelection struct {
	profile      string
	assets       []string // not words: a URL may have commas
	kinds, below words
}

const selectionUse = " [--profile P] [--asset ASSET...] [--kind K...] [--below NAME...]"

// What the help of commands says that take these flags.
const selectionHelp = `What is scanned are assets that are monitored when the scan begins: all, or those that
--asset, --kind and --below leave, together. A profile is a scanner by the name that it has
with serve: "web" is built in and looks at what web sites, APIs and hosts show to
everybody; others are named by "distr serve --scanners".`

func (s *scanSelection) define(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&s.profile, "profile", distr.DefaultProfile, "scan with the scanner `P`")
	flags.StringArrayVar(&s.assets, "asset", nil, "only `ASSET`, of one customer; the flag again for several")
	flags.Var(&s.kinds, "kind", "only assets of the kind `K`: domain, subdomain, ip, webapp or api; several with commas, or the flag again")
	flags.Var(&s.below, "below", "only names and URLs at or below the name `NAME`, such as example.com; several with commas, or the flag again")
}

// selection is what the flags select. Assets are named there by their keys.
func (s *scanSelection) selection(cmd *cobra.Command) (sel distr.ScanSelection, err error) {
	for _, text := range s.assets {
		if strings.TrimSpace(text) == "" {
			return sel, misuse(cmd, "--asset is empty")
		}
		asset, err := license.ParseAsset(text, license.Auto)
		if err != nil {
			return sel, err
		}
		sel.Assets = append(sel.Assets, asset.Key())
	}
	for _, name := range s.kinds {
		kind, err := license.ParseAssetKind(name)
		if err != nil {
			return sel, err
		}
		sel.Kinds = append(sel.Kinds, kind)
	}
	sel.Below = s.below
	return sel, nil
}

// A selectionRecord is what is scanned.
type selectionRecord struct {
	Assets []string `json:"assets"` // by their keys; none: whichever
	Kinds  []string `json:"kinds"`
	Below  []string `json:"below"`
}

func newSelectionRecord(s distr.ScanSelection) selectionRecord {
	return selectionRecord{texts(s.Assets), texts(s.Kinds), texts(s.Below)}
}

func (r selectionRecord) String() string {
	var parts []string
	switch n := len(r.Assets); {
	case n > 3:
		parts = append(parts, count(n, "asset", "assets"))
	case n > 0:
		parts = append(parts, join(r.Assets))
	}
	if len(r.Kinds) > 0 {
		parts = append(parts, "of kind "+strings.Join(r.Kinds, " or "))
	}
	if len(r.Below) > 0 {
		parts = append(parts, "below "+strings.Join(r.Below, " or "))
	}
	if len(parts) == 0 {
		return "all assets"
	}
	return strings.Join(parts, ", ")
}
