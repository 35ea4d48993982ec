package mail

import (
	"regexp"
	"strings"
	"unicode"

	"unicode/utf8"
)

// line is the text in one line that can be read: whatever ends a line, turns the
// reading direction round or cannot be seen becomes a space.
func line(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' || r == utf8.RuneError {
			return ' '
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// maxShown is how long a subject is, in characters.
const maxShown = 200

// shortLine is line, for a subject.
func shortLine(s string) string {
	s = line(s)
	if runes := []rune(s); len(runes) > maxShown {
		return string(runes[:maxShown-1]) + "…"
	}
	return s
}

// readable is text of several lines without what cannot be seen.
func readable(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
}

// secrets finds what opens a door.
var secrets = regexp.MustCompile(`ds[a-z]_[A-Za-z0-9_]+`)

// hushed is what a stranger's server has answered, without secrets of ours: it may
// say the letter back.
func hushed(s string, also ...string) string {
	for _, secret := range also {
		if secret != "" {
			s = strings.ReplaceAll(s, secret, "***")
		}
	}
	return line(secrets.ReplaceAllString(s, "***"))
}
