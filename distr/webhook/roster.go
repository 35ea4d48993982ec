package webhook

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// forgetEvery is how often the history is cut.
const forgetEvery = time.Hour

// Run tells all endpoints what happens, as they come and go, until ctx ends. Several
// processes may do so at a time: each endpoint is told by one of them. What waits for
// one endpoint holds up no other. An error is returned only if whoever holds the
// handle may not see or tell the endpoints.
func (s *Sender) Run(ctx context.Context) error {
	r := roster{sender: s, running: map[distr.EndpointID]*shift{}}
	defer r.all.Wait()
	defer r.stopAll()
	defer s.client.CloseIdleConnections()
	ticker := time.NewTicker(s.config.Every)
	defer ticker.Stop()
	troubled := false
	for {
		err := r.look(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, tenant.ErrForbidden) || errors.Is(err, tenant.ErrInvalid) {
			return fmt.Errorf("webhooks: %w", err)
		}
		if err != nil && !troubled {
			s.config.Log.Warn("webhooks: looking who is to be told; it is tried again", "error", err)
		}
		troubled = err != nil
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// A roster is who is at work.
type roster struct {
	sender  *Sender
	all     sync.WaitGroup
	running map[distr.EndpointID]*shift
	forgot  time.Time
}

// A shift is one courier at work.
type shift struct {
	stop  context.CancelFunc
	ended chan struct{}
}

// look starts couriers for endpoints that came, and stops those of endpoints that
// went.
func (r *roster) look(ctx context.Context) error {
	vendor, now := r.sender.config.Vendor, r.sender.config.Now()
	endpoints, err := vendor.Endpoints(ctx)
	if err != nil {
		return err
	}
	wanted := map[distr.EndpointID]bool{}
	for _, e := range endpoints {
		if !e.Disabled.IsZero() {
			continue
		}
		wanted[e.ID] = true
		if r.running[e.ID] == nil {
			r.start(ctx, e)
		}
	}
	for id, at := range r.running {
		if !wanted[id] {
			at.stop()
		}
		select {
		case <-at.ended: // a courier that ended by itself is started again the next time
			delete(r.running, id)
		default:
		}
	}
	if now.Sub(r.forgot) < forgetEvery {
		return nil
	}
	r.forgot = now
	return vendor.ForgetDeliveries(ctx)
}

func (r *roster) start(ctx context.Context, e distr.Endpoint) {
	c := r.sender.config
	ctx, stop := context.WithCancel(ctx)
	at := &shift{stop, make(chan struct{})}
	r.running[e.ID] = at
	r.all.Go(func() {
		defer close(at.ended)
		defer stop()
		err := c.Vendor.KeepDelivering(ctx, r.sender.Courier(e), distr.DeliverConfig{
			Placed: true, Every: c.Every, Backoff: c.Backoff, Longest: c.Longest,
		})
		if err != nil {
			c.Log.Error("a webhook is told nothing", "endpoint", e.ID, "host", e.Host(), "error", err)
		}
	})
}

func (r *roster) stopAll() {
	for _, at := range r.running {
		at.stop()
	}
}
