package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/dustin/go-humanize"
)

// A strictJSON reads a file that somebody has written by hand, where encoding/json
// would be kind: a name that stands there twice, null, another case, and what follows
// the end are errors, and each error says on which line.
type strictJSON struct {
	text []byte
	d    *json.Decoder
}

func newStrictJSON(text []byte) *strictJSON {
	return &strictJSON{text, json.NewDecoder(bytes.NewReader(text))}
}

// line is where reading has come to, from 1.
func (s *strictJSON) line() int { return s.lineAt(s.d.InputOffset()) }

func (s *strictJSON) lineAt(offset int64) int {
	return bytes.Count(s.text[:min(max(offset, 0), int64(len(s.text)))], []byte("\n")) + 1
}

func (s *strictJSON) wrong(format string, args ...any) error {
	return fmt.Errorf("line %d: %w", s.line(), fmt.Errorf(format, args...))
}

// broken says what is wrong with what could not be read at all.
func (s *strictJSON) broken(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: it is no JSON: %w", s.lineAt(syntax.Offset), err)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return s.wrong("it ends too early")
	}
	return s.wrong("it is no JSON: %w", err)
}

// object reads an object; fn reads the value of each name. what is what a name stands
// for.
func (s *strictJSON) object(what string, fn func(name string) error) error {
	begin, err := s.d.Token()
	switch {
	case err != nil:
		return s.broken(err)
	case begin != json.Delim('{'):
		return s.wrong("an object is to stand here, {…}, with %s for each name", what)
	}
	seen := map[string]bool{}
	for s.d.More() {
		key, err := s.d.Token()
		if err != nil {
			return s.broken(err)
		}
		name := fmt.Sprint(key) // no other key is JSON
		if seen[name] {
			return s.wrong("%.80q stands there twice; leave one out", name)
		}
		seen[name] = true
		if err := fn(name); err != nil {
			return err
		}
	}
	if _, err := s.d.Token(); err != nil {
		return s.broken(err)
	}
	return nil
}

// value reads a value that is not null.
func (s *strictJSON) value(name string, to any) error {
	var raw json.RawMessage
	if err := s.d.Decode(&raw); err != nil {
		return s.broken(err)
	}
	if bytes.Equal(raw, []byte("null")) {
		return s.wrong("%s is null; leave it out", name)
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) == nil && slices.ContainsFunc(list, func(one json.RawMessage) bool { return string(one) == "null" }) {
		return s.wrong("%s holds null; leave that out", name)
	}
	var kind *json.UnmarshalTypeError
	switch err := json.Unmarshal(raw, to); {
	case errors.As(err, &kind):
		return s.wrong("%s is to be %s, and there is a %s", name, kindOf(to), kind.Value)
	case err != nil:
		return s.wrong("%s: %w", name, err)
	}
	return nil
}

// kindOf says what a value has to be.
func kindOf(to any) string {
	switch to.(type) {
	case *string:
		return `a text, as in "…"`
	case *[]string:
		return `a list of texts, as in ["…", "…"]`
	case *[]int:
		return "a list of whole numbers, as in [1, 2]"
	}
	return fmt.Sprintf("%T", to)
}

// size reads a number of bytes, such as 256MiB.
func (s *strictJSON) size(name, text string, to *int64) error {
	n, err := humanize.ParseBytes(text)
	if err != nil || n < 1 || n > 1<<40 {
		return s.wrong("%s %q: it is a size such as 64MiB, up to 1TiB", name, text)
	}
	*to = int64(n)
	return nil
}

// end is an error if anything follows.
func (s *strictJSON) end() error {
	if _, err := s.d.Token(); !errors.Is(err, io.EOF) {
		return s.wrong("something follows behind the end; leave it out")
	}
	return nil
}
