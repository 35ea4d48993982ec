package scan

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
)

// object reads an object, and calls each with every key, which is good until each
// reads on. It has to read the value, and nothing else. null is an object without keys.
func (l *lexer) object(each func(key []byte) error) error {
	return l.list('{', '}', "an object", func() error {
		if c, err := l.peek(); err != nil {
			return err
		} else if c != '"' {
			return l.fail("a key is wanted here, in quotes, instead of %q", c)
		}
		if err := l.quoted(maxKey); err != nil {
			return err
		}
		key := l.text
		if c, err := l.peek(); err != nil {
			return err
		} else if c != ':' {
			return l.fail("a colon is wanted here instead of %q", c)
		}
		l.pos++
		return each(key)
	})
}

// maxKey is how much of a key is kept. The keys that we know are shorter, and that of
// a message or fingerprint that is longer is cut.
const maxKey = 256

// array reads an array, and calls each for every element. It has to read that, and
// nothing else. null is an empty array.
func (l *lexer) array(each func(i int) error) error {
	i := -1
	return l.list('[', ']', "an array", func() error {
		i++
		return each(i)
	})
}

func (l *lexer) list(begin, end byte, wanted string, each func() error) error {
	c, err := l.peek()
	if err != nil {
		return err
	}
	if c == 'n' {
		return l.literal("null")
	}
	if c != begin {
		return l.fail("%s is wanted here instead of %q", wanted, c)
	}
	if l.depth++; l.depth > l.limits.Depth {
		return l.fail("more than %d objects and arrays lie within each other", l.limits.Depth)
	}
	l.pos++
	if c, err = l.peek(); err != nil {
		return err
	}
	for more := c != end; more; {
		if err = each(); err != nil {
			return err
		}
		if c, err = l.peek(); err != nil {
			return err
		}
		if more = c == ','; more {
			l.pos++
		} else if c != end {
			return l.fail("a comma or %q is wanted here instead of %q", end, c)
		}
	}
	l.pos++
	l.depth--
	return nil
}

// str reads a string, and keeps so many bytes of it. null is "".
func (l *lexer) str(keep int) (string, error) {
	c, err := l.peek()
	if err != nil {
		return "", err
	}
	switch c {
	case 'n':
		return "", l.literal("null")
	case '"':
		err = l.quoted(keep)
		return string(l.text), err
	}
	return "", l.fail("a string is wanted here instead of %q", c)
}

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

// boolean reads true or false; null is otherwise.
func (l *lexer) boolean(otherwise bool) (bool, error) {
	c, err := l.peek()
	if err != nil {
		return otherwise, err
	}
	switch c {
	case 't':
		return true, l.literal("true")
	case 'f':
		return false, l.literal("false")
	case 'n':
		return otherwise, l.literal("null")
	}
	return otherwise, l.fail("true or false is wanted here instead of %q", c)
}

// skip reads a value of any kind.
func (l *lexer) skip() error {
	c, err := l.peek()
	if err != nil {
		return err
	}
	switch c {
	case '{':
		return l.object(func([]byte) error { return l.skip() })
	case '[':
		return l.array(func(int) error { return l.skip() })
	case '"':
		return l.quoted(0)
	case 't', 'f', 'n':
		_, err = l.boolean(false)
		return err
	}
	_, err = l.number()
	return err
}

func (l *lexer) literal(word string) error {
	for i := range len(word) {
		c, err := l.next()
		if err != nil {
			return err
		}
		if c != word[i] {
			l.pos--
			return l.fail("%s is wanted here", word)
		}
	}
	return nil
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
