package attacks_test

import (
	"testing"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A mint makes access tokens out of a real one, with the very key that signed it
// or with any other.
type mint struct {
	method jwt.SigningMethod
	key    any
	header map[string]any
	claims jwt.MapClaims
}

func newMint(t *testing.T, text string, key tenant.SigningKey) *mint {
	t.Helper()
	made, _, err := jwt.NewParser().ParseUnverified(text, jwt.MapClaims{})
	require.NoError(t, err)
	claims, ok := made.Claims.(jwt.MapClaims)
	require.True(t, ok)
	return &mint{jwt.SigningMethodES256, key.Private, made.Header, claims}
}

func (m *mint) text(t *testing.T) string {
	t.Helper()
	token := jwt.NewWithClaims(m.method, m.claims)
	for name, value := range m.header {
		if name != "alg" {
			token.Header[name] = value
		}
	}
	text, err := token.SignedString(m.key)
	require.NoError(t, err)
	return text
}

// signing is the key that a vendor's tokens are signed with now.
func (s *shop) signing(t *testing.T) tenant.SigningKey {
	t.Helper()
	keys, err := s.vendor.SigningKeys(t.Context())
	require.NoError(t, err)
	require.Len(t, keys, 2)
	return keys[0]
}
