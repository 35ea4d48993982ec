package scan

import (
	"errors"
	"fmt"
	"io"

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
