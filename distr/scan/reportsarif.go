package scan

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// WriteSARIF writes SARIF 2.1.0 with one run. What is resolved has the baselineState
// "absent", what was found for the first time "new", and all else "unchanged". What
// is no URI in a location is percent-encoded, since SARIF has it so.
func (r Report) WriteSARIF(w io.Writer) error {
	r, err := r.complete()
	if err != nil {
		return err
	}
	run := sarifRun{
		Invocations: []sarifInvocation{{Successful: r.Trouble == "", End: instant(r.At)}},
		Results:     []sarifResult{},
		Properties:  map[string]string{"vendor": r.Vendor, "customer": r.Customer, "profile": r.Profile},
	}
	run.Tool.Driver = sarifDriver{Name: "distr", Rules: []sarifRule{}}
	if r.Run != "" {
		run.Automation = &sarifID{r.Run}
	}
	if r.Trouble != "" {
		run.Invocations[0].Notifications = []sarifNotification{{"error", asText(r.Trouble)}}
	}
	known := map[string]int{}
	for _, f := range r.Findings {
		i, is := known[f.Rule]
		if !is {
			i = len(run.Tool.Driver.Rules)
			known[f.Rule] = i
			rule := sarifRule{ID: f.Rule, Short: asText(f.Title)}
			if f.Help != "" {
				help := asText(f.Help)
				rule.Help = &help
			}
			rule.Configuration.Level = string(f.Level)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, rule)
		}
		run.Results = append(run.Results, resultOf(f, i))
	}
	to := json.NewEncoder(w)
	to.SetIndent("", " ")
	return to.Encode(sarifLog{"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "2.1.0", []sarifRun{run}})
}

func resultOf(f ReportedFinding, rule int) sarifResult {
	out := sarifResult{
		RuleID: f.Rule, RuleIndex: rule, Level: string(f.Level), Message: asText(f.Message), Baseline: "unchanged",
		Fingerprints: map[string]string{"distr/v1": f.Fingerprint},
		Provenance:   sarifProvenance{instant(f.First), instant(f.Last)},
	}
	if f.Message == "" {
		out.Message = asText(f.Title)
	}
	switch {
	case !f.Resolved.IsZero():
		out.Baseline = "absent"
	case f.fresh():
		out.Baseline = "new"
	}
	if f.Target != "" {
		out.Target = &sarifFile{asURI(f.Target)}
	}
	if f.Location != "" {
		var at sarifLocation
		at.Physical.File.URI = asURI(f.Location)
		if f.Line > 0 {
			at.Physical.Region = &sarifRegion{f.Line}
		}
		out.Locations = []sarifLocation{at}
	}
	return out
}

// asText makes a message of what strangers wrote, in which nothing is a placeholder or a
// link (sections 3.11.5 and 3.11.6).
func asText(s string) sarifText {
	s = aNumber.ReplaceAllString(s, "{$0}")
	if strings.Contains(s, "](") {
		s = strings.NewReplacer("[", `\[`, "]", `\]`).Replace(s)
	}
	return sarifText{s}
}

// asURI makes a reference (RFC 3986 section 4.1) of what people call a place.
func asURI(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]),
			c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.IndexByte("-._~:/?#@!$&'()*+,;=", c) >= 0,
			(c == '[' || c == ']') && strings.Contains(s, "://["):
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	if _, err := url.Parse(b.String()); err != nil { // such as a colon in the first part of a path
		return "./" + strings.NewReplacer(":", "%3A", "[", "%5B", "]", "%5D").Replace(b.String())
	}
	return b.String()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
