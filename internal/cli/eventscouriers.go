package cli

import (
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A courierRecord is how far a courier has come.
type courierRecord struct {
	Courier  string     `json:"courier"`
	Seq      int64      `json:"seq"` // everything up to this event is delivered
	Failures int        `json:"failures"`
	Next     *time.Time `json:"next"` // not before this; null: at any time
	Error    string     `json:"error"`
}

func newCourierRecord(p distr.Post) courierRecord {
	return courierRecord{p.Courier, p.Seq, p.Failures, moment(p.Next), p.LastError}
}

func (r courierRecord) fields() []field {
	return []field{
		{"courier", r.Courier},
		{"delivered", fmt.Sprint(r.Seq)},
		{"failures", fmt.Sprint(r.Failures)},
		{"next", clock(r.Next, "")},
		{"error", printable(r.Error)},
	}
}

func eventsCouriers(c *call) *cobra.Command {
	cmd := verb("couriers", "List who carries events elsewhere, and how far each has come.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				posts, err := v.Couriers(cmd.Context())
				if err != nil {
					return err
				}
				return list(c, collect(posts, newCourierRecord), "Nobody carries events elsewhere.")
			})
		})
	cmd.Example = `  distr events couriers`
	return cmd
}

func eventsForget(c *call) *cobra.Command {
	cmd := verb("forget COURIER", "Forget a courier, so that no event is kept for it.", operands("COURIER"),
		func(cmd *cobra.Command, args []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				if err := v.RemoveCourier(cmd.Context(), args[0]); err != nil {
					return err
				}
				return c.answer(map[string]string{"courier": args[0]}, func(w io.Writer) { fmt.Fprintf(w, "Forgot %s.\n", args[0]) })
			})
		})
	cmd.Long = `It is for a courier that never comes back: "distr events prune" keeps what one has still
to deliver. One that runs still comes back as a new one: what it had not delivered by then
it never does. The courier of a webhook is not forgotten; see "distr webhook disable".`
	cmd.Example = `  distr events forget crm`
	return cmd
}
