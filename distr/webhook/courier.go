package webhook

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A courier tells one endpoint.
type courier struct {
	sender *Sender
	of     distr.Endpoint
}

// Courier is a courier for one endpoint, for who runs [distr.Vendor.Deliver] by
// themselves instead of [Sender.Run].
func (s *Sender) Courier(of distr.Endpoint) distr.Courier { return courier{s, of} }

// Name implements distr.Courier.
func (c courier) Name() string { return c.of.Courier() }

// Deliver implements distr.Courier. It stops at the first event that the endpoint
// does not take, and in time to settle what it has taken. Events that the endpoint
// is not told of are done.
func (c courier) Deliver(ctx context.Context, events []distr.Event) (done int, err error) {
	s := c.sender
	out, err := s.config.Vendor.Outgoing(ctx, c.of.ID)
	if err != nil {
		return 0, err
	}
	if !out.Disabled.IsZero() {
		return 0, fmt.Errorf("webhook %s is off", out.ID)
	}
	var noted []distr.Delivery
	var last attempt
	for _, e := range events {
		e, told := out.Told(e)
		if !told {
			done++
			continue
		}
		if len(noted) > 0 && (ctx.Err() != nil || !leaves(ctx, s.config.Timeout)) {
			break // it goes on in the next round
		}
		// What is under way comes to its end also when we are to stop: broken off,
		// it would be told again.
		if last, err = s.attempt(context.WithoutCancel(ctx), out, e); err != nil {
			break
		}
		last.Attempt = 1
		if len(noted) == 0 {
			last.Attempt += out.Failed
		}
		noted = append(noted, last.Delivery)
		if !last.Done {
			err = errors.New(last.Error)
			break
		}
		done++
	}
	return done, c.settle(ctx, noted, last, err)
}

// leaves says whether there is so much time yet.
func leaves(ctx context.Context, d time.Duration) bool {
	end, limited := ctx.Deadline()
	return !limited || time.Until(end) >= d //nolint:forbidigo // a context goes by that clock and no other
}

// settle writes the history, and switches the endpoint off if that is what has come
// of it.
func (c courier) settle(ctx context.Context, noted []distr.Delivery, last attempt, failed error) error {
	if len(noted) == 0 {
		return failed
	}
	s := c.sender
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), noting)
	defer stop()
	since, err := s.config.Vendor.NoteDeliveries(ctx, c.of.ID, noted)
	if err != nil {
		return errors.Join(failed, fmt.Errorf("writing the history of webhook %s: %w", c.of.ID, err))
	}
	switch {
	case last.gone:
		return errors.Join(failed, c.off(ctx, "it answered 410 Gone"))
	case !since.IsZero() && s.config.Now().Sub(since) >= s.config.GiveUp && last.Attempt >= leastAttempts:
		return errors.Join(failed, c.off(ctx, fmt.Sprintf("it has refused everything since %s; at last %s", since.Format(time.RFC3339), last.Error)))
	case failed != nil:
		return &distr.Later{Wait: last.later, Err: failed}
	}
	return nil
}

// leastAttempts is how often an event has to be refused before that is held against an
// endpoint, however long ago the first time was: nobody may have tried since.
const leastAttempts = 10

// noting is how long the history may take, once everything is said.
const noting = 10 * time.Second

func (c courier) off(ctx context.Context, why string) error {
	if err := c.sender.config.Vendor.DisableEndpoint(ctx, c.of.ID, why); err != nil {
		return err
	}
	c.sender.config.Log.Warn("a webhook is switched off", "endpoint", c.of.ID, "host", c.of.Host(), "why", why)
	return nil
}
