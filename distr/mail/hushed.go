package mail

import (
	"encoding/hex"
	"regexp"
	"strings"
)

var (
	// secrets finds what opens a door.
	secrets = regexp.MustCompile(`ds[a-z]_[A-Za-z0-9_]+`)
	// encoded finds what may be a line of a letter in base64.
	encoded = regexp.MustCompile(`[A-Za-z0-9+/=_]{40,}`)
)

// hushed is what a stranger's server has answered, without secrets of ours: it may
// say the letter back, or some of it, as it was on the way.
func hushed(s string, also ...string) string {
	for _, secret := range also {
		if secret != "" {
			s = strings.ReplaceAll(s, secret, "***")
			s = withoutPieces(s, secret)
		}
	}
	return line(secrets.ReplaceAllString(s, "***"))
}

// piece is how much of a secret is one still, in characters.
const piece = 8

// withoutPieces takes pieces of a secret out of a text, also where a line was broken
// within them, or a character is written as quoted-printable has it (RFC 2045 §6.7).
func withoutPieces(s, secret string) string {
	told, _ := bare(secret)
	said, at := bare(s)
	hidden := make([]bool, len(s))
	for last := piece - 1; last < len(said); last++ {
		if first := last - piece + 1; strings.Contains(string(told), string(said[first:last+1])) {
			for i := at[first].from; i < at[last].to; i++ {
				hidden[i] = true
			}
		}
	}
	var out strings.Builder
	for i := range len(s) {
		switch {
		case !hidden[i]:
			out.WriteByte(s[i])
		case i == 0 || !hidden[i-1]:
			out.WriteString("***")
		}
	}
	return out.String()
}

type place struct{ from, to int }

// bare is the letters and digits of a text, decoded, and where they stand in it.
func bare(s string) (said []byte, at []place) {
	for i := 0; i < len(s); i++ {
		c, from := s[i], i
		if c == '=' && i+2 < len(s) {
			if decoded, err := hex.DecodeString(s[i+1 : i+3]); err == nil {
				c, i = decoded[0], i+2
			}
		}
		if c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z' {
			said, at = append(said, c), append(at, place{from, i + 1})
		}
	}
	return said, at
}
