package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// An event is one line of go test -json (go doc test2json).
type event struct {
	Action, Package, Test, Output string
}

// A run is all that go test did, in one module or in several.
type run struct {
	out     io.Writer
	open    []*pkg // not ended yet, in the order of their start
	passed  int
	failed  []string
	skipped map[string][]string // reason → tests
}

func newRun(out io.Writer) *run {
	return &run{out: out, skipped: map[string][]string{}}
}

// read takes in events to the end, and shows each package as it ends. A line
// that isn't an event is shown as it is.
func (r *run) read(in io.Reader) error {
	lines := bufio.NewReader(in)
	for {
		line, err := lines.ReadString('\n')
		var e event
		switch {
		case line == "":
		case json.Unmarshal([]byte(line), &e) != nil:
			fmt.Fprintln(r.out, strings.TrimSuffix(line, "\n"))
		default:
			r.take(e)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (r *run) take(e event) {
	if e.Package == "" { // the compiler's words
		fmt.Fprint(r.out, e.Output)
		return
	}
	p := r.pkg(e.Package)
	if e.Test == "" {
		p.take(e)
		if p.result != "" {
			r.end(p)
		}
		return
	}
	p.test(e.Test).take(e)
}

// pkg returns the open package of that name. The same package may come again,
// in the run of another module.
func (r *run) pkg(name string) *pkg {
	for _, p := range r.open {
		if p.name == name {
			return p
		}
	}
	p := &pkg{outcome: outcome{name: name}, byName: map[string]*outcome{}}
	r.open = append(r.open, p)
	return p
}

// close ends the packages of which no end was read.
func (r *run) close() {
	for len(r.open) > 0 {
		p := r.open[0]
		p.result = failed
		p.output = append(p.output, "the results break off here\n")
		r.end(p)
	}
}

// end counts a package that has ended, shows it and forgets it.
func (r *run) end(p *pkg) {
	for i := range r.open {
		if r.open[i] == p {
			r.open = append(r.open[:i], r.open[i+1:]...)
			break
		}
	}
	passed, failures, skips := p.count()
	r.passed += passed
	for _, t := range skips {
		r.skipped[t.reason()] = append(r.skipped[t.reason()], p.name+" "+t.name)
	}
	for _, t := range failures {
		r.failed = append(r.failed, strings.TrimSpace(p.name+" "+t.name))
	}
	r.show(p, passed, failures, skips)
}
