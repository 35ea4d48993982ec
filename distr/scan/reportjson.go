package scan

import (
	"encoding/json"
	"io"

	"github.com/seed361c4c3e/distr-go/distr"
)

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
		First       string             `json:"first_seen,omitempty"`
		Last        string             `json:"last_seen,omitempty"`
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
