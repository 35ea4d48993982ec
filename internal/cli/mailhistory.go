package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// lettersShown is how many letters a table has unless somebody asks for more.
const lettersShown = 1000

type letterRecord struct {
	ID        distr.LetterID    `json:"id"`
	Created   *time.Time        `json:"created"`
	Customer  tenant.CustomerID `json:"customer"` // empty: none
	To        tenant.Email      `json:"to"`
	Template  string            `json:"template"`
	Subject   string            `json:"subject"` // empty: it was never written
	State     distr.LetterState `json:"state"`
	Attempts  int               `json:"attempts"`
	Sent      *time.Time        `json:"sent"`
	Next      *time.Time        `json:"next"`       // when it is tried again
	HeldUntil *time.Time        `json:"held_until"` // null: it is in nobody's hands
	Error     string            `json:"error"`
	MessageID string            `json:"message_id"`
	Event     distr.EventID     `json:"event"`
}

func newLetterRecord(l distr.Letter) letterRecord {
	if l.Holder == "" || l.State != distr.LetterWaiting {
		l.Until = time.Time{}
	}
	return letterRecord{
		ID: l.ID, Created: moment(l.Created), Customer: l.Customer, To: l.To, Template: l.Template, Subject: l.Subject, State: l.State,
		Attempts: l.Attempts, Sent: moment(l.Sent), Next: moment(l.Next), HeldUntil: moment(l.Until), Error: l.Error, MessageID: l.MessageID, Event: l.Event,
	}
}

func (r letterRecord) fields() []field {
	state := string(r.State)
	if r.HeldUntil != nil {
		state = "being sent, until " + clock(r.HeldUntil, "")
	}
	return []field{
		{"id", string(r.ID)},
		{"created", clock(r.Created, "")},
		{"customer", string(r.Customer)},
		{"to", string(r.To)},
		{"template", r.Template},
		{"state", state},
		{"attempts", fmt.Sprint(r.Attempts)},
		{"error", r.Error},
	}
}

var letterNames = [...]string{
	"id", "created", "customer", "to", "template", "subject", "state", "attempts", "sent", "next", "held_until", "error", "message_id", "event",
}

func (r letterRecord) cells() []string {
	return []string{
		string(r.ID), clock(r.Created, ""), string(r.Customer), string(r.To), r.Template, r.Subject, string(r.State),
		fmt.Sprint(r.Attempts), clock(r.Sent, ""), clock(r.Next, ""), clock(r.HeldUntil, ""), r.Error, r.MessageID, string(r.Event),
	}
}

// A historyCall is what the flags of the history say.
type historyCall struct {
	state, template string
	span
	limit int
	lines lineExport
}

func mailHistory(c *call) *cobra.Command {
	var h historyCall
	cmd := verb("history [CUSTOMER] [--state S] [--template T] [--since WHEN] [--until WHEN] [--limit N] [--csv | --jsonl]",
		"List which letters went out in the last year, wait or failed, oldest first.", operands("[CUSTOMER]"),
		func(cmd *cobra.Command, args []string) error {
			q, err := h.query(cmd, args)
			if err != nil {
				return err
			}
			if err := h.lines.check(c, cmd); err != nil {
				return err
			}
			return c.as(cmd.Context(), func(v *distr.Vendor) error { return h.answer(cmd.Context(), c, v, q) })
		})
	cmd.Long = `Without CUSTOMER it lists letters to everybody. STATE is waiting, sent or failed. A
letter that waits was not taken yet, and is tried again by itself, less often each
time, up to every hour; after five days it has failed, and at once if the mail server
refuses it for good, or if what it tells is no longer so. "distr mail retry" tries it
now. One that is being sent is in the hands of a process. Sent is what a mail server has
taken.

WHEN is how long ago, such as 90m, 24h or 7d, or a DATE such as 2026-12-31, or an
instant such as 2026-12-31T18:00:00Z.`
	cmd.Example = `  distr mail history globex
  distr mail history --state failed --since 7d
  distr mail history --csv > letters.csv`
	flags := cmd.Flags()
	flags.StringVar(&h.state, "state", "", "only those in `STATE`: waiting, sent or failed")
	flags.StringVar(&h.template, "template", "", "only those written by `TEMPLATE`")
	h.span.define(cmd, "those made")
	flags.IntVar(&h.limit, "limit", lettersShown, "list the newest `N` only; 0 is all")
	h.lines.define(cmd)
	return cmd
}

func (h *historyCall) query(cmd *cobra.Command, args []string) (q distr.LetterQuery, err error) {
	q.State, q.Template = distr.LetterState(h.state), h.template
	if len(args) > 0 {
		q.Customer = tenant.CustomerID(args[0])
	}
	switch q.State {
	case "", distr.LetterWaiting, distr.LetterSent, distr.LetterFailed:
	default:
		return q, misuse(cmd, "--state %q: it is %s, %s or %s", h.state, distr.LetterWaiting, distr.LetterSent, distr.LetterFailed)
	}
	if h.limit < 0 {
		return q, misuse(cmd, "--limit %d: it is a number of letters, and 0 is all", h.limit)
	}
	if q.Since, q.Until, err = h.times(cmd); err != nil {
		return q, err
	}
	if h.template != "" && !slices.Contains(mail.Names(), h.template) {
		return q, misuse(cmd, "--template %q: there are %s", h.template, strings.Join(mail.Names(), ", "))
	}
	if !cmd.Flags().Changed("limit") && h.lines.wanted() {
		h.limit = 0
	}
	return q, nil
}

func (h *historyCall) answer(ctx context.Context, c *call, v *distr.Vendor, q distr.LetterQuery) error {
	if q.Customer != "" {
		if _, _, err := account(ctx, v, string(q.Customer)); err != nil {
			return err
		}
	}
	q.Limit = h.limit
	if h.lines.wanted() {
		letters := limited(h.limit, v.EachLetter(ctx, q), func() ([]distr.Letter, error) { return v.Letters(ctx, q) })
		return export(c.stdout, h.lines.form(), letterNames[:], letters, newLetterRecord)
	}
	all, err := v.Letters(ctx, q)
	if err != nil {
		return err
	}
	return list(c, collect(all, newLetterRecord), "No letters.")
}

func mailRetry(c *call) *cobra.Command {
	var failed bool
	cmd := verb("retry (ID | --failed)", "Try letters again that failed or wait.", operands("[ID]"),
		func(cmd *cobra.Command, args []string) error {
			if failed == (len(args) > 0) {
				return misuse(cmd, "say which letter by its ID, or --failed for all that have failed")
			}
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				if failed {
					n, err := v.RetryFailedLetters(cmd.Context())
					if err != nil {
						return err
					}
					return c.say(map[string]any{"retried": n}, count(n, "letter is", "letters are")+" tried again.")
				}
				l, err := v.RetryLetter(cmd.Context(), distr.LetterID(args[0]))
				if err != nil {
					return about(aLetter, err)
				}
				return c.show(newLetterRecord(l))
			})
		})
	cmd.Long = `A running serve sends them, at once. What was sent is not sent again.`
	cmd.Example = `  distr mail retry ltr_3f2a9c
  distr mail retry --failed`
	cmd.Flags().BoolVar(&failed, "failed", false, "try all letters that have failed")
	return cmd
}
