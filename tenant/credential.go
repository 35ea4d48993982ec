package tenant

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
	"time"
)

// A Credential is what we keep of a token: never the token, only its SHA-256.
// Salt and stretching slow down the guessing of short secrets; at 256 random
// bits there is nothing to guess, and a fast hash denies a stranger the lever of
// making us compute a slow one.
type Credential struct {
	ID      CredentialID
	Name    string
	Hash    [sha256.Size]byte
	Created time.Time
	Rotated time.Time // when it got the token that it has now; zero: it has its first
	Used    time.Time // when it was last used, to the minute; zero: never
	Revoked time.Time // zero: it has not been revoked
}

// NewCredential makes a credential for a principal and the token that proves
// it. The token is returned this once; p.Credential is chosen here.
func NewCredential(p Principal, name string, at time.Time, rand io.Reader) (Credential, Token, error) {
	if err := CheckName("token", name); err != nil {
		return Credential{}, Token{}, err
	}
	id, err := NewID("crd", rand)
	if err != nil {
		return Credential{}, Token{}, err
	}
	p.Credential = CredentialID(id)
	token, err := newToken(p, rand)
	if err != nil {
		return Credential{}, Token{}, fmt.Errorf("making token %q: %w", name, err)
	}
	return Credential{ID: p.Credential, Name: name, Hash: token.hash(), Created: at.UTC()}, token, nil
}

// Rotate gives the credential another token, and with that ends the one that it
// had. It stays the same credential: what it may do and what is kept of it does not
// change. p is the principal that it was made for. What was revoked stays so, and is
// an [ErrConflict].
func (c Credential) Rotate(at time.Time, p Principal, rand io.Reader) (Credential, Token, error) {
	if !c.Revoked.IsZero() {
		return Credential{}, Token{}, fmt.Errorf("%w: token %q has been revoked, for good; make another one", ErrConflict, c.Name)
	}
	if _, err := ParseCredentialID(string(c.ID)); err != nil {
		return Credential{}, Token{}, err
	}
	p.Credential = c.ID
	token, err := newToken(p, rand)
	if err != nil {
		return Credential{}, Token{}, fmt.Errorf("making token %q anew: %w", c.Name, err)
	}
	c.Hash, c.Rotated = token.hash(), at.UTC()
	return c, token, nil
}

// Generation is what [Principal.Rotated] says of who shows the token that the
// credential has now.
func (c Credential) Generation() int64 {
	if c.Rotated.IsZero() {
		return 0
	}
	return c.Rotated.UnixMicro()
}

// Live says whether the credential can still be used.
func (c Credential) Live(at time.Time) bool {
	return c.ID != "" && (c.Revoked.IsZero() || at.Before(c.Revoked))
}

// Matches says whether t is the token of this credential and the credential is
// live. The comparison takes the same time wherever the first difference is.
func (c Credential) Matches(t Token, at time.Time) bool {
	hash := t.hash()
	return t.text != nil && subtle.ConstantTimeCompare(hash[:], c.Hash[:]) == 1 && c.Live(at)
}

// Revoke ends the credential, for good: what was revoked stays revoked since
// then.
func (c Credential) Revoke(at time.Time) Credential {
	if c.Revoked.IsZero() {
		c.Revoked = at.UTC()
	}
	return c
}
