package scan

import (
	"unicode/utf16"
	"unicode/utf8"
)

// quoted reads a string, of which l.text keeps so many bytes.
func (l *lexer) quoted(keep int) error {
	l.pos++ // the quote
	l.text = l.text[:0]
	high := rune(0) // the first half of a pair of surrogates
	for {
		i := l.pos
		for i < l.end && l.buf[i] >= ' ' && l.buf[i] != '"' && l.buf[i] != '\\' {
			i++
		}
		if i > l.pos {
			high = l.halved(high, keep)
			l.text = append(l.text, l.buf[l.pos:min(i, l.pos+max(keep-len(l.text), 0))]...)
			l.pos = i
		}
		c, err := l.next()
		if err != nil {
			return err
		}
		switch {
		case c == '"':
			l.halved(high, keep)
			return nil
		case c == '\\':
			if high, err = l.escape(high, keep); err != nil {
				return err
			}
		case c < ' ':
			l.pos--
			return l.fail("a string holds the control character %#02x; it has to be escaped", c)
		default: // the first one of a new buffer
			l.pos--
		}
	}
}

// halved puts U+FFFD where the second half of a pair did not come.
func (l *lexer) halved(high rune, keep int) rune {
	if high != 0 && len(l.text) < keep {
		l.text = utf8.AppendRune(l.text, utf8.RuneError)
	}
	return 0
}

func (l *lexer) escape(high rune, keep int) (rune, error) {
	c, err := l.next()
	if err != nil {
		return 0, err
	}
	var r rune
	switch c {
	case '"', '\\', '/':
		r = rune(c)
	case 'b':
		r = '\b'
	case 'f':
		r = '\f'
	case 'n':
		r = '\n'
	case 'r':
		r = '\r'
	case 't':
		r = '\t'
	case 'u':
		if r, err = l.hex(); err != nil {
			return 0, err
		}
	default:
		return 0, l.fail("a string holds \\%q, which JSON does not know", c)
	}
	if pair := utf16.DecodeRune(high, r); pair != utf8.RuneError {
		high, r = 0, pair
	}
	l.halved(high, keep)
	if utf16.IsSurrogate(r) && r < 0xDC00 {
		return r, nil
	}
	if len(l.text) < keep {
		l.text = utf8.AppendRune(l.text, r)
	}
	return 0, nil
}

func (l *lexer) hex() (r rune, err error) {
	for range 4 {
		c, err := l.next()
		if err != nil {
			return 0, err
		}
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return 0, l.fail("a string holds \\u without four hexadecimal digits")
		}
		r = r<<4 | rune(c)
	}
	return r, nil
}
