package registryproxy

import (
	"fmt"
	"time"
)

// Limits are how often something may happen. Who is over one is told so in a way
// that every client survives.
//
// Logins that fail are counted, and nothing else if not asked for: one that is
// right is never refused for it. Over the limit a login waits for Delay before
// the gate is asked, and too many that wait are answered 401 unasked; a password
// that was right lately does not wait. Never 429, over which containerd gives up.
// What the gate knows makes no difference, so nothing is learnt of it. Behind
// a proxy that is not among Config.TrustedProxies all clients have one address.
type Limits struct {
	FailuresPerAddress    Rate          // of one address, or one network of IPv6 (/64); default: 1 a second, 120 at once
	FailuresPerCredential Rate          // of the credential that is claimed, from wherever; default: 1 every 5 s, 60 at once
	Delay                 time.Duration // default 1 s, at most 10 s

	// Requests for manifests and blobs by customers. Who is over it is answered
	// 429 and when to ask again. Lists, referrers and derived tags are never
	// refused for it: clients take that for "there is no signature". Default:
	// as many as they like.
	PullsPerAddress    Rate
	PullsPerCredential Rate
}

// A Rate is how often something may happen: once for each Every, and if it has
// not for a while, up to AtOnce times in a row. The zero Rate is the default; an
// AtOnce below zero is no limit.
type Rate struct {
	Every  time.Duration
	AtOnce int
}

const (
	defaultDelay = time.Second
	maxDelay     = 10 * time.Second
)

// complete fills in the defaults and refuses what cannot work.
func (l Limits) complete() (Limits, error) {
	if l.FailuresPerAddress == (Rate{}) {
		l.FailuresPerAddress = Rate{time.Second, 120}
	}
	if l.FailuresPerCredential == (Rate{}) {
		l.FailuresPerCredential = Rate{5 * time.Second, 60}
	}
	if l.Delay == 0 {
		l.Delay = defaultDelay
	}
	for _, r := range []Rate{l.FailuresPerAddress, l.FailuresPerCredential, l.PullsPerAddress, l.PullsPerCredential} {
		if r.limits() && r.Every <= 0 || r.AtOnce == 0 && r.Every != 0 {
			return l, fmt.Errorf("registry proxy: limit of %d at once, one every %s: both are more than nothing", r.AtOnce, r.Every)
		}
	}
	if l.Delay < 0 || l.Delay > maxDelay {
		return l, fmt.Errorf("registry proxy: delay %s: it is at most %s, since a client waits", l.Delay, maxDelay)
	}
	return l, nil
}

func (r Rate) limits() bool { return r.AtOnce > 0 }

// A bucket counts by one instant: when all that it lets happen at once may happen
// again.
type bucket struct{ full time.Time }

// since is that instant, or now if it is past. A clock that was set back locks
// nobody out for longer than a bucket takes to fill.
func (b *bucket) since(r Rate, at time.Time) time.Time {
	room := r.Every * time.Duration(r.AtOnce)
	switch {
	case b.full.Before(at):
		return at
	case b.full.After(at.Add(room)):
		return at.Add(room)
	default:
		return b.full
	}
}

// wait is how long until the next one may happen, 0 if it may now.
func (b *bucket) wait(r Rate, at time.Time) time.Duration {
	if !r.limits() {
		return 0
	}
	return max(0, b.since(r, at).Add(r.Every).Sub(at)-r.Every*time.Duration(r.AtOnce))
}

// take counts one, if there is room for it.
func (b *bucket) take(r Rate, at time.Time) {
	if r.limits() && b.wait(r, at) == 0 {
		b.full = b.since(r, at).Add(r.Every)
	}
}
