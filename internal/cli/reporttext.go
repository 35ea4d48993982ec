package cli

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// A reportText is a report for a terminal.
type reportText struct {
	scan.Report

	resolved bool // these, too
}

func (r reportText) write(w io.Writer) {
	r.heading(w)
	n := r.Counts()
	switch {
	case n.Open() > 0:
		fmt.Fprintf(w, "%s: %s", count(n.Open(), "finding is open", "findings are open"), levels(n))
		if n.New > 0 {
			fmt.Fprintf(w, "; %d new", n.New)
		}
		fmt.Fprintln(w)
	case r.Trouble == "":
		fmt.Fprintln(w, "Nothing is open.")
	}
	last := ""
	for _, f := range r.Sorted() {
		if f.Resolved.IsZero() {
			r.finding(w, f, &last)
		}
	}
	switch {
	case n.Resolved > 0 && r.resolved:
		fmt.Fprintf(w, "\nResolved\n")
		for _, f := range r.Sorted() {
			if !f.Resolved.IsZero() {
				fmt.Fprintf(w, "  %s  %s: %s\n", r.day(f.Resolved), printable(where(f.Finding)), printable(f.Title))
			}
		}
	case n.Resolved > 0:
		fmt.Fprintf(w, "\n%d resolved; see with --resolved\n", n.Resolved)
	}
}

func (r reportText) heading(w io.Writer) {
	fmt.Fprintf(w, "%s, by %s", printable(r.Customer), printable(r.Vendor))
	if r.Run != "" {
		fmt.Fprintf(w, ", scan %s (%s)", r.Run, r.Profile)
	}
	if !r.At.IsZero() {
		fmt.Fprintf(w, ", %s", r.At.In(r.Zone).Format("Mon 2 Jan 2006 15:04 MST"))
	}
	if len(r.Targets) > 0 {
		fmt.Fprintf(w, ", %s", count(len(r.Targets), "target", "targets"))
	}
	fmt.Fprintln(w)
	if r.Trouble != "" {
		fmt.Fprintln(w, "Not everything was checked:")
		writeLines(w, "  ", r.Trouble)
	}
}

// finding writes one, under the heading of its rule if the one before had another.
func (r reportText) finding(w io.Writer, f scan.ReportedFinding, last *string) {
	if rule := string(f.Level) + " " + f.Rule; rule != *last {
		*last = rule
		fmt.Fprintf(w, "\n%s  %s (%s)\n", levelName(f.Level), printable(f.Title), printable(f.Rule))
		writeLines(w, "         ", f.Help)
	}
	since := "since " + r.day(f.First)
	if f.First.Equal(f.Last) {
		since = "new, " + r.day(f.First)
	}
	fmt.Fprintf(w, "  - %s  [%s]\n", printable(where(f.Finding)), since)
	writeLines(w, "    ", f.Message)
}

func (r reportText) day(t time.Time) string { return t.In(r.Zone).Format("2 Jan 2006") }

// where is the place of a finding.
func where(f distr.Finding) string {
	switch {
	case f.Location == "" && f.Target == "":
		return "(it is not said where)"
	case f.Location == "":
		return f.Target
	case f.Line > 0:
		return fmt.Sprintf("%s:%d", f.Location, f.Line)
	}
	return f.Location
}

// levelName is how bad a finding is, in words of one width.
func levelName(l distr.FindingLevel) string {
	switch l {
	case distr.LevelError:
		return "SERIOUS"
	case distr.LevelWarning:
		return "WARNING"
	case distr.LevelNote:
		return "NOTE   "
	default:
		return "INFO   "
	}
}

// textWidth is how many characters a line of prose has, behind its room.
const textWidth = 92

// writeLines writes a stranger's lines, each behind so much room, and long ones as
// several.
func writeLines(w io.Writer, room, text string) {
	for line := range strings.Lines(text) {
		width := 0
		for _, word := range strings.Fields(printable(line)) {
			n := utf8.RuneCountInString(word)
			switch {
			case width == 0:
				fmt.Fprint(w, room)
			case width+1+n > textWidth:
				fmt.Fprint(w, "\n", room)
				width = 0
			default:
				fmt.Fprint(w, " ")
				width++
			}
			fmt.Fprint(w, word)
			width += n
		}
		if width > 0 {
			fmt.Fprintln(w)
		}
	}
}
