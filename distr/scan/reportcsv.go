package scan

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seed361c4c3e/distr-go/distr"
)

// WriteCSV writes one line for each finding (RFC 4180), below a line of names. Times
// are those of RFC 3339 in UTC.
//
// A text that a spreadsheet could take for a formula has an apostrophe in front.
func (r Report) WriteCSV(w io.Writer) error {
	r, err := r.complete()
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	_ = out.Write([]string{"level", "rule", "title", "message", "target", "location", "line", "first_seen", "last_seen", "resolved", "help", "fingerprint"}) // Error says it
	for _, f := range r.Findings {
		line := ""
		if f.Line > 0 {
			line = strconv.Itoa(f.Line)
		}
		row := []string{string(f.Level), f.Rule, f.Title, f.Message, f.Target, f.Location, line, instant(f.First), instant(f.Last), instant(f.Resolved), f.Help, f.Fingerprint}
		for i := range row {
			row[i] = noFormula(row[i])
		}
		_ = out.Write(row)
	}
	out.Flush()
	return out.Error()
}

// noFormula makes a text of what could be a formula. Some programs look past spaces,
// and take the wide forms for the narrow ones.
func noFormula(cell string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, " \t\r\n\u00a0\u3000'\""))
	if strings.ContainsRune("=+-@|%＝＋－＠", first) || strings.HasPrefix(cell, "\t") || strings.HasPrefix(cell, "\r") {
		return "'" + cell
	}
	return cell
}

// WriteJSON writes one object. Its members keep their names and meanings; others may
// come. Times are those of RFC 3339 in UTC.
func (r Report) WriteJSON(w io.Writer) error {
	type target struct {
		Text string         `json:"text"`
		Kind distr.ScanKind `json:"kind,omitempty"`
	}
	type finding struct {
		Fingerprint string             `json:"fingerprint"`
		Rule        string             `json:"rule"`
		Level       distr.FindingLevel `json:"level"`
		Title       string             `json:"title"`
		Message     string             `json:"message,omitempty"`
		Target      string             `json:"target,omitempty"`
		Location    string             `json:"location,omitempty"`
		Line        int                `json:"line,omitempty"`
		Help        string             `json:"help,omitempty"`
		First       string             `json:"firstSeen,omitempty"`
		Last        string             `json:"lastSeen,omitempty"`
		Resolved    string             `json:"resolved,omitempty"`
	}
	r, err := r.complete()
	if err != nil {
		return err
	}
	out := struct {
		Vendor   string    `json:"vendor,omitempty"`
		Customer string    `json:"customer,omitempty"`
		Run      string    `json:"run,omitempty"`
		Profile  string    `json:"profile,omitempty"`
		At       string    `json:"at,omitempty"`
		Trouble  string    `json:"trouble,omitempty"`
		Counts   Counts    `json:"counts"`
		Targets  []target  `json:"targets"`
		Findings []finding `json:"findings"`
	}{r.Vendor, r.Customer, r.Run, r.Profile, instant(r.At), r.Trouble, r.Counts(), []target{}, []finding{}}
	for _, t := range r.Targets {
		out.Targets = append(out.Targets, target(t))
	}
	for _, f := range r.Findings {
		out.Findings = append(out.Findings, finding{
			f.Fingerprint, f.Rule, f.Level, f.Title, f.Message, f.Target, f.Location, f.Line, f.Help, instant(f.First), instant(f.Last), instant(f.Resolved),
		})
	}
	to := json.NewEncoder(w)
	to.SetIndent("", "  ")
	return to.Encode(out)
}
