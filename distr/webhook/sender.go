package webhook

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// Config is what a Sender needs. Vendor is needed.
type Config struct {
	Vendor  *distr.Vendor    // whose endpoints; in the hands of a program
	Log     *slog.Logger     // default: discards; no address is logged, only an endpoint's ID and host
	Now     func() time.Time // default: time.Now; the Hub's, if that has one of its own
	Timeout time.Duration    // of a request, the answer included, at most 30 seconds; default: 5 seconds
	Every   time.Duration    // how often to look for other endpoints, and for what other processes change; default: 2 seconds
	Backoff time.Duration    // to leave an endpoint alone that has failed; doubled each time; default: 5 seconds
	Longest time.Duration    // the longest of these, and of what a Retry-After may ask for; default: 1 hour
	GiveUp  time.Duration    // of nothing but failures, after which an endpoint is switched off; default: 5 days
	Roots   *x509.CertPool   // who may have signed an endpoint's certificate; default: whom the system trusts
	Private bool             // connect to any address, for tests; default: to public ones

	Resolver *net.Resolver // who says where the names of endpoints lead; default: net.DefaultResolver. Whatever it says, only public addresses are connected to
}

// A Sender tells endpoints what happens. It is safe to share.
type Sender struct {
	config Config
	client *http.Client
}

// maxTimeout leaves time to settle before somebody else may take over.
const maxTimeout = 30 * time.Second

// New makes a Sender. It connects to nobody yet.
func New(c Config) (*Sender, error) {
	if c.Vendor == nil {
		return nil, errors.New("webhook: Config has no Vendor")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	for _, d := range []struct {
		is        *time.Duration
		otherwise time.Duration
	}{
		{&c.Timeout, 5 * time.Second},
		{&c.Every, 2 * time.Second},
		{&c.Backoff, 5 * time.Second},
		{&c.Longest, time.Hour},
		{&c.GiveUp, 5 * 24 * time.Hour},
	} {
		if *d.is <= 0 {
			*d.is = d.otherwise
		}
	}
	c.Timeout = min(c.Timeout, maxTimeout)
	return &Sender{config: c, client: newClient(c)}, nil
}

// Test tells an endpoint that it is tested, at once and also if it is off, in the
// name of who holds the handle. What came of it is in the Delivery, and in the
// history; the error says why nothing was tried.
func (s *Sender) Test(ctx context.Context, by *distr.Vendor, id distr.EndpointID) (distr.Delivery, error) {
	event, err := by.TestEndpoint(ctx, id)
	if err != nil {
		return distr.Delivery{}, err
	}
	return s.aside(ctx, id, event)
}

// Resend tells an endpoint of an event once more, or of one that it was never told
// because it was off. It goes out at once, whatever waits.
func (s *Sender) Resend(ctx context.Context, by *distr.Vendor, id distr.EndpointID, event distr.EventID) (distr.Delivery, error) {
	found, err := by.EventFor(ctx, id, event)
	if err != nil {
		return distr.Delivery{}, err
	}
	return s.aside(ctx, id, found)
}

func (s *Sender) aside(ctx context.Context, id distr.EndpointID, e distr.Event) (distr.Delivery, error) {
	out, err := s.config.Vendor.Outgoing(ctx, id)
	if err != nil {
		return distr.Delivery{}, err
	}
	a, err := s.attempt(ctx, out, e)
	if err != nil {
		return distr.Delivery{}, err
	}
	if ctx.Err() != nil && !a.Done {
		return distr.Delivery{}, ctx.Err()
	}
	_, err = s.config.Vendor.NoteDeliveries(context.WithoutCancel(ctx), id, []distr.Delivery{a.Delivery})
	return a.Delivery, err
}
