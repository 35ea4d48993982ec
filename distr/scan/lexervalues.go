package scan

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

// other is a word that is none of those that are known.
const other = "?"

// word reads a string that is one of several, or another. null is "".
func (l *lexer) word(known ...string) (string, error) {
	c, err := l.peek()
	if err != nil {
		return "", err
	}
	switch c {
	case 'n':
		return "", l.literal("null")
	case '"':
		err = l.quoted(keepWord)
		for _, word := range known {
			if string(l.text) == word {
				return word, err
			}
		}
		return other, err
	}
	return "", l.fail("a string is wanted here instead of %q", c)
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
