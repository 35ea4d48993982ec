package registryproxy

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// graceful is how much longer a token lives than it is said to: containerd uses
// one until the last second that it was promised.
const graceful = time.Minute

// token is the token endpoint.
func (p *Proxy) token(w http.ResponseWriter, r *http.Request) {
	l, ok := p.readLogin(w, r)
	if !ok {
		return
	}
	who, no := p.admit(w, r, l)
	if no != nil {
		p.refuse(w, r, no)
		return
	}
	seen(w).by(who.Credential)
	held, asked, err := p.grant(r.Context(), who, l.scopes)
	switch {
	case errors.Is(err, tenant.ErrUnauthenticated):
		p.refuse(w, r, wrongLogin(tenant.ErrUnauthenticated.Error()))
		return
	case err != nil:
		p.refuse(w, r, p.trouble(r, "listing what is held", err))
		return
	}
	text, err := p.sign(r.Context(), who, held, asked, p.config.Now())
	if err != nil {
		p.refuse(w, r, p.trouble(r, "signing a token", err))
		return
	}
	// Clients look for the token under either name. There is no issued_at:
	// they would measure our clock with theirs.
	writeJSON(w, http.StatusOK, struct {
		Token       string `json:"token"`
		AccessToken string `json:"access_token"`
		ExpiresIn   int    `json:"expires_in"` // seconds
	}{text, text, int(p.config.TokenLife / time.Second)})
}

// grant divides what a client asks for: what is held, and the rest of which the
// principal might hold something one day. What cannot be granted to anyone is
// left out; that is no error.
func (p *Proxy) grant(ctx context.Context, who tenant.Principal, scopes []string) (held, asked []access, err error) {
	may := []string{actionPull}
	if who.Side == tenant.VendorSide {
		may = []string{actionPull, actionPush}
	}
	held = []access{} // [] and never null, which other verifiers want
	rest := parseScopes(scopes, may)
	if len(rest) == 0 {
		return held, nil, nil
	}
	repositories, err := p.gate.Repositories(ctx, who)
	if err != nil {
		return nil, nil, err
	}
	for _, a := range rest {
		if slices.Contains(repositories, a.Name) {
			held = append(held, a)
		} else {
			asked = append(asked, a)
		}
	}
	return held, asked, nil
}

// sign makes an access token with the key that signs now.
func (p *Proxy) sign(ctx context.Context, who tenant.Principal, held, asked []access, at time.Time) (string, error) {
	ring, err := p.keys.now(ctx)
	if err != nil {
		return "", err
	}
	key := ring.signing()
	var id [16]byte
	if _, err := io.ReadFull(p.config.Rand, id[:]); err != nil {
		return "", err
	}
	t := jwt.NewWithClaims(jwt.SigningMethodES256, &claims{
		Issuer: p.config.Service, Subject: string(who.Credential), Audience: p.config.Service,
		Expires: at.Add(p.config.TokenLife + graceful).Unix(), NotBefore: at.Unix(), Issued: at.Unix(),
		ID: hex.EncodeToString(id[:]), Access: held, Asked: asked,
		Side: who.Side, Vendor: who.Vendor, Customer: who.Customer, Rotated: who.Rotated,
	})
	t.Header["kid"] = key.ID
	text, err := t.SignedString(key.Private)
	if err != nil {
		return "", fmt.Errorf("signing a token: %w", err)
	}
	return text, nil
}

// withoutSecret is an error's text, unless it repeats the token after all.
func withoutSecret(err error, token tenant.Token) string {
	if text := err.Error(); !strings.Contains(text, token.Reveal()) {
		return text
	}
	return tenant.ErrUnauthenticated.Error()
}

// trouble writes down what went wrong on our side; the client is told no more
// than that something did.
func (p *Proxy) trouble(r *http.Request, doing string, err error) *refusal {
	if r.Context().Err() == nil { // else the client has gone, and that is why
		p.config.Log.ErrorContext(r.Context(), "registry proxy: "+doing, "path", r.URL.Path, "error", err)
	}
	return unavailable(http.StatusServiceUnavailable)
}
