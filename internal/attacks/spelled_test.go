package attacks_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMisspeltTokens: a good token in another spelling is another token. What is
// remembered of one that was verified is remembered of this spelling only.
func TestMisspeltTokens(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	good := s.acme.access(t, globex, app)
	parts := strings.Split(good, ".")
	require.Len(t, parts, 3)
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(letters, parts[2][len(parts[2])-1])
	require.Zero(t, last%16, "the last letter has four bits to spare")
	spare := parts[2][:len(parts[2])-1] + letters[last+1:last+2]
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	require.NoError(t, err)
	again := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	require.NoError(t, err)
	tests := []struct{ name, text string }{
		{"nothing", ""},
		{"spare bits in the signature", parts[0] + "." + parts[1] + "." + spare},
		{"padding", good + "=="},
		{"padding inside", parts[0] + "=." + parts[1] + "." + parts[2]},
		{"standard base64", parts[0] + "." + parts[1] + "." + base64.StdEncoding.EncodeToString(signature)},
		{"a dot behind", good + "."},
		{"dots behind", good + "..."},
		{"a dot before", "." + good},
		{"a dot inside", parts[0] + ".." + parts[1] + "." + parts[2]},
		{"no signature", parts[0] + "." + parts[1] + "."},
		{"no signature and no dot", parts[0] + "." + parts[1]},
		{"a signature of zeros (CVE-2022-21449)", parts[0] + "." + parts[1] + "." + again(strings.Repeat("\x00", 64))},
		{"half a signature", parts[0] + "." + parts[1] + "." + parts[2][:43]},
		{"a longer signature", parts[0] + "." + parts[1] + "." + again("\x00"+string(signature))},
		{"a signature in DER", parts[0] + "." + parts[1] + "." + again("\x30\x44\x02\x20"+string(signature[:32])+"\x02\x20"+string(signature[32:]))},
		{"claims changed", parts[0] + "." + again(strings.Replace(string(claims), globex, initech, 1)) + "." + parts[2]},
		{"claims with a space more", parts[0] + "." + again(string(claims)+" ") + "." + parts[2]},
		{"claims that are none", parts[0] + "." + again("null") + "." + parts[2]},
		{"a header that is none", again("[]") + "." + parts[1] + "." + parts[2]},
		{"a header without an alg", again("{}") + "." + parts[1] + "." + parts[2]},
		{"alg in lower case", again(`{"alg":"es256","kid":"x","typ":"JWT"}`) + "." + parts[1] + "." + parts[2]},
		{"alg none in another case", again(`{"alg":"nOnE","typ":"JWT"}`) + "." + parts[1] + "."},
		{"encrypted, in five parts", good + "." + parts[1] + "." + parts[2]},
		{"20 KiB of claims", parts[0] + "." + strings.Repeat("A", 20<<10) + "." + parts[2]},
		{"in JSON", `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`},
		{"another vendor's, of the customer with the same name", s.umbra.access(t, globex, app)},
		{"the password", s.acme.tokens[globex].Reveal()},
	}
	pull := func(t *testing.T, token string) reply {
		return one(t, s.acme.host, http.MethodGet, "/v2/acme/app/manifests/1.4.2", "Authorization: Bearer "+token)
	}
	require.Equal(t, http.StatusOK, pull(t, good).status)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := pull(t, tt.text)
			require.Equal(t, http.StatusUnauthorized, got.status, got.body)
			require.Contains(t, got.header.Get("WWW-Authenticate"), `error="invalid_token"`)
		})
	}
	require.Equal(t, http.StatusOK, pull(t, good).status)
	require.NotContains(t, s.log.String(), parts[2], "no token is written down")
	require.NotContains(t, s.log.String(), s.acme.tokens[globex].Reveal())
}
