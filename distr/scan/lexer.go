package scan

import (
	"errors"
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A lexer reads JSON (RFC 8259) in one go and in bounded memory: a text that is
// longer than it has to be is read to its end and not kept.
type lexer struct {
	from   io.Reader
	limits Limits
	buf    []byte
	pos    int   // of the next byte in buf
	end    int   // of what is read in buf
	before int64 // bytes in front of buf
	depth  int
	text   []byte // of the last string

	run, result int // where it is, from 1, for errors; 0: in none
}

func newLexer(r io.Reader, limits Limits) *lexer {
	return &lexer{from: r, limits: limits, buf: make([]byte, 64<<10)}
}

// fail is an error that says where.
func (l *lexer) fail(why string, args ...any) error {
	where := ""
	switch {
	case l.result > 0:
		where = fmt.Sprintf(", in result %d of run %d", l.result, l.run)
	case l.run > 0:
		where = fmt.Sprintf(", in run %d", l.run)
	}
	return fmt.Errorf("%w SARIF at byte %d%s: %s", tenant.ErrInvalid, l.before+int64(l.pos), where, fmt.Sprintf(why, args...))
}

// fill reads on. It is io.EOF when there is nothing more.
func (l *lexer) fill() error {
	l.before += int64(l.end)
	l.pos, l.end = 0, 0
	for range 100 {
		n, err := l.from.Read(l.buf)
		if n > 0 {
			l.end = n
			if l.before+int64(n) > l.limits.Bytes {
				return l.fail("it has more than %d bytes; let the scanner look for less at a time, or allow more", l.limits.Bytes)
			}
			return nil
		}
		if errors.Is(err, io.EOF) {
			return io.EOF
		}
		if err != nil {
			return fmt.Errorf("reading SARIF: %w", err)
		}
	}
	return fmt.Errorf("reading SARIF: %w", io.ErrNoProgress)
}

// more is fill where something has to come.
func (l *lexer) more() error {
	err := l.fill()
	if errors.Is(err, io.EOF) && l.before == 0 {
		return l.fail("it is empty; the scanner wrote nothing")
	}
	if errors.Is(err, io.EOF) {
		return l.fail("it ends too soon; the scanner may have been cut off")
	}
	return err
}

// peek is the next byte that is no space. It stays where it is.
func (l *lexer) peek() (byte, error) {
	for {
		for l.pos < l.end {
			switch c := l.buf[l.pos]; c {
			case ' ', '\t', '\r', '\n':
				l.pos++
			default:
				return c, nil
			}
		}
		if err := l.more(); err != nil {
			return 0, err
		}
	}
}

// next is the next byte, whatever it is.
func (l *lexer) next() (byte, error) {
	if l.pos == l.end {
		if err := l.more(); err != nil {
			return 0, err
		}
	}
	c := l.buf[l.pos]
	l.pos++
	return c, nil
}

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
