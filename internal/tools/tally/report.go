package main

import (
	"fmt"
	"maps"
	"slices"
)

// show prints one package: a line, and after a failure what was printed by the
// tests that failed and by the package itself.
func (r *run) show(p *pkg, passes int, failures, skips []*outcome) {
	if passes+len(failures)+len(skips) == 0 {
		return // no tests in it
	}
	word := "ok  "
	if len(failures) > 0 {
		word = "FAIL"
	}
	fmt.Fprintf(r.out, "%s %4d passed, %d failed, %d skipped  %s\n", word, passes, len(failures), len(skips), p.name)
	if len(failures) == 0 {
		return
	}
	for _, t := range p.tests {
		if text := t.text(); t.result == failed && text != "" {
			fmt.Fprintf(r.out, "--- %s\n%s", t.name, text)
		}
	}
	fmt.Fprint(r.out, p.text())
}

// report prints what remains to be said at the end, the count last.
func (r *run) report() {
	skips := 0
	for _, reason := range slices.Sorted(maps.Keys(r.skipped)) {
		tests := r.skipped[reason]
		skips += len(tests)
		fmt.Fprintf(r.out, "\nskipped, %s\n", reason)
		list(r, tests)
	}
	if len(r.failed) > 0 {
		fmt.Fprint(r.out, "\nfailed\n")
		list(r, slices.Sorted(slices.Values(r.failed))) // packages end in any order
	}
	fmt.Fprintf(r.out, "\n%d passed, %d failed, %d skipped\n", r.passed, len(r.failed), skips)
}

func list(r *run, names []string) {
	for _, name := range names {
		fmt.Fprintf(r.out, "  %s\n", name)
	}
}
