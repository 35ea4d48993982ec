package scan

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
)

// whole reads a whole number; null is none, and so is one that is too great.
func (l *lexer) whole(none int) (int, error) {
	c, err := l.peek()
	if err != nil {
		return none, err
	}
	if c == 'n' {
		return none, l.literal("null")
	}
	text, err := l.number()
	if err != nil {
		return none, err
	}
	x, err := strconv.ParseFloat(string(text), 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || x != math.Trunc(x) {
		return none, l.fail("a whole number is wanted here instead of %.20s", text)
	}
	if math.Abs(x) > math.MaxInt32 {
		return none, nil
	}
	return int(x), nil
}

const maxNumber = 400

func (l *lexer) number() ([]byte, error) {
	l.text = l.text[:0]
	for {
		if l.pos == l.end {
			if err := l.fill(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
		}
		c := l.buf[l.pos]
		if (c < '0' || c > '9') && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E' {
			break
		}
		if l.text = append(l.text, c); len(l.text) > maxNumber {
			return nil, l.fail("a number has more than %d digits", maxNumber)
		}
		l.pos++
	}
	if len(l.text) == 0 && l.pos < l.end {
		return nil, l.fail("a value is wanted here instead of %q", l.buf[l.pos])
	}
	if !json.Valid(l.text) { // of these characters nothing but a number is
		return nil, l.fail("%.20q is no number", l.text)
	}
	return l.text, nil
}
