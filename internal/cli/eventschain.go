package cli

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A verifiedRecord is how far the chain of events reaches.
type verifiedRecord struct {
	From      string          `json:"from"` // behind which it begins, SEQ:HASH
	Head      string          `json:"head"` // up to which it is unbroken, SEQ:HASH:TIME
	Count     int64           `json:"count"`
	Unchained int64           `json:"unchained"` // older than the chain
	Prunings  []pruningRecord `json:"prunings"`  // what was removed, and by whom
}

// A pruningRecord is what was removed at a time.
type pruningRecord struct {
	Seq     int64     `json:"seq"` // of the event that says so
	Time    time.Time `json:"time"`
	Actor   string    `json:"actor"`
	Via     string    `json:"via"`
	Address string    `json:"address"` // empty: nobody knows
	Through int64     `json:"through"` // the last that went
	Count   int64     `json:"count"`
	Before  time.Time `json:"before"` // what happened before then was removed
}

func newPruningRecord(p distr.Pruning) pruningRecord {
	r := pruningRecord{Seq: p.Seq, Time: p.Time, Actor: p.Actor.Name, Via: p.Actor.Via, Through: p.Through, Count: p.Count, Before: p.Before}
	if p.Actor.Address.IsValid() {
		r.Address = p.Actor.Address.String()
	}
	return r
}

func (r pruningRecord) String() string {
	from := r.Via
	if r.Address != "" {
		from += " from " + r.Address
	}
	return fmt.Sprintf("Event %d: at %s %s (%s) removed %s, up to number %d, of before %s.", r.Seq, r.Time.UTC().Format(time.RFC3339),
		r.Actor, from, count(r.Count, "event", "events"), r.Through, r.Before.UTC().Format(time.RFC3339))
}

func eventsVerify(c *call) *cobra.Command {
	var head string
	cmd := verb("verify [--head SEQ:HASH[:TIME]]", "Find out whether events were changed, removed or added in the database.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			var against distr.Head
			if head != "" {
				var err error
				if against, err = distr.ParseHead(head); err != nil {
					return misuse(cmd, "--head: %w", err)
				}
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				done, err := v.VerifyEvents(cmd.Context(), against)
				if broken, is := errors.AsType[*distr.BrokenChain](err); is {
					return c.sayBroken(broken)
				}
				if err != nil {
					return err
				}
				if done.Head.Seq == 0 {
					return fmt.Errorf("vendor %q has no events, so there is nothing to verify; look at the name, and at the data folder", v.ID())
				}
				record := verifiedRecord{done.From.String(), done.Head.String(), done.Count, done.Unchained, collect(done.Prunings, newPruningRecord)}
				return c.answer(record, func(w io.Writer) { sayVerified(w, done) })
			})
		})
	cmd.Long = `Each event has a hash that covers the event before it, so nobody can change one, take
one out or put one in between without all that follow giving it away. Only a head that was
written down elsewhere shows two things: that events at the end were cut off, and that
everything from some place on was written anew. See "distr events head".

If events cannot be read since something is wrong with what they are found by, it says so;
"distr events refile" mends that, and whether they are whole shows after it.

What was pruned is told, with who did that: whoever can write to the database can
remove old events like "distr events prune", but none of the last 30 days.

The exit code is 0 if all are as they were written, 1 if not, and 2 if that could not be
found out, also because the vendor has no events.`
	cmd.Example = `  distr events verify
  distr events verify --head "$(cat /elsewhere/head)"`
	cmd.Flags().StringVar(&head, "head", "", "hold the events against `SEQ:HASH:TIME`, which \"distr events head\" once said")
	return cmd
}

// sayBroken answers no.
func (c *call) sayBroken(b *distr.BrokenChain) error {
	record := struct {
		Broken int64  `json:"broken"` // the first event at which it shows
		Why    string `json:"why"`
	}{b.Seq, b.Why}
	if b.Misfiled {
		record.Why += "; \"distr events refile\" writes anew what those go by"
	}
	if err := c.answer(record, func(w io.Writer) { fmt.Fprintln(w, misfiled(b)) }); err != nil {
		return err
	}
	return errNo
}

func sayVerified(w io.Writer, done distr.Verified) {
	fmt.Fprintf(w, "All %d events are as they were written, up to %s.\n", done.Count, done.Head)
	if done.From.Seq > 0 {
		fmt.Fprintf(w, "Those up to number %d were pruned; you should know of it:\n", done.From.Seq)
	}
	for _, p := range done.Prunings {
		fmt.Fprintf(w, "  %s\n", newPruningRecord(p))
	}
	if done.Unchained > 0 {
		fmt.Fprintf(w, "Of the oldest %d, from before there was a chain, only that none is missing is known.\n", done.Unchained)
	}
}

func eventsHead(c *call) *cobra.Command {
	cmd := verb("head", "Say the number, hash and time of the last event, to be kept elsewhere.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				last, err := v.LastEvent(cmd.Context())
				if err != nil {
					return err
				}
				record := struct {
					Head string `json:"head"`
				}{last.String()}
				return c.answer(record, func(w io.Writer) { fmt.Fprintln(w, last) })
			})
		})
	cmd.Long = `Keep it where nobody who can change the database can change it: in a mail, in another
system, on paper. "distr events verify --head" proves then that nothing up to it was changed,
nothing was cut off, and nothing of the last 30 days was removed; what is older may have
been pruned.`
	cmd.Example = `  distr events head > /elsewhere/head`
	return cmd
}

func eventsPrune(c *call) *cobra.Command {
	var before string
	cmd := verb("prune --before WHEN", "Remove old events, so that what is left can be verified still.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			if before == "" {
				return misuse(cmd, "--before is missing: how old has to be what goes?")
			}
			at, err := parseWhen(before, time.Now().UTC(), 0)
			if err != nil {
				return misuse(cmd, "--before %q: %w", before, err)
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				done, err := v.PruneEvents(cmd.Context(), at)
				if err != nil {
					return err
				}
				record := struct {
					Count   int64  `json:"count"`
					Through string `json:"through"` // the last that went, SEQ:HASH; of number 0 if none did
				}{done.Count, done.Through.String()}
				return c.answer(record, func(w io.Writer) {
					if done.Count == 0 {
						fmt.Fprintln(w, "There are none as old as that.")
						return
					}
					fmt.Fprintf(w, "Removed %d events, up to %s.\n", done.Count, done.Through)
				})
			})
		})
	cmd.Long = `Events stay for 30 days at least. They go from the oldest on, and an event says up to
where; the last that is old enough stays, to show that nothing younger went. Nothing goes that a courier has still to deliver (see "distr events couriers"), and
nothing of a chain that is broken. Export them first if anybody may ask for them:

  distr events --until 2025-12-31 --jsonl > events-2025.jsonl

WHEN is how long ago, such as 365d, or a DATE such as 2026-01-01, or an instant such as
2026-01-01T18:00:00Z.`
	cmd.Example = `  distr events prune --before 365d`
	cmd.Flags().StringVar(&before, "before", "", "remove what happened before `WHEN`")
	return cmd
}
