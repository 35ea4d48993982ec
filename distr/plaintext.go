package distr

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plainText makes a stranger's text harmless to show: it is UTF-8, its lines end in \n,
// and nothing in it moves a cursor, rings a bell, hides, or turns the direction of
// what comes behind (Unicode Standard Annex #9). What did is U+FFFD.
func plainText(s string) string {
	if fine(s) {
		return strings.TrimSpace(s)
	}
	s = strings.ReplaceAll(strings.ToValidUTF8(s, string(utf8.RuneError)), "\r\n", "\n")
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return r
		case r == '\r', r == '\u2028', r == '\u2029':
			return '\n'
		case unicode.IsControl(r), misleading(r):
			return utf8.RuneError
		}
		return r
	}, s))
}

// fine says whether a text is printable ASCII and line breaks, as most are.
func fine(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '\n' && c != '\t' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

// misleading are the characters without a shape of their own that have text read
// other than it is: marks of direction, the byte order mark, and tags.
func misleading(r rune) bool {
	return unicode.Is(unicode.Bidi_Control, r) || r == '\ufeff' || r >= 0xE0000 && r <= 0xE007F
}
