package license

import (
	"strings"
	"unicode/utf8"
)

// plainName says whether a name is in its canonical form, provided that its labels
// are right: nothing needs to be mapped.
func plainName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !nameByte(c) || c == 'x' && strings.HasPrefix(s[i:], "xn--") {
			return false
		}
	}
	return true
}

// wrongName says what is wrong with the labels of a name in lower case.
func wrongName(s string) string {
	if len(s) > maxName {
		return "it is longer than 253 bytes; write the whole name and nothing else"
	}
	start := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && s[i] != '.' {
			if !nameByte(s[i]) {
				r, _ := utf8.DecodeRuneInString(s[i:])
				return "there is " + quoted(string(r)) + " in it; a name has letters, digits, - and _ between its dots"
			}
			continue
		}
		switch {
		case i == start:
			return "there is nothing between two dots, or in front of the first; write the whole name"
		case i-start > maxLabel:
			return "a part of it is longer than 63 bytes; write the name as it is registered"
		case s[start] == '-' || s[i-1] == '-':
			return "a part of it begins or ends with a hyphen; write the name as it is registered"
		}
		start = i + 1
	}
	return ""
}

func nameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '-' || c == '_' || c == '.'
}

// withoutDot leaves away the one dot at the end of a name, in any of the forms that
// IDNA knows.
func withoutDot(s string) string {
	for _, dot := range [...]string{".", "\u3002", "\uff0e", "\uff61"} {
		if short, ok := strings.CutSuffix(s, dot); ok {
			return short
		}
	}
	return s
}

// lowerASCII is a text in lower case, and whether all of it is ASCII.
func lowerASCII(s string) (lower string, ascii bool) {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return "", false
		}
	}
	return strings.ToLower(s), true
}

// endsInNumber says whether the last part of a name makes all of it an IPv4
// address, as the URL standard has it: digits, or a hexadecimal number.
func endsInNumber(name string) bool {
	last := name[strings.LastIndexByte(name, '.')+1:]
	if last != "" && last[0] > '9' {
		return false // as nearly all do
	}
	if hex, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(hex, "0123456789abcdef") == ""
	}
	return strings.Trim(last, "0123456789") == ""
}
