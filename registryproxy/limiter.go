package registryproxy

import (
	"context"
	"crypto/sha256"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	maxParties    = 16 << 10         // of each kind are remembered, the latest
	maxWaiting    = 512              // logins that wait at a time
	maxWaitingOne = 32               // and from one address
	sameFailure   = 10 * time.Second // within which a POST and a GET are one attempt
)

// A limiter remembers who has done how much. It forgets whom it has not seen for
// the longest time.
type limiter struct {
	limits Limits
	now    func() time.Time

	mu      sync.Mutex // guards what follows
	waiting int
	callers *simplelru.LRU[netip.Addr, *party]
	claims  *simplelru.LRU[[sha256.Size]byte, *party] // by what is claimed of a credential, hashed
	good    *simplelru.LRU[[sha256.Size]byte, struct{}]
}

// A party is an address, or a credential.
type party struct {
	failures, pulls bucket

	waiting  int
	posted   [sha256.Size]byte // the last password that failed by POST, hashed
	postedAt time.Time
}

func newLimiter(l Limits, now func() time.Time) (*limiter, error) {
	callers, err := simplelru.NewLRU[netip.Addr, *party](maxParties, nil)
	if err != nil {
		return nil, err
	}
	claims, err := simplelru.NewLRU[[sha256.Size]byte, *party](maxParties, nil)
	if err != nil {
		return nil, err
	}
	good, err := simplelru.NewLRU[[sha256.Size]byte, struct{}](maxParties, nil)
	return &limiter{limits: l, now: now, callers: callers, claims: claims, good: good}, err
}

// of is the party of a key, a new one if it is not remembered.
func of[K comparable](known *simplelru.LRU[K, *party], key K) *party {
	p, ok := known.Get(key)
	if !ok {
		p = &party{}
		known.Add(key, p)
	}
	return p
}

// claim is the key of a credential.
func claim(who tenant.Principal) [sha256.Size]byte {
	return sha256.Sum256([]byte(string(who.Side) + "/" + string(who.Vendor) + "/" + string(who.Customer) + "/" + string(who.Credential)))
}

// An attempt is one login, before it is known what comes of it.
type attempt struct {
	*limiter
	method   string
	password [sha256.Size]byte
	caller   *party
	claimed  *party // nil: it claims nothing that can be read
}

func (l *limiter) attempt(method string, from netip.Addr, password string) *attempt {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := &attempt{limiter: l, method: method, password: sha256.Sum256([]byte(password)), caller: of(l.callers, from)}
	if token, err := tenant.ParseToken(password); err == nil {
		a.claimed = of(l.claims, claim(token.Claim()))
	}
	return a
}

// over says whether the address or the credential has failed too often, with
// a password that was not right lately.
func (a *attempt) over() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	at := a.now()
	if a.caller.failures.wait(a.limits.FailuresPerAddress, at) == 0 &&
		(a.claimed == nil || a.claimed.failures.wait(a.limits.FailuresPerCredential, at) == 0) {
		return false
	}
	return !a.good.Contains(a.password) && !a.again(at)
}

// again says whether it is the second half of an attempt that has been counted:
// clients try by POST and then, with the same password, by GET.
func (a *attempt) again(at time.Time) bool {
	return a.method == http.MethodGet && a.caller.posted == a.password && at.Sub(a.caller.postedAt) < sameFailure
}

// wait lets the delay go by. It is false, at once, when too many wait already, and
// when the client goes away.
func (a *attempt) wait(ctx context.Context) bool {
	if !a.line(1) {
		return false
	}
	defer a.line(-1)
	delay := time.NewTimer(a.limits.Delay)
	defer delay.Stop()
	select {
	case <-delay.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// line lets one more wait, or one fewer. It is false when there is no room.
func (a *attempt) line(n int) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if n > 0 && (a.waiting >= maxWaiting || a.caller.waiting >= maxWaitingOne) {
		return false
	}
	a.waiting += n
	a.caller.waiting += n
	return true
}

// succeeded remembers the password, by its hash.
func (a *attempt) succeeded() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.good.Add(a.password, struct{}{})
}

// failed counts the attempt.
func (a *attempt) failed() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.good.Remove(a.password)
	at := a.now()
	if a.again(at) {
		a.caller.postedAt = time.Time{}
		return
	}
	if a.method == http.MethodPost {
		a.caller.posted, a.caller.postedAt = a.password, at
	}
	a.caller.failures.take(a.limits.FailuresPerAddress, at)
	if a.claimed != nil {
		a.claimed.failures.take(a.limits.FailuresPerCredential, at)
	}
}

// pull counts a request for content, and says how long to wait before it may be
// made; 0: now.
func (l *limiter) pull(from netip.Addr, who tenant.Principal) time.Duration {
	if !l.limits.PullsPerAddress.limits() && !l.limits.PullsPerCredential.limits() {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	at := l.now()
	caller, credential := of(l.callers, from), of(l.claims, claim(who))
	if wait := max(caller.pulls.wait(l.limits.PullsPerAddress, at), credential.pulls.wait(l.limits.PullsPerCredential, at)); wait > 0 {
		return wait
	}
	caller.pulls.take(l.limits.PullsPerAddress, at)
	credential.pulls.take(l.limits.PullsPerCredential, at)
	return 0
}
