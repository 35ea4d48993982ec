package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// An assetSums is how a list has changed an inventory.
type assetSums struct {
	Changed int64      `json:"changed"`
	Same    int64      `json:"same"`   // nothing had to be changed
	Counts  int64      `json:"counts"` // by how much the count has grown, or shrunk
	Total   int64      `json:"total"`
	Peak    int64      `json:"peak"`
	PeakAt  *time.Time `json:"peak_at"`
}

func newAssetSums(b *assetBook) assetSums {
	return assetSums{b.changed, b.same, b.counts, b.now.Current, b.now.Peak, moment(b.now.PeakAt)}
}

// tell says what became of a list.
func (b *assetBook) tell(w io.Writer, done, same string) error {
	out := bufio.NewWriterSize(w, 64<<10)
	if b.answer == nil {
		fmt.Fprintf(out, "%s %s", count(b.changed, "asset", "assets"), done)
		if b.same > 0 {
			fmt.Fprintf(out, ", %d %s", b.same, same)
		}
		if b.refused > 0 {
			fmt.Fprintf(out, ", %d refused", b.refused)
		}
		fmt.Fprintf(out, "; %s\n", counted(b.now))
		if _, err := b.aside.WriteTo(out); err != nil {
			return unwritten(err)
		}
		return unwritten(out.Flush())
	}
	sums, err := json.MarshalIndent(newAssetSums(b), "", "  ")
	if err != nil {
		return err
	}
	fmt.Fprint(out, "{\n  \"refused\": [")
	if _, err := b.aside.WriteTo(out); err != nil {
		return unwritten(err)
	}
	fmt.Fprintf(out, "%s],\n%s\n", b.answer.end(), sums[2:]) // behind its bracket
	return unwritten(out.Flush())
}

// counted is how many assets there are, for people.
func counted(n distr.AssetCount) string {
	if n.Peak > n.Current {
		return fmt.Sprintf("the count is %d, and was %d at most (%s)", n.Current, n.Peak, clock(moment(n.PeakAt), ""))
	}
	return fmt.Sprintf("the count is %d", n.Current)
}
