package registryproxy

import (
	"encoding/json"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// JWKS is the public halves of signing keys as a JSON Web Key Set (RFC 7517),
// the document that a [Proxy] answers /.well-known/jwks.json with. A registry of
// the distribution project that has it as a file (auth.token.jwks) takes our
// tokens; what it cannot enforce is said in the package comment.
func JWKS(keys []tenant.SigningKey) (json.RawMessage, error) {
	ring, err := newKeyring(keys)
	if err != nil {
		return nil, err
	}
	return ring.set, nil
}
