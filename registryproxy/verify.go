package registryproxy

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/seed361c4c3e/distr-go/tenant"
)

const (
	// maxAuthorization bounds what is parsed of a stranger's header.
	maxAuthorization = 16 << 10
	// leeway forgives a clock that is a little off.
	leeway = 30 * time.Second
	// maxVerified is how many verified tokens are remembered. Verifying a
	// signature costs more than all the rest of a request.
	maxVerified = 64 << 10
)

// A bearer is who stands at the door with a token that has been verified, and
// what the token says at most. What is allowed, the gate says on each request.
type bearer struct {
	tenant.Principal
	scope []access
	until time.Time // no longer good from then on, leeway included

	kid string // of the key that signed the token
	key *ecdsa.PublicKey
}

// reaches says whether the scope has all of the actions on the repository.
func (b bearer) reaches(repository string, actions ...string) bool {
	for _, a := range b.scope {
		if a.Type == "repository" && a.Name == repository {
			return !slices.ContainsFunc(actions, func(action string) bool { return !slices.Contains(a.Actions, action) })
		}
	}
	return false
}

// verify finds out who sent a request. If it cannot, the refusal is a 401, and
// 503 when it is not the token's fault.
func (p *Proxy) verify(r *http.Request, on route, at time.Time) (bearer, *refusal) {
	headers := r.Header["Authorization"]
	if len(headers) == 0 {
		return bearer{}, unauthorized("", on, r.Method, "log in to use this registry")
	}
	scheme, token, _ := strings.Cut(headers[0], " ")
	switch {
	case len(headers) > 1 || len(headers[0]) > maxAuthorization:
		return bearer{}, unauthorized(invalidToken, on, r.Method, "there is one Authorization header, and it is not that long")
	case !strings.EqualFold(scheme, "Bearer"):
		return bearer{}, unauthorized(invalidToken, on, r.Method, "a login belongs to the token endpoint; send the access token that you get there")
	}
	ring, err := p.keys.now(r.Context())
	if err != nil {
		return bearer{}, p.trouble(r, "asking for the signing keys", err)
	}
	who, err := p.verifyToken(ring, token, at)
	if err != nil {
		return bearer{}, unauthorized(invalidToken, on, r.Method, "the access token is not, or no longer, good; get another one")
	}
	return who, nil
}

// verifyToken is who the token says it belongs to, if we made it and it has not
// ended. A token that was found good is remembered, never one that was not; it
// is good for as long as its key is.
func (p *Proxy) verifyToken(ring *keyring, text string, at time.Time) (bearer, error) {
	key := sha256.Sum256([]byte(text))
	if who, known := p.verified.Get(key); known {
		switch {
		case !ring.has(who.kid, who.key):
			p.verified.Remove(key)
			return bearer{}, errNotOurKey
		case !at.Before(who.until):
			p.verified.Remove(key)
			return bearer{}, jwt.ErrTokenExpired
		}
		return who, nil
	}
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodES256.Alg()}),
		jwt.WithIssuer(p.config.Service), jwt.WithAudience(p.config.Service),
		jwt.WithExpirationRequired(), jwt.WithNotBeforeRequired(), jwt.WithLeeway(leeway),
		jwt.WithTimeFunc(func() time.Time { return at }), jwt.WithStrictDecoding(),
	)
	c := &claims{}
	token, err := parser.ParseWithClaims(text, c, ring.find)
	if err != nil {
		return bearer{}, err
	}
	who := bearer{
		Principal: tenant.Principal{Side: c.Side, Vendor: c.Vendor, Customer: c.Customer, Credential: tenant.CredentialID(c.Subject), Rotated: c.Rotated},
		scope:     slices.Concat(c.Access, c.Asked),
		until:     time.Unix(c.Expires, 0).Add(leeway),
	}
	who.kid, _ = token.Header["kid"].(string)
	who.key = ring.public[who.kid]
	if !p.ours(who.Principal) {
		return bearer{}, errors.New("the token belongs to nobody here")
	}
	p.verified.Add(key, who)
	return who, nil
}

var errNotOurKey = errors.New("the key is not one of ours")

// ours says whether it is somebody of this vendor's.
func (p *Proxy) ours(who tenant.Principal) bool {
	return (who.Side == tenant.CustomerSide && who.Customer != "" || who.Side == tenant.VendorSide && who.Customer == "") &&
		(p.config.Vendor == "" || who.Vendor == p.config.Vendor)
}

// find is the key that a token's header names. A header that brings a key along,
// points to one, or says anything else that we never write, is refused.
func (k *keyring) find(t *jwt.Token) (any, error) {
	for name := range t.Header {
		if name != "alg" && name != "kid" && name != "typ" {
			return nil, fmt.Errorf("the header has %q", name)
		}
	}
	kid, _ := t.Header["kid"].(string)
	public, known := k.public[kid]
	if !known {
		return nil, errNotOurKey
	}
	return public, nil
}
