package tenant

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
)

// A SigningKey signs access tokens with ES256 (RFC 7518 §3.4).
type SigningKey struct {
	// ID is the kid by which verifiers find the key: 1 to 64 letters, digits,
	// '.', '_' and '-'. It is a name of our own and not a thumbprint, because
	// distribution v3 computes a wrong one for a key in a hundred or so.
	ID      string
	Private *ecdsa.PrivateKey // on the curve P-256
}

var keyIDForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// NewSigningKey makes a key whose ID is 16 random hexadecimal digits. Go takes
// the key itself from its own secure source, whatever rand is.
func NewSigningKey(rand io.Reader) (SigningKey, error) {
	var id [8]byte
	if _, err := io.ReadFull(rand, id[:]); err != nil {
		return SigningKey{}, fmt.Errorf("making a signing key: %w", err)
	}
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand)
	if err != nil {
		return SigningKey{}, fmt.Errorf("making a signing key: %w", err)
	}
	return SigningKey{ID: hex.EncodeToString(id[:]), Private: private}, nil
}

// Check says what is wrong with a key, as [ErrInvalid].
func (k SigningKey) Check() error {
	if !keyIDForm.MatchString(k.ID) || k.Private == nil || k.Private.Curve != elliptic.P256() {
		return fmt.Errorf("%w signing key %q: it has an ID of letters and digits, and a private key on the curve P-256", ErrInvalid, k.ID)
	}
	return nil
}
