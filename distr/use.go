package distr

import (
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// useEvery is how often the use of one credential is noted.
const useEvery = time.Minute

// A use is when a credential was last used, as this process has noted it. It is
// asked on every request, so that nearly always there is nothing to do but to look
// at a number.
type use struct {
	book   *useBook
	who    tenant.Principal
	used   atomic.Int64 // microseconds since 1970
	pulled atomic.Int64
}

// noteUses lets the use of credentials be noted that may be used.
func noteUses(book *useBook, who tenant.Principal, credentials map[tenant.CredentialID]knownCredential) {
	for id, c := range credentials {
		if c.Revoked.IsZero() {
			who.Credential = id
			c.use = &use{book: book, who: who}
			if !c.Used.IsZero() {
				c.use.used.Store(c.Used.UnixMicro())
			}
			credentials[id] = c
		}
	}
}

// note notes that the credential was used, once a minute.
func (u *use) note(at time.Time) {
	if u != nil && due(&u.used, at) {
		u.book.add(u.who, seen{used: at})
	}
}

// ever says whether the credential was used, as far as this process knows.
func (u *use) ever() bool { return u != nil && (u.used.Load() != 0 || u.pulled.Load() != 0) }

// notePull notes that something was pulled with it, once a minute.
func (u *use) notePull(at time.Time) {
	if u != nil && due(&u.pulled, at) {
		u.book.add(u.who, seen{pulled: at})
	}
}

// due says, to one of all who ask, that a minute is over.
func due(last *atomic.Int64, at time.Time) bool {
	was, now := last.Load(), at.UnixMicro()
	return now-was >= useEvery.Microseconds() && last.CompareAndSwap(was, now)
}

// seen is when a credential was used, and when something was pulled with it.
type seen struct{ used, pulled time.Time }

func (s seen) and(other seen) seen {
	return seen{later(s.used, other.used), later(s.pulled, other.pulled)}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// maxUses bounds what waits to be written. What does not fit is not noted: the
// next use is.
const maxUses = 50_000

// A useBook is what waits to be written of the use of credentials. The zero value
// is ready.
type useBook struct {
	mu      sync.Mutex
	waiting map[tenant.Principal]seen
}

func (b *useBook) add(who tenant.Principal, s seen) {
	b.mu.Lock()
	defer b.mu.Unlock()
	was, known := b.waiting[who]
	if !known && len(b.waiting) >= maxUses {
		return
	}
	if b.waiting == nil {
		b.waiting = map[tenant.Principal]seen{}
	}
	b.waiting[who] = was.and(s)
}

// waits says whether anything of a principal's use waits to be written.
func (b *useBook) waits(who tenant.Principal) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, there := b.waiting[who]
	return there
}

// take hands over all that waits, by vendor.
func (b *useBook) take() map[tenant.VendorID]map[tenant.Principal]seen {
	b.mu.Lock()
	defer b.mu.Unlock()
	taken := map[tenant.VendorID]map[tenant.Principal]seen{}
	for who, s := range b.waiting {
		if taken[who.Vendor] == nil {
			taken[who.Vendor] = map[tenant.Principal]seen{}
		}
		taken[who.Vendor][who] = s
	}
	b.waiting = nil
	return taken
}

// putBack is for what was taken and could not be written.
func (b *useBook) putBack(taken map[tenant.Principal]seen) {
	for who, s := range maps.All(taken) {
		b.add(who, s)
	}
}

// usedBy is where the use of a principal's credential is noted; nil if the snapshot
// does not have it.
func (s *snapshot) usedBy(p tenant.Principal) *use {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if r := s.living[p.Customer]; r != nil && p.Side == tenant.CustomerSide {
		return r.credentials[p.Credential].use
	}
	return nil
}
