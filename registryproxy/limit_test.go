package registryproxy

import (
	"context"
	"crypto/rand"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestBucket(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	r := Rate{Every: time.Second, AtOnce: 3}
	b := &bucket{}
	for range 3 {
		require.Zero(t, b.wait(r, at))
		b.take(r, at)
	}
	require.Equal(t, time.Second, b.wait(r, at))
	b.take(r, at)
	require.Equal(t, time.Second, b.wait(r, at), "what is refused is not counted")
	require.Equal(t, time.Millisecond, b.wait(r, at.Add(999*time.Millisecond)))
	require.Zero(t, b.wait(r, at.Add(time.Second)))
	b.take(r, at.Add(time.Second))
	require.Equal(t, time.Second, b.wait(r, at.Add(time.Second)))
	require.Zero(t, b.wait(r, at.Add(time.Hour)))
	require.Equal(t, time.Second, b.wait(r, at.Add(-time.Hour)), "a clock that was set back")
	require.Zero(t, (&bucket{full: at}).wait(Rate{AtOnce: -1}, at))
}

func TestLimitsThatCannotBe(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		limits Limits
		want   string
	}{
		{"no time", Limits{PullsPerAddress: Rate{AtOnce: 5}}, "limit of 5 at once, one every 0s"},
		{"nothing at once", Limits{FailuresPerAddress: Rate{Every: time.Second}}, "limit of 0 at once, one every 1s"},
		{"a long delay", Limits{Delay: time.Minute}, "delay 1m0s: it is at most 10s"},
		{"no delay", Limits{Delay: -1}, "delay -1ns"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := New(newTestGate(), Config{Upstream: Upstream{Registry: "up.example"}, Limits: tt.limits})
			require.ErrorContains(t, err, tt.want)
		})
	}
}

// A limitStand has limits that are soon reached, by a clock that stands still.
func limitStand(t *testing.T, l Limits) (*stand, *diary) {
	t.Helper()
	s, seen, at := &stand{gate: newTestGate(), upstream: Upstream{Registry: "up.example"}}, &diary{}, time.Now()
	s.gate.product("app", app)
	s.serve(t, s.gate, func(c *Config) {
		c.Limits, c.Observer, c.Now = l, seen, func() time.Time { return at }
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	})
	return s, seen
}

// logIn tries a password as containerd and helm do, by POST and, when that is
// refused, by GET, from an address.
func (s *stand) logIn(t testing.TB, from string, password tenant.Token) int {
	t.Helper()
	form := url.Values{"grant_type": {"password"}, "username": {"globex"}, "password": {password.Reveal()}, "service": {s.proxy.config.Service}}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.server.URL+"/token", strings.NewReader(form.Encode()))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Forwarded-For", from)
	resp, body := send(t, req)
	if resp.StatusCode == http.StatusOK {
		return resp.StatusCode
	}
	require.Equal(t, http.StatusUnauthorized, resp.StatusCode, body)
	require.Equal(t, codeUnauthorized, code(t, body))
	req, err = http.NewRequestWithContext(t.Context(), http.MethodGet, s.server.URL+"/token", nil)
	require.NoError(t, err)
	req.SetBasicAuth("globex", password.Reveal())
	req.Header.Set("X-Forwarded-For", from)
	resp, body = send(t, req)
	require.Contains(t, []int{http.StatusOK, http.StatusUnauthorized}, resp.StatusCode, body)
	return resp.StatusCode
}

// limited is how many of the requests that were seen were over a limit, once all
// of them have ended: an answer may be here before its request is written down.
func (d *diary) limited() (n int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for slices.Contains(d.over, false) {
		d.mu.Unlock()
		time.Sleep(time.Millisecond)
		d.mu.Lock()
	}
	for _, r := range d.requests {
		if r.Limited {
			n++
		}
	}
	return n
}

// stranger is a token that nobody made.
func stranger(t testing.TB, customer tenant.CustomerID) tenant.Token {
	t.Helper()
	_, token, err := tenant.NewCredential(tenant.Principal{Side: tenant.CustomerSide, Vendor: acme, Customer: customer}, "x", time.Now(), rand.Reader)
	require.NoError(t, err)
	return token
}

// TestFailures is that logins that fail are slowed down, and those that are right
// are let in all the same.
func TestFailures(t *testing.T) {
	t.Parallel()
	const here, there = "203.0.113.7", "203.0.113.8"
	s, seen := limitStand(t, Limits{FailuresPerAddress: Rate{time.Hour, 3}, FailuresPerCredential: Rate{time.Hour, 1000}, Delay: time.Millisecond})
	right, later := s.gate.token(t, "globex"), s.gate.token(t, "globex")
	require.Equal(t, http.StatusOK, s.logIn(t, here, right))
	for range 3 { // each by POST and GET, and that is one
		require.Equal(t, http.StatusUnauthorized, s.logIn(t, here, stranger(t, "globex")))
	}
	seen.last(t, 7)
	require.Zero(t, seen.limited())
	require.Equal(t, http.StatusUnauthorized, s.logIn(t, here, stranger(t, "globex")))
	seen.last(t, 9)
	require.Equal(t, 1, seen.limited(), "the POST, and the GET goes with it")
	require.Equal(t, http.StatusUnauthorized, s.logIn(t, there, stranger(t, "globex")))
	require.Equal(t, http.StatusOK, s.logIn(t, here, right))
	seen.last(t, 12)
	require.Equal(t, 1, seen.limited(), "neither elsewhere nor what was right lately")
	require.Equal(t, http.StatusOK, s.logIn(t, here, later), "what is right and not known yet waits, and is let in")
	seen.last(t, 13)
	require.Equal(t, 2, seen.limited())
	require.Equal(t, http.StatusOK, s.logIn(t, here, later))
	seen.last(t, 14)
	require.Equal(t, 2, seen.limited())
	s.gate.revoke(right)
	require.Equal(t, http.StatusUnauthorized, s.logIn(t, here, right))
	require.Equal(t, http.StatusUnauthorized, s.logIn(t, here, right))
	seen.last(t, 18)
	require.Equal(t, 3, seen.limited(), "all but the first one since it was revoked")
}

// TestFailuresOfACredential is that one who tries from many addresses is slowed
// down too; whether there is such a credential makes no difference.
func TestFailuresOfACredential(t *testing.T) {
	t.Parallel()
	s, seen := limitStand(t, Limits{FailuresPerCredential: Rate{time.Hour, 2}, Delay: time.Millisecond})
	known, n := s.gate.token(t, "globex"), 0
	s.gate.revoke(known)
	for _, token := range []tenant.Token{known, stranger(t, "nobody")} {
		before := seen.limited()
		for i, from := range []string{"203.0.113.1", "203.0.113.2", "203.0.113.3"} {
			require.Equal(t, http.StatusUnauthorized, s.logIn(t, from, token))
			n += 2
			seen.last(t, n)
			require.Equal(t, i/2, seen.limited()-before)
		}
	}
}

// TestTooManyWait is that those who would wait do not pile up.
func TestTooManyWait(t *testing.T) {
	t.Parallel()
	l, err := newLimiter(Limits{Delay: maxDelay, FailuresPerAddress: Rate{time.Hour, 1}}, time.Now)
	require.NoError(t, err)
	from := netip.MustParseAddr("203.0.113.7")
	l.attempt(http.MethodGet, from, "first").failed()
	ctx, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range maxWaitingOne {
		a := l.attempt(http.MethodGet, from, "wrong")
		require.True(t, a.over())
		all.Go(func() { a.wait(ctx) })
	}
	require.Eventually(t, func() bool {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.waiting == maxWaitingOne
	}, time.Minute, time.Millisecond)
	require.False(t, l.attempt(http.MethodGet, from, "wrong").wait(t.Context()), "at once")
	cancel()
	all.Wait()
	require.Zero(t, l.waiting)
	require.Zero(t, l.attempt(http.MethodGet, from, "wrong").caller.waiting)
	for i := range 2 * maxParties {
		a := netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)})
		l.attempt(http.MethodGet, a, "wrong").failed()
	}
	require.Equal(t, maxParties, l.callers.Len(), "the memory is bounded")
}

// TestQuota is that a customer who pulls too much is told when to go on, and that
// nothing is refused which a client would take for the truth.
func TestQuota(t *testing.T) {
	t.Parallel()
	at := time.Now()
	s := newStand(t, func(c *Config) {
		c.Limits, c.Now = Limits{PullsPerCredential: Rate{time.Minute, 2}}, func() time.Time { return at }
	})
	bearer, other := s.bearer(t, s.gate.token(t, "globex"), pull(app)), s.bearer(t, s.gate.token(t, "globex"), pull(app))
	staff := s.bearer(t, s.gate.token(t, ""), pull(app))
	get := func(method, path, bearer string) *reply {
		t.Helper()
		resp, _ := s.request(t, method, path, bearer)
		return resp
	}
	const tag = "/v2/acme/app/manifests/1.4.2"
	derived := "/v2/acme/app/manifests/" + strings.Replace(digestOf(t, s.index), ":", "-", 1) + ".sig"
	require.Equal(t, http.StatusOK, get(http.MethodHead, tag, bearer).StatusCode)
	require.Equal(t, http.StatusOK, get(http.MethodGet, tag, bearer).StatusCode)
	for _, path := range []string{tag, "/v2/acme/app/manifests/9.9.9", "/v2/acme/app/blobs/" + digestOf(t, s.shared)} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			resp := get(method, path, bearer)
			require.Equal(t, http.StatusTooManyRequests, resp.StatusCode)
			require.Equal(t, "60", resp.Header.Get("Retry-After"))
		}
	}
	require.Equal(t, http.StatusOK, get(http.MethodGet, "/v2/acme/app/referrers/"+digestOf(t, s.index), bearer).StatusCode)
	require.Equal(t, http.StatusOK, get(http.MethodGet, "/v2/acme/app/tags/list", bearer).StatusCode)
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		require.Equal(t, http.StatusNotFound, get(method, derived, bearer).StatusCode)
	}
	require.Equal(t, http.StatusOK, get(http.MethodGet, tag, other).StatusCode, "another credential")
	for range 4 {
		require.Equal(t, http.StatusOK, get(http.MethodGet, tag, staff).StatusCode)
	}
	resp, body := s.request(t, http.MethodGet, tag, bearer)
	require.Equal(t, http.StatusTooManyRequests, resp.StatusCode)
	require.Equal(t, codeTooManyRequests, code(t, body))
	at = at.Add(time.Minute)
	require.Equal(t, http.StatusOK, get(http.MethodGet, tag, bearer).StatusCode)
}

func TestCaller(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, peer string
		header     http.Header
		want       string
	}{
		{"a client", "203.0.113.7:1", nil, "203.0.113.7"},
		{"a client who says otherwise", "203.0.113.7:1", http.Header{"X-Forwarded-For": {"198.51.100.1"}}, "203.0.113.7"},
		{"behind a proxy", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"198.51.100.1"}}, "198.51.100.1"},
		{"with a port", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"198.51.100.1:4711"}}, "198.51.100.1"},
		{"what stands last counts", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"192.0.2.1, 198.51.100.1"}}, "198.51.100.1"},
		{"in whichever line", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"192.0.2.1", "198.51.100.1"}}, "198.51.100.1"},
		{"behind two", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"192.0.2.1, 198.51.100.1, 10.0.0.2"}}, "198.51.100.1"},
		{"one of our own", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"10.0.0.3, 10.0.0.2"}}, "10.0.0.3"},
		{"nothing that can be read", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"192.0.2.1, unknown"}}, "10.0.0.1"},
		{"the new header", "10.0.0.1:1", http.Header{"Forwarded": {`for=192.0.2.1, proto=https;for="198.51.100.1:80"`}}, "198.51.100.1"},
		{"the new header without it", "10.0.0.1:1", http.Header{"Forwarded": {`for=192.0.2.1, proto=https`}}, "10.0.0.1"},
		{"both", "10.0.0.1:1", http.Header{"Forwarded": {"for=192.0.2.1"}, "X-Forwarded-For": {"198.51.100.1"}}, "10.0.0.1"},
		{"IPv6", "[2001:db8:1:2:3::4]:1", nil, "2001:db8:1:2::"},
		{"IPv6 with a zone", "[fe80::1%eth0]:1", nil, "fe80::"},
		{"IPv6 behind a proxy", "10.0.0.1:1", http.Header{"Forwarded": {`for="[2001:db8:1:2:3::4]:80"`}}, "2001:db8:1:2::"},
		{"bare IPv6 behind a proxy", "10.0.0.1:1", http.Header{"X-Forwarded-For": {"2001:db8:1:2:3::4"}}, "2001:db8:1:2::"},
		{"IPv4 in IPv6", "[::ffff:203.0.113.7]:1", nil, "203.0.113.7"},
		{"a pipe", "pipe", nil, "invalid IP"},
	}
	p := &Proxy{config: Config{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, p.caller(&http.Request{RemoteAddr: tt.peer, Header: tt.header}).String())
		})
	}
}
