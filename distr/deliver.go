package distr

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A DeliverConfig says how events are delivered. The zero value is ready.
type DeliverConfig struct {
	Batch   int           // events of one round; default: 100
	Lease   time.Duration // how long nobody else delivers after a process died in a round, at most an hour; a round gets three quarters of it; default: 1 minute
	Every   time.Duration // how often to look for what other processes have changed; default: 2 seconds
	Backoff time.Duration // to leave a courier alone that has failed; doubled each time; default: 1 second
	Longest time.Duration // the longest of these, at most a day; default: 15 minutes
	All     bool          // a new courier gets what there is already; default: what comes from now on
	Placed  bool          // a new courier gets nothing: somebody else gives couriers their places; default: it gets one
}

// No lease and no wait is longer. One that is comes of a clock that was wrong, and
// is not waited for.
const (
	longestLease = time.Hour
	longestWait  = 24 * time.Hour
)

func (c DeliverConfig) completed() DeliverConfig {
	c.Batch = positive(c.Batch, 100)
	c.Lease = min(positive(c.Lease, time.Minute), longestLease)
	c.Every = positive(c.Every, 2*time.Second)
	c.Backoff = positive(c.Backoff, time.Second)
	c.Longest = min(positive(c.Longest, 15*time.Minute), longestWait)
	return c
}

func positive[N int | time.Duration](n, otherwise N) N {
	if n <= 0 {
		return otherwise
	}
	return n
}

// Deliver gives a courier what it has not delivered yet, one batch of it, and says
// how much of that is done. Of several who deliver for couriers of one name at the
// same time, in whichever process, one does and the others get a [NotNow], as does
// who comes before a courier that failed is to be tried again. What is not settled,
// since the process died, is delivered again when the lease is over.
//
// It is for programs that look now and then, and for tests; a server runs
// [Vendor.KeepDelivering].
func (v *Vendor) Deliver(ctx context.Context, c Courier) (n int, err error) {
	return v.deliver(ctx, c, DeliverConfig{}.completed())
}

func (v *Vendor) deliver(ctx context.Context, c Courier, conf DeliverConfig) (int, error) {
	waiting, err := v.waiting(ctx, c.Name(), conf)
	if err != nil || !waiting {
		return 0, err
	}
	held, events, err := v.claim(ctx, c.Name(), conf)
	if err != nil || len(events) == 0 {
		return 0, err
	}
	round, stop := context.WithTimeout(ctx, conf.Lease/4*3)
	done, failed := c.Deliver(round, events)
	stop()
	if done < 0 || done > len(events) {
		failed = errors.Join(fmt.Errorf("it was given %d events and says that %d are done", len(events), done), failed)
		done = 0
	}
	if failed == nil && done == 0 {
		failed = errors.New("it delivered none and does not say why")
	}
	if ctx.Err() != nil {
		failed = nil // it was told to stop, and that is nothing to hold against it
	}
	// Settled also when ctx has ended: what is done need not be done again.
	last, stop := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer stop()
	if err := v.settle(last, held, events[:done], failed, conf); err != nil {
		return 0, errors.Join(failed, err)
	}
	if failed != nil {
		return done, fmt.Errorf("courier %s: %w", c.Name(), failed)
	}
	return done, ctx.Err()
}

// waiting says whether there is anything to deliver, without changing anything.
func (v *Vendor) waiting(ctx context.Context, name string, conf DeliverConfig) (waiting bool, err error) {
	if err := checkCourier(name); err != nil {
		return false, err
	}
	at := v.hub.now()
	err = v.look(ctx, tenant.DeliverEvents, func(view VendorView) error {
		p, err := view.Post(name)
		if err != nil {
			return err
		}
		last, err := view.LastEvent()
		if err != nil {
			return err
		}
		waiting = p.Courier == "" && !conf.Placed || p.Courier != "" && last.Seq > p.Seq
		if !waiting {
			return nil
		}
		return p.free(at)
	})
	return waiting, err
}

// free is nil if the courier may deliver now.
func (p Post) free(at time.Time) error {
	switch {
	case p.Holder != "" && p.Until.After(at) && !p.Until.After(at.Add(longestLease)):
		return &NotNow{Post: p, Busy: true}
	case p.Next.After(at) && !p.Next.After(at.Add(longestWait)):
		return &NotNow{Post: p}
	}
	return nil
}

// claim takes the courier's lease and reads what comes next.
func (v *Vendor) claim(ctx context.Context, name string, conf DeliverConfig) (p Post, events []Event, err error) {
	holder, err := tenant.NewID("rnd", v.hub.config.Rand)
	if err != nil {
		return p, nil, err
	}
	err = v.post(ctx, func(tx VendorTx, at time.Time) error {
		p, events, err = Post{}, nil, nil // it may run again
		if p, err = tx.Post(name); err != nil {
			return err
		}
		if err := p.free(at); err != nil {
			return err
		}
		if p.Courier == "" {
			if conf.Placed {
				return nil // it was removed meanwhile
			}
			p.Courier = name
			if !conf.All {
				last, err := tx.LastEvent()
				if err != nil {
					return err
				}
				p.Seq = last.Seq
				return tx.PutPost(p)
			}
		}
		if events, err = tx.Events(EventQuery{After: p.Seq, Limit: conf.Batch, Oldest: true}); err != nil {
			return err
		}
		if len(events) > 0 {
			p.Holder, p.Until = holder, at.Add(conf.Lease)
		}
		return tx.PutPost(p)
	})
	return p, events, err
}

// settle writes down what is done, and gives the lease back.
func (v *Vendor) settle(ctx context.Context, held Post, done []Event, failed error, conf DeliverConfig) error {
	wait, err := conf.wait(v.hub.config.Rand)
	if err != nil {
		return err
	}
	return v.post(ctx, func(tx VendorTx, at time.Time) error {
		p, err := tx.Post(held.Courier)
		if err != nil {
			return err
		}
		if p.Courier == "" && conf.Placed {
			return nil // it was removed meanwhile, and needs no place
		}
		if p.Holder != held.Holder {
			return fmt.Errorf("courier %s: the round took longer than its lease, or the courier was removed meanwhile; what was delivered may be delivered again", held.Courier)
		}
		p.Holder, p.Until = "", time.Time{}
		if len(done) > 0 {
			p.Seq, p.Failures = done[len(done)-1].Seq, 0
		}
		p.Next, p.LastError = time.Time{}, ""
		if failed != nil {
			p.Failures++
			p.Next, p.LastError = at.Add(max(wait(p.Failures), askedFor(failed)).Truncate(time.Microsecond)), short(failed.Error())
		}
		return tx.PutPost(p)
	})
}

// wait is how long to leave a courier alone after so many failures: doubled each
// time, and of that somewhere in the upper half, so that many who failed together
// do not come back together.
func (c DeliverConfig) wait(rand io.Reader) (func(failures int) time.Duration, error) {
	var random [8]byte
	if _, err := io.ReadFull(rand, random[:]); err != nil {
		return nil, fmt.Errorf("drawing how long to wait: %w", err)
	}
	share := float64(binary.BigEndian.Uint64(random[:])>>11) / (1 << 53)
	return func(failures int) time.Duration {
		d := c.Backoff
		for i := 1; i < failures && d < c.Longest; i++ {
			d *= 2
		}
		d = min(d, c.Longest)
		return d/2 + time.Duration(share*float64(d/2))
	}, nil
}

// short is an error as it is kept: it may have come from a stranger's server.
func short(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if runes := []rune(text); len(runes) > 500 {
		text = string(runes[:499]) + "…"
	}
	return text
}
