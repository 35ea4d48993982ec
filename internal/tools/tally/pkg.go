package main

import (
	"regexp"
	"strings"
)

const (
	passed  = "pass"
	failed  = "fail"
	skipped = "skip"
)

// An outcome is what became of one test, or of a package as a whole.
type outcome struct {
	name      string
	result    string // one of the above; empty while it runs
	output    []string
	outer     bool // has tests within
	innerFail bool // and one of them failed
}

func (o *outcome) take(e event) {
	switch e.Action {
	case "output":
		o.output = append(o.output, e.Output)
	case passed:
		o.result, o.output = e.Action, nil
	case failed, skipped:
		o.result = e.Action
	}
}

// text is the output without the lines by which go test marks its way.
func (o *outcome) text() string {
	marks := []string{
		"=== ", "--- FAIL: ", "--- PASS: ", "--- SKIP: ",
		"FAIL\n", "FAIL\t", "PASS\n", "ok  \t", "exit status ",
	}
	var b strings.Builder
lines:
	for _, line := range o.output {
		for _, mark := range marks {
			if strings.HasPrefix(strings.TrimLeft(line, " "), mark) {
				continue lines
			}
		}
		b.WriteString(line)
	}
	return b.String()
}

// reason is why a test was skipped, on one line.
func (o *outcome) reason() string {
	position := regexp.MustCompile(`(?m)^\s*\S+\.go:\d+: `)
	text := strings.Join(strings.Fields(position.ReplaceAllString(o.text(), "")), " ")
	if text == "" {
		return "no reason given"
	}
	return text
}

// A pkg is a package and its tests, in the order in which they began.
type pkg struct {
	outcome
	tests  []*outcome
	byName map[string]*outcome
}

// test returns the test of that name, and marks those that it lies within.
func (p *pkg) test(name string) *outcome {
	if t, ok := p.byName[name]; ok {
		return t
	}
	t := &outcome{name: name}
	p.tests = append(p.tests, t)
	p.byName[name] = t
	for _, o := range p.around(t) {
		o.outer = true
	}
	return t
}

// around returns the tests that t lies within.
func (p *pkg) around(t *outcome) (outer []*outcome) {
	for i, c := range t.name {
		if o, ok := p.byName[t.name[:i]]; ok && c == '/' {
			outer = append(outer, o)
		}
	}
	return outer
}

// count says what an ended package came to.
func (p *pkg) count() (passes int, failures, skips []*outcome) {
	for _, t := range p.tests {
		if t.result == "" {
			t.result = failed
			t.output = append(t.output, "    did not come to an end\n")
		}
		if t.result == failed {
			for _, o := range p.around(t) {
				o.innerFail = true
			}
		}
	}
	for _, t := range p.tests {
		switch {
		case t.outer && (t.result != failed || t.innerFail):
		case t.result == passed:
			passes++
		case t.result == skipped:
			skips = append(skips, t)
		default:
			failures = append(failures, t)
		}
	}
	if p.result == failed && len(failures) == 0 {
		failures = append(failures, &outcome{result: failed})
	}
	return passes, failures, skips
}
