package registryproxy

import (
	"context"
	"crypto/ecdsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// keys hands out the keys that are good now.
type keys struct {
	holder KeyHolder               // nil: the gate keeps none
	own    *keyring                // of Config.Keys
	held   atomic.Pointer[keyring] // the holder's, as they were last; nil until it has been asked
}

// newKeys prepares the keys of a proxy. Where the configuration has none, one is
// made, which ends with the process.
func newKeys(gate Gatekeeper, c Config) (*keys, error) {
	own := c.Keys
	if len(own) == 0 {
		key, err := tenant.NewSigningKey(c.Rand)
		if err != nil {
			return nil, err
		}
		own = []tenant.SigningKey{key}
	}
	ring, err := newKeyring(own)
	if err != nil {
		return nil, err
	}
	holder, _ := gate.(KeyHolder)
	return &keys{holder: holder, own: ring}, nil
}

// now is the keys that are good now. The ring is made anew only when they are
// others than they were, whatever slice they come in.
func (k *keys) now(ctx context.Context) (*keyring, error) {
	if k.holder == nil {
		return k.own, nil
	}
	held, err := k.holder.SigningKeys(ctx)
	if err != nil || len(held) == 0 {
		return k.own, err
	}
	if ring := k.held.Load(); ring != nil && slices.Equal(ring.keys, held) {
		return ring, nil
	}
	ring, err := newKeyring(held)
	if err != nil {
		return nil, err
	}
	k.held.Store(ring)
	return ring, nil
}

// A keyring is the keys that we know. The first one signs.
type keyring struct {
	keys   []tenant.SigningKey
	public map[string]*ecdsa.PublicKey // by kid
	set    []byte                      // the JWKS document
}

func newKeyring(keys []tenant.SigningKey) (*keyring, error) {
	ring := &keyring{keys: slices.Clone(keys), public: make(map[string]*ecdsa.PublicKey, len(keys))}
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

// signing is the key that signs.
func (k *keyring) signing() tenant.SigningKey { return k.keys[0] }

// has says whether a key is still among them: the very key, and not another one
// that has come under its name.
func (k *keyring) has(kid string, key *ecdsa.PublicKey) bool {
	now, known := k.public[kid]
	return known && (now == key || now.Equal(key))
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
	ring, err := p.keys.now(r.Context())
	if err != nil {
		p.refuse(w, r, p.trouble(r, "asking for the signing keys", err))
		return
	}
	w.Header().Set("Content-Type", "application/jwk-set+json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Header().Set("Content-Length", strconv.Itoa(len(ring.set)))
	_, _ = w.Write(ring.set) // to a client that has gone there is nothing to say
}
