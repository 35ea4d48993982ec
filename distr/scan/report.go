package scan

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A Report says what was found for one customer: in one run, or in all. It is written
// as HTML for people, as CSV for spreadsheets, and as JSON or SARIF for programs.
type Report struct {
	Vendor   string // who has scanned, as customers know them
	Customer string // for whom
	Run      string // the ID of the run; "" for all that is known
	Profile  string // of the run
	Trouble  string // why not everything was checked; "" if it was
	At       time.Time
	Zone     *time.Location // in which HTML shows times; default: UTC
	Targets  []distr.ScanTarget
	Findings []ReportedFinding // in any order
}

// A ReportedFinding is a finding with its story.
type ReportedFinding struct {
	distr.Finding

	First    time.Time // when it was found for the first time
	Last     time.Time // when it was found for the last time
	Resolved time.Time // when it was found no more; zero: it is open
}

// fresh says whether a finding was found in one run only.
func (f ReportedFinding) fresh() bool { return f.Resolved.IsZero() && f.First.Equal(f.Last) }

func (f ReportedFinding) closed() int {
	if f.Resolved.IsZero() {
		return 0
	}
	return 1
}

// Counts says how many findings there are.
type Counts struct {
	Error    int `json:"error"` // open, as are the next three
	Warning  int `json:"warning"`
	Note     int `json:"note"`
	None     int `json:"none"`
	Resolved int `json:"resolved"`
	New      int `json:"new"` // of the open ones, found for the first time in the last run that found them
}

// Open is how many findings are open.
func (c Counts) Open() int { return c.Error + c.Warning + c.Note + c.None }

func (c *Counts) add(f ReportedFinding) {
	if !f.Resolved.IsZero() {
		c.Resolved++
		return
	}
	switch f.Level {
	case distr.LevelError:
		c.Error++
	case distr.LevelWarning:
		c.Warning++
	case distr.LevelNote:
		c.Note++
	default:
		c.None++
	}
	if f.fresh() {
		c.New++
	}
}

// Counts counts what is in the report.
func (r Report) Counts() (c Counts) {
	for _, f := range r.Findings {
		c.add(f)
	}
	return c
}

// Sorted are the findings in the order in which a report has them: what is open first,
// the worst first, and what is of one kind together.
func (r Report) Sorted() []ReportedFinding {
	return slices.SortedFunc(slices.Values(r.Findings), func(a, b ReportedFinding) int {
		return cmp.Or(
			a.closed()-b.closed(), a.Level.Compare(b.Level), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Target, b.Target),
			strings.Compare(a.Location, b.Location), a.Line-b.Line, strings.Compare(a.Fingerprint, b.Fingerprint))
	})
}

// complete is the report with all texts as they are in findings, and the findings in
// order: what is open first, the worst first, and what is of one kind together.
func (r Report) complete() (Report, error) {
	r.Findings, r.Targets = slices.Clone(r.Findings), slices.Clone(r.Targets)
	for i := range r.Findings {
		f, err := r.Findings[i].Complete()
		if err != nil {
			return r, err
		}
		r.Findings[i].Finding = f
	}
	r.Findings = r.Sorted()
	for i, t := range r.Targets {
		f, _ := distr.Finding{Title: "-", Target: t.Text}.Complete() // there is nothing wrong with it
		r.Targets[i] = distr.ScanTarget{Text: f.Target, Kind: t.Kind}
	}
	r.Vendor, r.Customer, r.Run, r.Profile = cleanLine(r.Vendor), cleanLine(r.Customer), cleanLine(r.Run), cleanLine(r.Profile)
	f, _ := distr.Finding{Title: "-", Message: r.Trouble}.Complete()
	r.Trouble = f.Message
	return r, nil
}

// instant is a time as programs read it (RFC 3339), or "".
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
