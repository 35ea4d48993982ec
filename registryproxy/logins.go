package registryproxy

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
)

const maxLogins = 1024

// logins remembers the logged-in transport of each repository and login. They are
// kept apart, since a keychain may have another login for each repository, and
// what one login was given a token for is no other's.
type logins struct {
	mu    sync.Mutex
	known *lru.Cache[loginKey, *upstreamLogin]
}

type loginKey struct {
	repository string
	push       bool
	login      [sha256.Size]byte // who logs in, hashed; zero: the upstream's own
}

// key is under which login an errand runs.
func (e errand) key() loginKey {
	key := loginKey{repository: string(e.on.repository), push: e.push}
	if !e.login.IsZero() {
		// No user name is of two lengths, so no two logins are one.
		key.login = sha256.Sum256(fmt.Appendf(nil, "%d %s%s", len(e.login.Username), e.login.Username, e.login.Reveal()))
	}
	return key
}

// An upstreamLogin is one that has been done, or is under way until done is
// closed.
type upstreamLogin struct {
	done      chan struct{}
	transport http.RoundTripper
	err       error
	left      bool // who did it went away meanwhile
}

func newLogins() (*logins, error) {
	known, err := lru.New[loginKey, *upstreamLogin](maxLogins)
	return &logins{known: known}, err
}

// begin returns the login of a key, and whether the caller is the one to do it.
func (l *logins) begin(key loginKey) (*upstreamLogin, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if known, ok := l.known.Get(key); ok {
		return known, false
	}
	begun := &upstreamLogin{done: make(chan struct{})}
	l.known.Add(key, begun)
	return begun, true
}

// loggedIn is a transport that has logged in to the repository and renews its
// token by itself. Of several who need one at once, one logs in and the others
// wait; one that failed is not remembered.
func (u *upstream) loggedIn(ctx context.Context, e errand) (http.RoundTripper, error) {
	key := e.key()
	for {
		login, mine := u.logins.begin(key)
		if mine {
			if login.transport, login.err = u.logIn(ctx, e); login.err != nil {
				login.left = ctx.Err() != nil
				u.forget(e)
			}
			close(login.done)
		}
		select {
		case <-login.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		switch {
		case login.left && !mine: // that says nothing about the login: try it ourselves
		case login.err != nil:
			return nil, fmt.Errorf("logging in to %s for %s: %w", u.registry, e.on.repository, login.err)
		case e.body != nil:
			return u.renewed(ctx, e, login.transport)
		default:
			return login.transport, nil
		}
	}
}

// forget lets the next errand of this kind log in anew.
func (u *upstream) forget(e errand) { u.logins.known.Remove(e.key()) }

// logIn asks the registry what it wants to see, and gets it.
func (u *upstream) logIn(ctx context.Context, e errand) (http.RoundTripper, error) {
	repository := u.registry.Repo(string(e.on.repository))
	var auth authn.Authenticator = &authn.Basic{Username: e.login.Username, Password: e.login.Reveal()}
	if e.login.IsZero() {
		var err error
		if auth, err = authn.Resolve(ctx, u.login, repository); err != nil {
			return nil, err
		}
	}
	scope := transport.PullScope
	if e.push {
		scope = transport.PushScope
	}
	return transport.NewWithContext(ctx, u.registry, auth, u.guarded, []string{repository.Scope(scope)})
}

// renewed makes sure that a token has not ended before a body is sent, which
// could not be sent a second time.
func (u *upstream) renewed(ctx context.Context, e errand, t http.RoundTripper) (http.RoundTripper, error) {
	if _, none := u.login.(anonymous); none && e.login.IsZero() {
		return t, nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.scheme+"://"+u.registry.RegistryStr()+registryPath, nil)
	if err != nil {
		return nil, err
	}
	resp, err := t.RoundTrip(req)
	if err != nil {
		return nil, fmt.Errorf("renewing the login to %s: %w", u.registry, err)
	}
	return t, resp.Body.Close()
}
