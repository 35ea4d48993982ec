package cli

import (
	"context"
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
)

// assetBatch is how many lines of a list are one transaction.
const assetBatch = 1000

// An assetBook is a customer's inventory while a list changes it, a batch after the
// other: what was changed stays, whatever becomes of the rest.
type assetBook struct {
	change func(ctx context.Context, lines []assetLine) (distr.AssetChange, error)
	batch  []assetLine
	lines  int // that were handed over

	changed, same, refused int64
	counts                 int64 // by how much the count has changed
	now                    distr.AssetCount
	answer                 *itemWriter // of what was refused; nil: for people
	aside                  *overflow
}

func (b *assetBook) add(ctx context.Context, l assetLine) error {
	b.batch = append(b.batch, l)
	if len(b.batch) < assetBatch {
		return nil
	}
	return b.hand(ctx)
}

// hand hands the batch over.
func (b *assetBook) hand(ctx context.Context) error {
	if len(b.batch) == 0 {
		return nil
	}
	out, err := b.change(ctx, b.batch)
	if err != nil && b.lines > 0 {
		return fmt.Errorf("from line %d on: %w; what is in front of it is done, and sending the list again is harmless", b.batch[0].number, err)
	} else if err != nil {
		return err
	}
	b.lines += len(b.batch)
	b.now = out.Count
	for i, r := range out.Results {
		switch {
		case r.Err != nil:
			if err := b.refuse(newRefusedAsset(b.batch[i], r.Err)); err != nil {
				return err
			}
		case r.Done:
			b.changed++
			b.counts += r.Counts
		default:
			b.same++
		}
	}
	b.batch = b.batch[:0]
	return nil
}

func (b *assetBook) refuse(r refusedAsset) error {
	b.refused++
	if b.answer != nil {
		return b.answer.write(r)
	}
	_, err := fmt.Fprintf(b.aside, "line %d: %s\n", r.Line, printable(r.Error))
	return unwritten(err)
}
