package mail

import (
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

// maxAnswer is how much is kept of what a server says of a letter, in characters.
const maxAnswer = 160

// firstLine is what a server has said of a letter: what comes behind the first line of
// that may be the letter, and so may be what is long and has no space in it.
func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	s = line(encoded.ReplaceAllString(s, "***"))
	if runes := []rune(s); len(runes) > maxAnswer {
		return string(runes[:maxAnswer-1]) + "…"
	}
	return s
}
