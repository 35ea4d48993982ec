package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type webhookRecord struct {
	ID       distr.EndpointID  `json:"id"`
	URL      string            `json:"url"`
	Kinds    []string          `json:"kinds"`    // none: all
	Customer tenant.CustomerID `json:"customer"` // empty: of all
	Owner    tenant.Email      `json:"owner"`
	Created  *time.Time        `json:"created"`
	OldUntil *time.Time        `json:"old_secret_until"`
	Failing  *time.Time        `json:"failing"` // since when it has refused everything
	Disabled *time.Time        `json:"disabled"`
	Why      string            `json:"why"`
}

func newWebhookRecord(e distr.Endpoint) webhookRecord {
	return webhookRecord{
		ID: e.ID, URL: e.URL, Kinds: texts(e.Kinds), Customer: e.Customer, Owner: e.Owner, Created: moment(e.Created),
		OldUntil: moment(e.OldUntil), Failing: moment(e.Failing), Disabled: moment(e.Disabled), Why: e.Why,
	}
}

func (r webhookRecord) fields() []field {
	state := "on"
	switch {
	case r.Disabled != nil:
		state = "off since " + clock(r.Disabled, "") + ": " + r.Why
	case r.Failing != nil:
		state = "failing since " + clock(r.Failing, "")
	}
	kinds := join(r.Kinds)
	if kinds == "" {
		kinds = "(all)"
	}
	return []field{
		{"id", string(r.ID)},
		{"address", r.URL},
		{"kinds", kinds},
		{"customer", string(r.Customer)},
		{"owner", string(r.Owner)},
		{"state", state},
	}
}

// A newSecret is the only time that the secret of a webhook is shown.
type newSecret struct {
	ID     distr.EndpointID `json:"id"`
	Secret string           `json:"secret"`
}

func (c *call) showSecret(id distr.EndpointID, s distr.WebhookSecret) error {
	err := c.answer(newSecret{id, s.Reveal()}, func(w io.Writer) { fmt.Fprintln(w, s.Reveal()) })
	if err != nil {
		return fmt.Errorf("the secret of webhook %s was made and could not be shown, so rotate it: %w", id, err)
	}
	return nil
}

func webhookCommand(c *call) *cobra.Command {
	return noun("webhook", "Tell other systems what happens.",
		webhookAdd(c), webhookList(c), webhookRemove(c), webhookRotate(c), webhookEnable(c), webhookDisable(c),
		webhookTest(c), webhookHistory(c), webhookResend(c))
}

func webhookAdd(c *call) *cobra.Command {
	var n distr.NewEndpoint
	var kinds words
	var customer, owner string
	cmd := verb("add URL [--kind K...] [--customer C] [--owner EMAIL] [--private]", "Tell an address what happens, and show the secret that signs it this once.", operands("URL"),
		func(cmd *cobra.Command, args []string) error {
			n.URL, n.Customer, n.Owner = args[0], tenant.CustomerID(customer), tenant.Email(owner)
			for _, k := range kinds {
				n.Kinds = append(n.Kinds, distr.Kind(k))
			}
			return c.changeSecrets(cmd.Context(), func(v *distr.Vendor) error {
				e, secret, err := v.AddEndpoint(cmd.Context(), n)
				if err != nil {
					return err
				}
				if !c.json {
					fmt.Fprintf(c.stderr, "%s is told what happens from now on.\n", e.ID)
				}
				return c.showSecret(e.ID, secret)
			})
		})
	cmd.Long = `A running serve posts there, in the format of Standard Webhooks 1.0: each event as
JSON, at least once, in order, signed with the secret. A receiver verifies the
signature, bears the same webhook-id twice, and answers 2xx within 5 seconds, also to
what it has no use for. While it does not, everything waits and is tried again, at
last every hour; after five days the webhook is switched off, and its owner is
written to.

The address begins with https:// and is a public one, wherever its name leads.
--private takes others, for tests; serve then needs --webhooks-private. Of several
kinds each counts; one that ends in a dot is all that begin so, and one that there is
not is refused, with the nearest that there are. With --customer it may be an address of
theirs: it is told what that customer's people may know, so not who logs in where your
images lie nor who of your staff cares for them, and your people and programs are named
"the vendor".

The output is the secret and nothing else. It is shown to nobody again: when it is
lost, use "distr webhook rotate".`
	cmd.Example = `  distr webhook add https://hooks.acme.example/distr --owner ops@acme.example
  distr webhook add https://crm.acme.example/hooks --kind customer.added,member. --owner sales@acme.example`
	cmd.Flags().Var(&kinds, "kind", "tell it of events of the kind `K` only; several with commas, or the flag again (default: of all)")
	cmd.Flags().StringVar(&customer, "customer", "", "tell it of what concerns `C` only (default: of everything)")
	cmd.Flags().StringVar(&owner, "owner", "", "write to `EMAIL` when it is switched off (default: to nobody)")
	cmd.Flags().BoolVar(&n.Private, "private", false, "take an address that is not public, or http://")
	return cmd
}

func webhookList(c *call) *cobra.Command {
	cmd := verb("list", "List who is told what happens.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				all, err := v.Endpoints(cmd.Context())
				if err != nil {
					return err
				}
				return list(c, collect(all, newWebhookRecord), `No webhooks. Add an address with "distr webhook add URL".`)
			})
		})
	cmd.Example = `  distr webhook list`
	return cmd
}

func webhookRemove(c *call) *cobra.Command {
	cmd := verb("remove ID", "Tell an address nothing more, and forget what it was told.", operands("ID"),
		func(cmd *cobra.Command, args []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				if err := v.RemoveEndpoint(cmd.Context(), distr.EndpointID(args[0])); err != nil {
					return about(aWebhook, err)
				}
				return c.say(removed{args[0]}, "removed")
			})
		})
	cmd.Example = `  distr webhook remove end_g3xqk2v7n5bd4ayt`
	return cmd
}

func webhookRotate(c *call) *cobra.Command {
	var keep time.Duration
	cmd := verb("rotate ID [--keep-old DURATION]", "Make another secret, and show it this once.", operands("ID"),
		func(cmd *cobra.Command, args []string) error {
			id := distr.EndpointID(args[0])
			return c.changeSecrets(cmd.Context(), func(v *distr.Vendor) error {
				secret, err := v.RotateEndpointSecret(cmd.Context(), id, keep)
				if err != nil {
					return about(aWebhook, err)
				}
				return c.showSecret(id, secret)
			})
		})
	cmd.Long = `For as long as --keep-old says, both secrets sign, so the receiver can change over
meanwhile. One old secret is kept: to rotate once more ends the one before it at once. If
the old one was stolen, --keep-old 0 ends it at once, too.`
	cmd.Example = `  distr webhook rotate end_g3xqk2v7n5bd4ayt
  distr webhook rotate end_g3xqk2v7n5bd4ayt --keep-old 0`
	cmd.Flags().DurationVar(&keep, "keep-old", 24*time.Hour, "let the old secret sign too for `DURATION`, at most 720h")
	return cmd
}

func webhookEnable(c *call) *cobra.Command {
	var missed bool
	cmd := verb("enable ID [--missed]", "Switch a webhook on again.", operands("ID"),
		c.onWebhook(func(ctx context.Context, v *distr.Vendor, id distr.EndpointID) error {
			return v.EnableEndpoint(ctx, id, missed)
		}))
	cmd.Example = `  distr webhook enable end_g3xqk2v7n5bd4ayt --missed`
	cmd.Flags().BoolVar(&missed, "missed", false, "tell it of what has happened while it was off, too")
	return cmd
}

func webhookDisable(c *call) *cobra.Command {
	var why string
	cmd := verb("disable ID [--why TEXT]", "Switch a webhook off.", operands("ID"),
		c.onWebhook(func(ctx context.Context, v *distr.Vendor, id distr.EndpointID) error {
			return v.DisableEndpoint(ctx, id, why)
		}))
	cmd.Example = `  distr webhook disable end_g3xqk2v7n5bd4ayt --why "moving to another host"`
	cmd.Flags().StringVar(&why, "why", "switched off by hand", "write down `TEXT` as the reason")
	return cmd
}

// onWebhook changes one and shows it.
func (c *call) onWebhook(fn func(context.Context, *distr.Vendor, distr.EndpointID) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		id := distr.EndpointID(args[0])
		return c.change(cmd.Context(), func(v *distr.Vendor) error {
			if err := fn(cmd.Context(), v, id); err != nil {
				return about(aWebhook, err)
			}
			all, err := v.Endpoints(cmd.Context())
			if err != nil {
				return err
			}
			for _, e := range all {
				if e.ID == id {
					return c.show(newWebhookRecord(e))
				}
			}
			return about(aWebhook, fmt.Errorf("webhook %q: %w", id, tenant.ErrNotFound))
		})
	}
}
