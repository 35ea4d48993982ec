package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	os.Exit(tally(os.Stdin, os.Stdout, os.Args[1:]))
}

// tally returns the exit code: 0 if something passed and nothing failed.
func tally(in io.Reader, out io.Writer, checks []string) int {
	run := newRun(out)
	if err := run.read(in); err != nil {
		checks = append(checks, fmt.Sprintf("reading the results: %v", err))
	}
	run.close()
	run.failed = append(checks, run.failed...)
	if run.passed == 0 && len(run.failed) == 0 {
		run.failed = []string{"no test ran"}
	}
	run.report()
	if len(run.failed) > 0 {
		return 1
	}
	return 0
}
