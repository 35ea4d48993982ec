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

// A bearer is the text of a secret that opens a door to whoever brings it:
//
//	<prefix><claim>_<secret><checksum>
//
// where the claim is "side/vendor/customer/whose" in lower-case base32, the secret
// 43 characters of base62 (256 random bits) and the checksum 6 characters of
// base62: the CRC-32 of all that stands before it. The prefix serves secret
// scanners; the checksum finds typing errors before anything is looked up; the
// claim says in which room to look, so that no search across all customers exists.
// The claim proves nothing: the hash of the whole text does.
//
// The kind is a type and not a field, so that the zero value hides itself too.
type bearer[K bearerKind] struct {
	text *string // a pointer, since fmt calls no method on a secret in somebody's unexported field
}

// A bearerKind is one sort of secret: what its text begins with, and what errors
// call it, with its article.
type bearerKind interface{ form() (prefix, a string) }

const (
	secretBytes   = 32
	secretLetters = 43 // ⌈256 / log₂62⌉
	crcLetters    = 6  // ⌈32 / log₂62⌉

	// maxBearer bounds what is read of a stranger's text before it is parsed.
	maxBearer = 512
)

// newBearer makes the secret of whose within the room that p names.
func newBearer[K bearerKind](p Principal, whose string, rand io.Reader) (bearer[K], error) {
	if err := p.check(); err != nil {
		return bearer[K]{}, err
	}
	var secret [secretBytes]byte
	if _, err := io.ReadFull(rand, secret[:]); err != nil {
		return bearer[K]{}, err
	}
	prefix, _ := (*new(K)).form()
	claim := strings.Join([]string{string(p.Side), string(p.Vendor), string(p.Customer), whose}, "/")
	body := prefix + lowerBase32([]byte(claim)) + "_" + base62(secret[:], secretLetters)
	text := body + checksum(body)
	return bearer[K]{&text}, nil
}

// parseBearer reads a secret's text, and gives back its claim. The error is an
// [ErrUnauthenticated] that never repeats the text.
func parseBearer[K bearerKind](s string) (b bearer[K], p Principal, whose string, err error) {
	prefix, a := (*new(K)).form()
	_, noun, _ := strings.Cut(a, " ")
	wrong := func(why string) (bearer[K], Principal, string, error) {
		return bearer[K]{}, Principal{}, "", fmt.Errorf("%w: %s", ErrUnauthenticated, why)
	}
	body, begins := strings.CutPrefix(s, prefix)
	if !begins {
		return wrong(a + " begins with " + prefix)
	}
	encoded, tail, found := strings.Cut(body, "_")
	if !found || len(s) > maxBearer || len(tail) != secretLetters+crcLetters {
		return wrong("the " + noun + " is cut short or has something added; paste all of it")
	}
	sum := len(s) - crcLetters
	if checksum(s[:sum]) != s[sum:] || !base62Only(tail) {
		return wrong("the " + noun + "'s checksum does not match; paste it again")
	}
	raw, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(encoded))
	if err != nil || lowerBase32(raw) != encoded {
		return wrong("the " + noun + "'s claim cannot be read")
	}
	parts := strings.Split(string(raw), "/")
	if len(parts) != 4 {
		return wrong("the " + noun + "'s claim cannot be read")
	}
	p = Principal{Side: Side(parts[0]), Vendor: VendorID(parts[1]), Customer: CustomerID(parts[2])}
	if p.check() != nil || CheckID(noun, parts[3]) != nil {
		return wrong("the " + noun + "'s claim cannot be read")
	}
	return bearer[K]{&s}, p, parts[3], nil
}

// Reveal returns the text. It is for the one moment when the secret is handed
// over; everything else prints it hidden.
func (b bearer[K]) Reveal() string {
	if b.text == nil {
		return ""
	}
	return *b.text
}

// String hides the secret.
func (b bearer[K]) String() string {
	prefix, _ := (*new(K)).form()
	return prefix + "***"
}

// Format hides the secret whatever verb and flags are asked for.
func (b bearer[K]) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, b.String()) }

// MarshalText hides the secret in JSON, in structured logs, and wherever else text
// is made of it.
func (b bearer[K]) MarshalText() ([]byte, error) { return []byte(b.String()), nil }

func (b bearer[K]) hash() [sha256.Size]byte { return sha256.Sum256([]byte(b.Reveal())) }

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
