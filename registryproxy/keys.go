package registryproxy

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
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

var keyIDPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// A keyring is the keys that we know. The first one signs.
type keyring struct {
	signing SigningKey
	public  map[string]*ecdsa.PublicKey // by kid
	set     []byte                      // the JWKS document
}

func newKeyring(c Config) (*keyring, error) {
	keys := c.Keys
	if len(keys) == 0 {
		key, err := NewSigningKey(c.Rand)
		if err != nil {
			return nil, err
		}
		keys = []SigningKey{key}
	}
	ring := &keyring{signing: keys[0], public: make(map[string]*ecdsa.PublicKey, len(keys))}
	var set struct {
		Keys []jwk `json:"keys"`
	}
	for _, k := range keys {
		if !keyIDPattern.MatchString(k.ID) || k.Private == nil || k.Private.Curve != elliptic.P256() {
			return nil, fmt.Errorf("registry proxy: signing key %q: it has an ID of letters and digits, and a private key on the curve P-256", k.ID)
		}
		if _, twice := ring.public[k.ID]; twice {
			return nil, fmt.Errorf("registry proxy: signing key %q: two keys have this ID", k.ID)
		}
		ring.public[k.ID] = &k.Private.PublicKey
		public, err := newJWK(k)
		if err != nil {
			return nil, err
		}
		set.Keys = append(set.Keys, public)
	}
	var err error
	ring.set, err = json.Marshal(set)
	return ring, err
}

// A jwk is a public key as RFC 7517 writes it.
type jwk struct {
	Type      string `json:"kty"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
	ID        string `json:"kid"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	Y         string `json:"y"`
}

// newJWK writes both coordinates in full: RFC 7518 §6.2.1.2 wants their leading
// zeros kept.
func newJWK(k SigningKey) (jwk, error) {
	point, err := k.Private.PublicKey.Bytes() // 4, X, Y: 1 + 32 + 32 bytes
	if err != nil {
		return jwk{}, fmt.Errorf("registry proxy: signing key %q: %w", k.ID, err)
	}
	return jwk{
		Type: "EC", Use: "sig", Algorithm: "ES256", ID: k.ID, Curve: "P-256",
		X: base64.RawURLEncoding.EncodeToString(point[1:33]),
		Y: base64.RawURLEncoding.EncodeToString(point[33:65]),
	}, nil
}

// jwks publishes the public keys.
func (p *Proxy) jwks(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Content-Type", "application/jwk-set+json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	_, _ = w.Write(p.keys.set) // to a client that has gone there is nothing to say
}
