package cli

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

const (
	slotsShown = 10   // of a preview, unless somebody asks for more
	slotsMost  = 1000 // of a preview
)

type schedulePreviewRecord struct {
	Schedule  scheduleRecord `json:"schedule"`
	Customers int            `json:"customers"` // for how many it is now
	Assets    int64          `json:"assets"`    // of a customer's own: how many it scans now
	TooMany   int            `json:"too_many"`  // for how many customers that is more than a scan takes, so that it will fail
	Slots     []slotRecord   `json:"slots"`
}

type slotRecord struct {
	At    *time.Time `json:"at"`
	There string     `json:"there"` // on the clock of the zone, RFC 3339
	Text  string     `json:"text"`
	Note  string     `json:"note"` // why it is not at the time that the schedule says, or at which of two; empty: it is
}

func newSlotRecord(s license.Slot) slotRecord {
	return slotRecord{moment(s.At), s.At.Format(time.RFC3339), slotText(s), s.Note}
}

// slotText says when, and in UTC only where that is another time.
func slotText(s license.Slot) string {
	text := s.String()
	if name, _ := s.At.Zone(); name == "UTC" {
		text = strings.Replace(text, s.At.Format(" (15:04 UTC)"), "", 1)
	}
	return text
}

// showPreview answers with when a schedule scans.
func (c *call) showPreview(s scheduleRecord, p distr.SchedulePreview) error {
	r := schedulePreviewRecord{s, p.Customers, p.Targets, p.TooMany, collect(p.Slots, newSlotRecord)}
	return c.answer(r, func(w io.Writer) {
		whom := count(p.Customers, "customer", "customers")
		if s.Customer != "" {
			whom = fmt.Sprintf("%s, %s", s.Customer, count(p.Targets, "asset", "assets"))
		}
		fmt.Fprintf(w, "%s: %s\n", printable(s.Name), printable(s.runs()))
		fmt.Fprintf(w, "for %s now, with the scanner %s\n", whom, printable(s.Profile))
		if p.TooMany > 0 {
			fmt.Fprintf(w, "For %s it selects more than %d assets, which is all that one scan takes: it will fail there.\nAdd several schedules instead, with --kind or --below.\n", count(p.TooMany, "customer", "customers"), distr.MaxTargets)
		}
		switch {
		case s.Paused != nil:
			fmt.Fprintf(w, "It is paused since %s; without that it would scan\n", clock(s.Paused, ""))
		case len(r.Slots) == 0:
			fmt.Fprintln(w, "It has no times, and scans only when a trigger fires.")
		}
		for _, slot := range r.Slots {
			fmt.Fprintf(w, "  %s\n", slot.Text)
		}
	})
}

func schedulePreview(c *call) *cobra.Command {
	var customer string
	var n int
	cmd := verb("preview ID [--customer ID] [--slots N]", "Show when a schedule scans next, and what the clock does about it.", operands("ID"),
		func(cmd *cobra.Command, args []string) error {
			if n < 1 || n > slotsMost {
				return misuse(cmd, "--slots %d: it is 1 to %d", n, slotsMost)
			}
			return c.scheduled(cmd, customer, func(r scheduleRoom) error {
				id := distr.ScheduleID(args[0])
				s, err := r.named(cmd.Context(), id)
				if err != nil {
					return err
				}
				p, err := r.PreviewSchedule(cmd.Context(), id, n)
				if err != nil {
					return r.about(err)
				}
				return c.showPreview(s, p)
			})
		})
	cmd.Long = `Each line is one scan, on the clock of the schedule's zone and in UTC. Behind a colon stands
what is unusual: that the clock skips the time on that day, shows it twice, or that the
month has no such day. One that is not added yet is shown by "distr schedule add --dry-run".`
	cmd.Example = `  distr schedule preview sch_g3xqk2v7n5bd4ayt
  distr schedule preview sch_g3xqk2v7n5bd4ayt --customer globex --slots 365 --json`
	defineWhose(cmd, &customer)
	cmd.Flags().IntVar(&n, "slots", slotsShown, "show the next `N`")
	return cmd
}
