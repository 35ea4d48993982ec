package tenant

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"hash/crc32"
	"io"
	"math/big"
	"strings"
)

// A Token is the secret that a client sends as its password. Its text is
//
//	dst_<claim>_<secret><checksum>
//
// where the claim is "side/vendor/customer/credential" in lower-case base32, the
// secret 43 characters of base62 (256 random bits) and the checksum 6 characters
// of base62: the CRC-32 of all that stands before it. The prefix serves secret
// scanners; the checksum finds typing errors before anything is looked up; the
// claim says in which room to look, so that no search across all customers
// exists. The claim proves nothing: the hash of the whole text does.
//
// A Token prints as dst_***, in every format; [Token.Reveal] shows it. Two tokens
// are compared by [Credential.Matches], not by ==.
type Token struct {
	text  *string // a pointer, since fmt calls no method on a token in somebody's unexported field
	claim Principal
}

const (
	tokenPrefix   = "dst_"
	tokenHidden   = "dst_***"
	secretBytes   = 32
	secretLetters = 43 // ⌈256 / log₂62⌉
	crcLetters    = 6  // ⌈32 / log₂62⌉

	// maxToken bounds what is read of a stranger's text before it is parsed.
	maxToken = 512
)

func newToken(p Principal, rand io.Reader) (Token, error) {
	if err := p.check(); err != nil {
		return Token{}, err
	}
	var secret [secretBytes]byte
	if _, err := io.ReadFull(rand, secret[:]); err != nil {
		return Token{}, err
	}
	claim := strings.Join([]string{string(p.Side), string(p.Vendor), string(p.Customer), string(p.Credential)}, "/")
	body := tokenPrefix + lowerBase32([]byte(claim)) + "_" + base62(secret[:], secretLetters)
	text := body + checksum(body)
	return Token{text: &text, claim: p}, nil
}

// ParseToken reads a token's text. It finds out whether the text can be a token
// at all; whether it opens a door is for [Credential.Matches]. The error is an
// [ErrUnauthenticated] that says what is wrong and never repeats the text.
func ParseToken(s string) (Token, error) {
	body, isToken := strings.CutPrefix(s, tokenPrefix)
	if !isToken {
		return Token{}, tokenError("a token begins with " + tokenPrefix)
	}
	encoded, tail, found := strings.Cut(body, "_")
	if !found || len(s) > maxToken || len(tail) != secretLetters+crcLetters {
		return Token{}, tokenError("the token is cut short or has something added; paste all of it")
	}
	sum := len(s) - crcLetters
	if checksum(s[:sum]) != s[sum:] || !base62Only(tail) {
		return Token{}, tokenError("the token's checksum does not match; paste it again")
	}
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(encoded))
	if err != nil || lowerBase32(raw) != encoded {
		return Token{}, tokenError("the token's claim cannot be read")
	}
	parts := strings.Split(string(raw), "/")
	if len(parts) != 4 {
		return Token{}, tokenError("the token's claim cannot be read")
	}
	claim := Principal{Side(parts[0]), VendorID(parts[1]), CustomerID(parts[2]), CredentialID(parts[3])}
	if claim.check() != nil || CheckID("credential", parts[3]) != nil {
		return Token{}, tokenError("the token's claim cannot be read")
	}
	return Token{text: &s, claim: claim}, nil
}

// Claim is whom the token says it belongs to. Treat it as a stranger's word
// until the credential it names [Credential.Matches].
func (t Token) Claim() Principal { return t.claim }

// Reveal returns the token's text. It is for the one moment when the token is
// handed over; everything else prints the token as dst_***.
func (t Token) Reveal() string {
	if t.text == nil {
		return ""
	}
	return *t.text
}

// String hides the token.
func (t Token) String() string { return tokenHidden }

// Format hides the token whatever verb and flags are asked for.
func (t Token) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, tokenHidden) }

// MarshalText hides the token in JSON, in structured logs, and wherever else
// text is made of it.
func (t Token) MarshalText() ([]byte, error) { return []byte(tokenHidden), nil }

func (t Token) hash() [sha256.Size]byte { return sha256.Sum256([]byte(t.Reveal())) }

func tokenError(why string) error {
	return fmt.Errorf("%w: %s", ErrUnauthenticated, why)
}

func checksum(s string) string {
	sum := crc32.ChecksumIEEE([]byte(s))
	return base62([]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)}, crcLetters)
}

// base62 writes b as a number to the base 62, padded with zeros to n letters.
func base62(b []byte, n int) string {
	// math/big's digits for bases above 36 are 0–9a–zA–Z.
	text := new(big.Int).SetBytes(b).Text(62)
	return strings.Repeat("0", n-len(text)) + text
}

func base62Only(s string) bool {
	for i := range len(s) {
		if !alphanumeric(s[i]) {
			return false
		}
	}
	return true
}
