package scan

import (
	_ "embed" // report.html
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

//go:embed report.html
var reportPage string

// A page is what report.html shows.
type page struct {
	Report

	Counts   Counts
	Levels   []pageLevel
	Targets  []pageTarget
	Clean    []string // targets at which nothing was found, if they are many
	Resolved []ReportedFinding
}

type pageLevel struct {
	Level distr.FindingLevel
	Name  string
	N     int
	Rules []pageRule
}

type pageRule struct {
	Rule, Title, Help string
	Findings          []ReportedFinding
}

type pageTarget struct {
	Text   string
	Counts Counts
}

// WriteHTML writes one page, which needs nothing else: no script, no picture and no
// font from anywhere. It can be mailed, printed and kept. Everything in it is escaped.
func (r Report) WriteHTML(w io.Writer) error {
	r, err := r.complete()
	if err != nil {
		return err
	}
	zone := r.Zone
	if zone == nil {
		zone = time.UTC
	}
	t, err := template.New("report").Funcs(template.FuncMap{
		"day":     func(t time.Time) string { return t.In(zone).Format("2 Jan 2006") },
		"moment":  func(t time.Time) string { return t.In(zone).Format("2 January 2006, 15:04 MST") },
		"instant": instant,
		"many":    many,
		"fresh":   ReportedFinding.fresh,
		"placed":  placed,
	}).Parse(reportPage)
	if err != nil {
		return err
	}
	return t.Execute(w, r.page())
}

// cleanShown is how many targets at which nothing was found stand among the others;
// more of them are folded up.
const cleanShown = 10

// many is a number of things.
func many(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + several
}

func (r Report) page() page {
	p := page{Report: r, Counts: r.Counts(), Levels: []pageLevel{
		{Level: distr.LevelError, Name: "Serious", N: 0},
		{Level: distr.LevelWarning, Name: "Warnings", N: 0},
		{Level: distr.LevelNote, Name: "Notes", N: 0},
		{Level: distr.LevelNone, Name: "For information", N: 0},
	}}
	perTarget := map[string]*Counts{}
	var order []string
	count := func(target string) *Counts {
		if perTarget[target] == nil {
			perTarget[target] = &Counts{}
			order = append(order, target)
		}
		return perTarget[target]
	}
	for _, t := range r.Targets {
		count(t.Text)
	}
	for _, f := range r.Findings {
		if f.Target != "" {
			count(f.Target).add(f)
		}
		if !f.Resolved.IsZero() {
			p.Resolved = append(p.Resolved, f)
			continue
		}
		level := &p.Levels[slices.IndexFunc(p.Levels, func(l pageLevel) bool { return l.Level == f.Level })]
		level.N++
		if n := len(level.Rules); n == 0 || level.Rules[n-1].Rule != f.Rule {
			level.Rules = append(level.Rules, pageRule{Rule: f.Rule, Title: f.Title, Help: f.Help})
		}
		last := &level.Rules[len(level.Rules)-1]
		last.Findings = append(last.Findings, f)
	}
	var clean []string
	for _, text := range order {
		if *perTarget[text] == (Counts{}) {
			clean = append(clean, text)
		}
	}
	if len(clean) > cleanShown {
		p.Clean = clean
	}
	for _, text := range order {
		if n := *perTarget[text]; n != (Counts{}) || len(clean) <= cleanShown {
			p.Targets = append(p.Targets, pageTarget{text, n})
		}
	}
	return p
}

// placed says whether the place of a finding says by itself at which target it is.
func placed(f ReportedFinding) bool { return strings.HasPrefix(f.Location, f.Target) }
