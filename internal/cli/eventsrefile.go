package cli

import (
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

// misfiled adds to an error the command that mends what it is about, if there is one.
func misfiled(err error) error {
	if broken, is := errors.AsType[*distr.BrokenChain](err); is && broken.Misfiled {
		return fmt.Errorf("%w, as \"distr events refile\" does", err)
	}
	return err
}

func eventsRefile(c *call) *cobra.Command {
	cmd := verb("refile", "Write anew what events are found by, where it is not right.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				done, err := v.RefileEvents(cmd.Context())
				if err != nil {
					return err
				}
				record := struct {
					Blocks int64 `json:"blocks"`
					Mended int64 `json:"mended"` // of the blocks: what was known of them was not right
					Stray  int64 `json:"stray"`  // rows that were of no block
				}{done.Blocks, done.Mended, done.Stray}
				return c.answer(record, func(w io.Writer) {
					fmt.Fprintf(w, "Looked at %s of events, and mended %d.\n", count(done.Blocks, "block", "blocks"), done.Mended)
					if done.Stray > 0 {
						fmt.Fprintf(w, "Removed %s of no block.\n", count(done.Stray, "row", "rows"))
					}
				})
			})
		})
	cmd.Long = `Events are found by blocks of 256, of which the database knows when they were and which
actors, customers and kinds they have. If it has lost some of that, lists with filters would
leave events out, so "distr events", "verify", "prune" and couriers say so instead. This reads
all events and writes anew what is known of them; others who change something wait meanwhile.

It touches no event: what was changed in those "distr events verify" finds as before, so ask
that afterwards. An event says how much was mended, if anything was.`
	cmd.Example = `  distr events refile`
	return cmd
}
