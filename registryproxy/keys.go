package registryproxy

import (
	"crypto/ecdsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A keyring is the keys that we know. The first one signs.
type keyring struct {
	signing tenant.SigningKey
	public  map[string]*ecdsa.PublicKey // by kid
	set     []byte                      // the JWKS document
}

func newKeyring(c Config) (*keyring, error) {
	keys := c.Keys
	if len(keys) == 0 {
		key, err := tenant.NewSigningKey(c.Rand)
		if err != nil {
			return nil, err
		}
		keys = []tenant.SigningKey{key}
	}
	ring := &keyring{signing: keys[0], public: make(map[string]*ecdsa.PublicKey, len(keys))}
	var set struct {
		Keys []jwk `json:"keys"`
	}
	for _, k := range keys {
		if err := k.Check(); err != nil {
			return nil, fmt.Errorf("registry proxy: %w", err)
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
func newJWK(k tenant.SigningKey) (jwk, error) {
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
