package cli

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/webhook"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// deliveriesShown is how many attempts a table has unless somebody asks for more.
const deliveriesShown = 100

type deliveryRecord struct {
	ID       distr.DeliveryID `json:"id"`
	Time     *time.Time       `json:"time"`
	Webhook  distr.EndpointID `json:"webhook"`
	Event    distr.EventID    `json:"event"`
	Seq      int64            `json:"seq"`
	Kind     distr.Kind       `json:"kind"`
	Attempt  int              `json:"attempt"` // 0: by hand
	Status   int              `json:"status"`  // 0: no answer
	Millis   int64            `json:"milliseconds"`
	Taken    bool             `json:"taken"`
	Why      string           `json:"error"`
	attempts string
}

func newDeliveryRecord(d distr.Delivery) deliveryRecord {
	r := deliveryRecord{
		ID: d.ID, Time: moment(d.At), Webhook: d.Endpoint, Event: d.Event, Seq: d.Seq, Kind: d.Kind,
		Attempt: d.Attempt, Status: d.Status, Millis: d.Took.Milliseconds(), Taken: d.Done, Why: d.Error, attempts: "by hand",
	}
	if d.Attempt > 0 {
		r.attempts = fmt.Sprint(d.Attempt)
	}
	return r
}

func (r deliveryRecord) fields() []field {
	outcome := "taken"
	if !r.Taken {
		outcome = r.Why
	}
	return []field{
		{"time", clock(r.Time, "")},
		{"webhook", string(r.Webhook)},
		{"event", string(r.Event)},
		{"kind", string(r.Kind)},
		{"attempt", r.attempts},
		{"took", fmt.Sprintf("%d ms", r.Millis)},
		{"outcome", outcome},
	}
}

// deliveryNames are the names that the fields have in JSON.
var deliveryNames = [...]string{"time", "id", "webhook", "event", "seq", "kind", "attempt", "status", "milliseconds", "taken", "error"}

func (r deliveryRecord) cells() []string {
	return []string{
		clock(r.Time, ""), string(r.ID), string(r.Webhook), string(r.Event), fmt.Sprint(r.Seq), string(r.Kind),
		fmt.Sprint(r.Attempt), fmt.Sprint(r.Status), fmt.Sprint(r.Millis), fmt.Sprint(r.Taken), r.Why,
	}
}

func webhookHistory(c *call) *cobra.Command {
	var q distr.DeliveryQuery
	var event string
	var lines lineExport
	cmd := verb("history [ID] [--failed] [--event EVENT] [--limit N] [--csv | --jsonl]", "List what webhooks were told in the last 30 days, and what came of it.", operands("[ID]"),
		func(cmd *cobra.Command, args []string) error {
			if err := lines.check(c, cmd); err != nil {
				return err
			}
			switch {
			case lines.wanted() && cmd.Flags().Changed("limit"):
				return misuse(cmd, "--csv and --jsonl write all; leave out --limit")
			case q.Limit < 0:
				return misuse(cmd, "--limit %d: it is a number of attempts, and 0 is all", q.Limit)
			}
			if len(args) > 0 {
				q.Endpoint = distr.EndpointID(args[0])
			}
			q.Event = distr.EventID(event)
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				if err := knownWebhook(cmd.Context(), v, q.Endpoint); err != nil {
					return err
				}
				if lines.wanted() {
					return export(c.stdout, lines.form(), deliveryNames[:], v.EachDelivery(cmd.Context(), q), newDeliveryRecord)
				}
				all, err := v.Deliveries(cmd.Context(), q)
				if err != nil {
					return err
				}
				return list(c, collect(all, newDeliveryRecord), "Nothing yet.")
			})
		})
	cmd.Long = `Each attempt is a line, oldest first; a table ends with the newest and has at most 100
unless --limit says more. What the receiver answered is in it, as far as it was kept.`
	cmd.Example = `  distr webhook history end_g3xqk2v7n5bd4ayt --failed
  distr webhook history --csv > deliveries.csv`
	cmd.Flags().BoolVar(&q.Failed, "failed", false, "list only what was not taken")
	cmd.Flags().StringVar(&event, "event", "", "list only attempts to tell of `EVENT`")
	cmd.Flags().IntVar(&q.Limit, "limit", deliveriesShown, "list the newest `N` only; 0 is all")
	lines.define(cmd)
	return cmd
}

// knownWebhook refuses one that is not there: its history would look like that of one
// that was told nothing.
func knownWebhook(ctx context.Context, v *distr.Vendor, id distr.EndpointID) error {
	all, err := v.Endpoints(ctx)
	if err != nil || id == "" || slices.ContainsFunc(all, func(e distr.Endpoint) bool { return e.ID == id }) {
		return err
	}
	return fmt.Errorf("webhook %q: %w; see \"distr webhook list\"", id, tenant.ErrNotFound)
}

func webhookTest(c *call) *cobra.Command {
	var private bool
	cmd := verb("test ID [--private]", "Tell a webhook, now and nobody else, that it is tested.", operands("ID"),
		func(cmd *cobra.Command, args []string) error {
			return c.tell(cmd.Context(), private, func(s *webhook.Sender, v *distr.Vendor) (distr.Delivery, error) {
				return s.Test(cmd.Context(), v, distr.EndpointID(args[0]))
			})
		})
	cmd.Long = `It is told an event of the kind webhook.test, also if it is switched off, and from this
machine. The exit code is 1 if it did not take that.`
	cmd.Example = `  distr webhook test end_g3xqk2v7n5bd4ayt`
	cmd.Flags().BoolVar(&private, "private", false, "go to an address that is not public")
	return cmd
}

func webhookResend(c *call) *cobra.Command {
	var private bool
	cmd := verb("resend ID EVENT [--private]", "Tell a webhook of an event once more.", operands("ID", "EVENT"),
		func(cmd *cobra.Command, args []string) error {
			return c.tell(cmd.Context(), private, func(s *webhook.Sender, v *distr.Vendor) (distr.Delivery, error) {
				return s.Resend(cmd.Context(), v, distr.EndpointID(args[0]), distr.EventID(args[1]))
			})
		})
	cmd.Long = `EVENT is its ID, as "distr webhook history" and "distr events --json" show it. It goes out
now, from this machine, whatever waits. The exit code is 1 if it was not taken.`
	cmd.Example = `  distr webhook resend end_g3xqk2v7n5bd4ayt evt_17_7h2dk5qnx4bvw3ay`
	cmd.Flags().BoolVar(&private, "private", false, "go to an address that is not public")
	return cmd
}

// tell tells a webhook something at once, and says what came of it.
func (c *call) tell(ctx context.Context, private bool, fn func(*webhook.Sender, *distr.Vendor) (distr.Delivery, error)) error {
	return c.changeSecrets(ctx, func(v *distr.Vendor) error {
		sender, err := webhook.New(webhook.Config{Vendor: v.As(distr.Program("distr webhook")), Private: private})
		if err != nil {
			return err
		}
		d, err := fn(sender, v)
		if err != nil {
			return about(aWebhook, err)
		}
		r := newDeliveryRecord(d)
		if d.Done {
			return c.say(r, fmt.Sprintf("taken: it answered %d after %d ms", d.Status, r.Millis))
		}
		if err := c.say(r, "not taken: "+d.Error); err != nil {
			return err
		}
		return errNo
	})
}
