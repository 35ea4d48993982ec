package cli

import (
	"bufio"
	"fmt"
	"text/tabwriter"

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
