package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"unicode"
)

// The exit codes.
const (
	exitFine  = 0
	exitNo    = 1 // the answer is no
	exitError = 2
)

// errNo ends a command that did its work and whose answer is no. The answer is
// on stdout; nothing is said on stderr.
var errNo = errors.New("the answer is no")

// Main runs the program: args are those behind its name, env looks up an
// environment variable and returns "" for one that is not set. When ctx ends a
// command is broken off, and a serve drains. It returns the exit code.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer, env func(string) string) (code int) {
	defer func() {
		if fault := recover(); fault != nil {
			complain(stderr, fmt.Errorf("a fault of this program, please report it: %v (%s)", fault, culprit()))
			code = exitError
		}
	}()
	root := newRoot(&call{stdout: stdout, stderr: stderr}, env)
	root.SetArgs(append([]string{}, args...)) // nil would mean those of the process
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errNo):
		return exitNo
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		err = errors.New("interrupted")
	}
	complain(stderr, err)
	return exitError
}

// complain writes an error as one line, also one that was joined from several or
// that quotes a stranger's control characters.
func complain(stderr io.Writer, err error) {
	var lines []string
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(printable(line)); line != "" {
			lines = append(lines, line)
		}
	}
	fmt.Fprintln(stderr, "distr: "+strings.Join(lines, "; "))
}

// printable replaces what moves the cursor or turns the reading direction round.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsPrint(r):
			return r
		default:
			return unicode.ReplacementChar
		}
	}, s)
}

// culprit names the function that panicked, for a report.
func culprit() string {
	var pcs [32]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs[:])])
	for panicked := false; ; {
		frame, more := frames.Next()
		if panicked && !strings.HasPrefix(frame.Function, "runtime.") {
			return fmt.Sprintf("%s, line %d", frame.Function, frame.Line)
		}
		panicked = panicked || frame.Function == "runtime.gopanic"
		if !more {
			return "place unknown"
		}
	}
}
