package scan

import (
	"cmp"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

// ReadSARIF reads a file of SARIF 2.1.0 with any number of runs, and calls found with
// each finding, complete, as it comes. It keeps no more than limits says, whatever
// the file holds, and opens nothing that the file names.
//
//   - The level is that of the result, else that of its rule, else a warning
//     (section 3.27.10). Rules are found by index, by ID, and by the first parts of a
//     hierarchical ID; in the driver and in extensions.
//   - A message is taken as plain text, with the arguments put in (section 3.11); of
//     links within, the text is left.
//   - What is suppressed, absent, passed or not applicable is counted and left out.
//   - The fingerprint is made of the scanner's fingerprints or partialFingerprints and
//     the rule; where it gives none, of rule, file, message and the lines quoted.
//     Numbers of lines are no part of it. Where several results have the same, they
//     are counted through, so that the order does not matter, but which of them is
//     gone cannot be told.
//   - Target is the analysisTarget, if the file names one.
//
// What is no SARIF, or more than limits allow, is a tenant.ErrInvalid that says
// where. What was found in front of that has been told by then. An error of found or
// of r is wrapped.
func ReadSARIF(r io.Reader, limits Limits, found func(distr.Finding) error) (Summary, error) {
	return readSARIF(r, limits, strings.NewReplacer(), func(f distr.Finding, _ bool) error { return found(f) })
}

// readSARIF is ReadSARIF of a file in which something has to be replaced in places and
// messages, before they count. It also tells of each finding whether its fingerprint is
// all the scanner's, which may give the same one at several targets.
func readSARIF(r io.Reader, limits Limits, tidy *strings.Replacer, found func(f distr.Finding, whole bool) error) (Summary, error) {
	s := sarif{lexer: newLexer(r, limits.orDefault()), tidy: tidy, found: found, seen: map[string]int{}}
	err := s.file()
	return s.Summary, err
}

// A sarif is a file that is being read.
type sarif struct {
	*lexer
	Summary

	tidy  *strings.Replacer
	found func(f distr.Finding, whole bool) error
	seen  map[string]int // how often a fingerprint came, in all runs

	looked bool // a run says what was found (section 3.14.23)
}

func (s *sarif) file() error {
	if err := s.mark(); err != nil {
		return err
	}
	c, err := s.peek()
	if err != nil {
		return err
	}
	if c != '{' {
		return s.fail("a SARIF file begins with { and not with %q; have the scanner write SARIF, and nothing else", c)
	}
	version, runs := "", false
	err = s.object(func(key []byte) (err error) {
		switch string(key) {
		case "version":
			if version, err = s.str(20); err == nil && version != "2.1.0" {
				err = s.fail("its version is %q; only 2.1.0 is read", version)
			}
		case "runs":
			runs = true
			err = s.array(s.oneRun)
			s.run = 0
		case "inlineExternalProperties":
			err = s.external()
		default:
			err = s.skip()
		}
		return err
	})
	switch {
	case err != nil:
		return err
	case version == "":
		return s.fail("it does not say its version; only SARIF 2.1.0 is read")
	case !runs || s.Runs == 0:
		return s.fail("it holds no run; the scanner may not have run")
	case !s.looked && s.Failure == "":
		return s.fail("no run has results, not even an empty list; the scanner may not have looked for any")
	}
	return s.rest()
}

// mark reads over a byte order mark.
func (s *sarif) mark() error {
	c, err := s.next()
	if err != nil {
		return err
	}
	switch c {
	case 0xEF:
		for _, want := range [...]byte{0xBB, 0xBF} {
			if c, err = s.next(); err != nil {
				return err
			} else if c != want {
				return s.fail("it is no text")
			}
		}
		return nil
	case 0xFE, 0xFF, 0:
		return s.fail("it is no UTF-8; have the scanner write UTF-8")
	}
	s.pos--
	return nil
}

// rest is that nothing but space comes behind the file.
func (s *sarif) rest() error {
	for {
		for ; s.pos < s.end; s.pos++ {
			if c := s.buf[s.pos]; c != ' ' && c != '\t' && c != '\r' && c != '\n' {
				return s.fail("something comes behind its end: %q; have the scanner write SARIF, and nothing else", c)
			}
		}
		if err := s.fill(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// external refuses results that lie elsewhere (section 3.15.3): without them a file
// would look as if nothing had been found.
func (s *sarif) external() error {
	return s.array(func(int) error {
		return s.fail("parts of it lie in other files or places, which are not read; have the scanner write all into one run")
	})
}

// maxTools is how many tools a summary names.
const maxTools = 20

func (s *sarif) oneRun(i int) error {
	s.run = i + 1
	s.Runs++
	r := run{sarif: s}
	if err := s.object(r.member); err != nil {
		return err
	}
	r.ruled, r.filed = true, true
	for _, result := range r.held {
		if err := r.tell(result); err != nil {
			return err
		}
	}
	if tool := r.driver.tool(); tool != "" && len(s.Tools) < maxTools && !slices.Contains(s.Tools, tool) {
		s.Tools = append(s.Tools, tool)
	}
	if r.failed && s.Failure == "" {
		s.Failure = cleanLine(r.driver.tool() + ": " + cmp.Or(r.failure, "it did not begin to look for anything, as its results are null"))
	}
	return nil
}
