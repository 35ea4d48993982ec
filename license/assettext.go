package license

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sight is what a text consists of, found in one go over its bytes.
type sight struct {
	bad     string // what no asset holds
	at      bool   // @
	colon   bool   // :
	slash   bool   // /
	numeric bool   // nothing but digits, dots and slashes, and the former among them
}

func look(s string) (seen sight) {
	var digit, other bool
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				return sight{bad: "it is not UTF-8; save the list in that encoding"}
			}
			if unicode.IsSpace(r) || unicode.IsControl(r) {
				return sight{bad: fmt.Sprintf("there is %q in it; write one asset without spaces", r)}
			}
			other = true
			i += size
			continue
		}
		switch {
		case '0' <= c && c <= '9':
			digit = true
		case c == '.':
		case c == '/':
			seen.slash = true
		case c <= ' ' || c == 0x7f:
			return sight{bad: fmt.Sprintf("there is %q in it; write one asset without spaces", c)}
		default:
			other = true
			seen.at = seen.at || c == '@'
			seen.colon = seen.colon || c == ':'
		}
		i++
	}
	seen.numeric = digit && !other
	return seen
}

// Masked is a text as it may be shown when it is no asset: without what stands in
// front of an @, which may be a password, and cut after 80 characters.
func Masked(text string) string {
	text = hideLogin(strings.TrimSpace(text))
	short := fmt.Sprintf("%.*s", maxQuoted, text)
	if len(short) < len(text) {
		return short + "…"
	}
	return text
}

// hideLogin is a text with what stands in front of a host's @ left out: an error
// ends up where passwords do not belong.
func hideLogin(s string) string {
	head, rest := "", s
	if i := strings.Index(s, "://"); i >= 0 {
		head, rest = s[:i+len("://")], s[i+len("://"):]
	}
	// Nobody knows where a login ends that is not well formed, so that the last @
	// is taken.
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		return head + "***@" + rest[i+1:]
	}
	return s
}
