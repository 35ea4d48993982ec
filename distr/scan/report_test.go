package scan_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// sample is a report as a customer gets it.
func sample() scan.Report {
	day := func(n int) time.Time { return now().AddDate(0, 0, n) }
	r := scan.Report{
		Vendor: "Acme Security", Customer: "Globex Corporation", Run: "run_g3xqk2v7n5bd4ayt", Profile: "Weekly web check", At: now(),
		Zone:    time.FixedZone("CEST", 2*60*60),
		Targets: []distr.ScanTarget{{Text: "https://app.globex.example", Kind: distr.ScanWebApp}, {Text: "https://api.globex.example/v1", Kind: distr.ScanAPI}, {Text: "www.globex.example", Kind: distr.ScanHost}, {Text: "192.0.2.0/29", Kind: distr.ScanAddress}},
	}
	rules := map[string]scan.Rule{}
	for _, rule := range scan.WebRules() {
		rules[rule.ID] = rule
	}
	add := func(id, target, location, message string, first, last, resolved time.Time) {
		rule := rules[id]
		r.Findings = append(r.Findings, scan.ReportedFinding{
			Finding: distr.Finding{Rule: id, Level: rule.Level, Title: rule.Title, Help: rule.Help, Target: target, Location: location, Message: message},
			First:   first, Last: last, Resolved: resolved,
		})
	}
	app, api, www := r.Targets[0].Text, r.Targets[1].Text, r.Targets[2].Text
	open := time.Time{}
	add("tls/expired", www, "www.globex.example:443", "It ended on 30 June 2026, 12:00 UTC.", now(), now(), open)
	add("redirect/downgrade", app, app+"/login", "It leads from https://app.globex.example/login to http://app.globex.example/home.", day(-21), now(), open)
	add("tls/old-protocol", api, "api.globex.example:443", "A connection with TLS 1.0 was accepted.", day(-90), now(), open)
	add("tls/old-protocol", www, "www.globex.example:443", "A connection with TLS 1.1 was accepted.", day(-90), now(), open)
	add("header/hsts", api, "https://api.globex.example/", "Strict-Transport-Security is not sent.", day(-90), now(), open)
	add("cookie/secure", app, app+"/", `The cookie "session" has no Secure.`, day(-14), now(), open)
	add("header/csp", app, app+"/", "Content-Security-Policy is not sent.", day(-90), now(), open)
	add("header/version", www, "http://www.globex.example/", `Server is "nginx/1.18.0 (Ubuntu)".`, day(-90), now(), open)
	add("http/plain", app, "http://app.globex.example/", "http://app.globex.example answers 200 over http, and does not lead to https.", day(-90), day(-14), day(-7))
	add("tls/expires-soon", api, "api.globex.example:443", "It ends on 20 June 2026, 12:00 UTC, in 9 days.", day(-28), day(-21), day(-14))
	r.Findings = append(r.Findings, scan.ReportedFinding{
		Finding: distr.Finding{Rule: "ACME042", Level: distr.LevelNone, Title: "A library was found", Message: "jquery 3.7.1\nlodash 4.17.21", Target: app, Location: "static/js/vendor.js", Line: 12},
		First:   day(-90), Last: now(),
	})
	return r
}

// hostile is a report in which every text is one that tries something.
func hostile(text string) scan.Report {
	return scan.Report{
		Vendor: text, Customer: text, Run: text, Profile: text, Trouble: text, At: now(), Targets: []distr.ScanTarget{{Text: text, Kind: distr.ScanKind(text)}, {Text: "b"}},
		Findings: []scan.ReportedFinding{
			{Finding: distr.Finding{Fingerprint: text, Rule: text, Title: text, Message: text, Target: text, Location: text, Help: text, Line: 3}, First: now(), Last: now()},
			{Finding: distr.Finding{Fingerprint: text + "2", Rule: text, Title: text, Message: text, Target: text, Location: text, Help: text}, First: now(), Last: now(), Resolved: now()},
		},
	}
}

func attacks() []string {
	return []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `' onmouseover='alert(1)`, `</code></style><svg onload=alert(1)>`, `{{.}}`, `javascript:alert(1)`,
		"=cmd|'/c calc'!A1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", `"=1"`, "a,b\r\nc;d\"e", "%2e%2e/%zz [x]", "日本語:é", "1:x", "\u202e\x1b[2J\x00",
	}
}

func write(t testing.TB, to func(*bytes.Buffer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, to(&b))
	return b.Bytes()
}

func TestReportHTML(t *testing.T) {
	t.Parallel()
	text := write(t, func(b *bytes.Buffer) error { return sample().WriteHTML(b) })
	if out := os.Getenv("SCAN_REPORT"); out != "" { // to look at it
		require.NoError(t, os.WriteFile(out, text, 0o600))
	}
	got := string(text)
	for _, want := range []string{
		"Security report for Globex Corporation", "1 July 2026, 14:00 CEST", "9 findings are open, 1 of them new. Begin with what is serious", "The certificate has expired",
		`<code>static/js/vendor.js:12</code>`, "Switch TLS 1.0 and 1.1 off (RFC 8996)", "2 findings", `<span class="tag note">new</span>`, "The site can be used without encryption",
	} {
		require.Contains(t, got, want)
	}
	require.Less(t, strings.Index(got, "The certificate has expired"), strings.Index(got, "Browsers are not told"), "the worst comes first")
	require.Equal(t, 1, strings.Count(got, "Switch TLS 1.0 and 1.1 off"), "what to do is said once")

	r := sample()
	require.NotContains(t, got, "<details>")
	for i := range 12 {
		r.Targets = append(r.Targets, distr.ScanTarget{Text: fmt.Sprintf("w%d.globex.example", i), Kind: distr.ScanHost})
	}
	many := string(write(t, func(b *bytes.Buffer) error { return r.WriteHTML(b) }))
	require.Contains(t, many, "Nothing was found at 13 more targets")
	require.Contains(t, many, "<li><code>w11.globex.example</code></li>")

	empty := string(write(t, func(b *bytes.Buffer) error {
		return scan.Report{Customer: "Globex", Targets: []distr.ScanTarget{{Text: "a.example"}}}.WriteHTML(b)
	}))
	require.Contains(t, empty, "Nothing is open.</strong> No problem was found at 1 target.")
	failed := string(write(t, func(b *bytes.Buffer) error { return scan.Report{Trouble: "a.example: no answer"}.WriteHTML(b) }))
	require.Contains(t, failed, "Not everything was checked.")
	require.NotContains(t, failed, "Nothing is open")
}

// Nothing that is written into a page becomes a part of it.
func TestReportHTMLIsEscaped(t *testing.T) {
	t.Parallel()
	shape := func(text string) (tags []string) {
		page := write(t, func(b *bytes.Buffer) error { return hostile(text).WriteHTML(b) })
		tokens := html.NewTokenizer(bytes.NewReader(page))
		for tokens.Next() != html.ErrorToken {
			token := tokens.Token()
			if token.Type == html.StartTagToken || token.Type == html.EndTagToken {
				keys := []string{token.Data}
				for _, a := range token.Attr {
					keys = append(keys, a.Key)
					require.False(t, strings.HasPrefix(a.Key, "on") || a.Key == "href" || a.Key == "src", "%s %s", token.Data, a.Key)
				}
				tags = append(tags, strings.Join(keys, " "))
			}
		}
		require.NotContains(t, tags, "script")
		return tags
	}
	for _, attack := range attacks() {
		require.Equal(t, shape("plain"), shape(attack), "%q", attack)
	}
}

func TestReportCSV(t *testing.T) {
	t.Parallel()
	rows, err := csv.NewReader(bytes.NewReader(write(t, func(b *bytes.Buffer) error { return sample().WriteCSV(b) }))).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 12)
	require.Equal(t, []string{"level", "rule", "title", "message", "target", "location", "line", "first_seen", "last_seen", "resolved", "help", "fingerprint"}, rows[0])
	require.Equal(t, []string{"error", "redirect/downgrade"}, rows[1][:2])
	require.Equal(t, "2026-06-10T12:00:00Z", rows[1][7])
	for _, attack := range attacks() {
		text := write(t, func(b *bytes.Buffer) error { return hostile(attack).WriteCSV(b) })
		rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 3)
		for _, cell := range slices.Concat(rows[1], rows[2]) {
			cell = strings.TrimLeft(cell, " \t\r\n\"")
			require.False(t, cell != "" && strings.ContainsAny(cell[:1], "=+-@|%"), "%q", cell)
			require.False(t, strings.HasPrefix(cell, "＝"))
		}
	}
}

func TestReportJSON(t *testing.T) {
	t.Parallel()
	var got struct {
		Vendor, At string
		Counts     scan.Counts
		Targets    []map[string]string
		Findings   []map[string]any
	}
	require.NoError(t, json.Unmarshal(write(t, func(b *bytes.Buffer) error { return sample().WriteJSON(b) }), &got))
	require.Equal(t, "Acme Security", got.Vendor)
	require.Equal(t, "2026-07-01T12:00:00Z", got.At)
	require.Equal(t, scan.Counts{Error: 2, Warning: 4, Note: 2, None: 1, Resolved: 2, New: 1}, got.Counts)
	require.Equal(t, map[string]string{"text": "192.0.2.0/29", "kind": "address"}, got.Targets[3])
	require.Len(t, got.Findings, 11)
	require.Equal(t, "redirect/downgrade", got.Findings[0]["rule"])
	require.NotContains(t, got.Findings[0], "resolved")
	require.Equal(t, "2026-06-24T12:00:00Z", got.Findings[9]["resolved"])
}

// What we write we read again, and so would others.
func TestReportSARIF(t *testing.T) {
	t.Parallel()
	r := sample()
	text := write(t, func(b *bytes.Buffer) error { return r.WriteSARIF(b) })
	if out := os.Getenv("SCAN_REPORT_SARIF"); out != "" { // to hand it to others
		require.NoError(t, os.WriteFile(out, text, 0o600))
	}
	found, summary, err := read(t, string(text), scan.Limits{})
	require.NoError(t, err)
	require.Equal(t, scan.Summary{Tools: []string{"distr"}, Runs: 1, Results: 11, Findings: 9, Absent: 2}, summary)
	want := map[string]distr.Finding{}
	for _, f := range r.Findings {
		want[f.Rule+f.Location] = f.Finding
	}
	for _, got := range found {
		give := want[got.Rule+got.Location]
		got.Fingerprint = ""
		require.Equal(t, give, got)
	}
	for _, attack := range attacks() {
		text := write(t, func(b *bytes.Buffer) error { return hostile(attack).WriteSARIF(b) })
		found, summary, err := read(t, string(text), scan.Limits{})
		require.NoError(t, err, "%q", attack)
		require.Len(t, found, 1)
		require.NotEmpty(t, summary.Failure)
		require.NotContains(t, found[0].Location, " ")
	}
}

// Whatever a scanner writes is text: nobody's viewer makes a link of it, or looks for an
// argument.
func TestReportSARIFHasNoLinks(t *testing.T) {
	t.Parallel()
	text := "[click me](javascript:alert(1)) {0} {12} {x} a[1]"
	r := scan.Report{Trouble: text, Findings: []scan.ReportedFinding{{Finding: distr.Finding{Rule: "r", Title: text, Message: text, Help: text}}}}
	written := string(write(t, func(b *bytes.Buffer) error { return r.WriteSARIF(b) }))
	require.NotContains(t, written, "[click me](")
	require.Equal(t, 4, strings.Count(written, `\\[click me\\](javascript:alert(1)) {{0}} {{12}} {x} a\\[1\\]`), written)
}

func TestReportRefusesWhatSaysNothing(t *testing.T) {
	t.Parallel()
	r := scan.Report{Findings: []scan.ReportedFinding{{}}}
	for _, w := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return r.WriteHTML(b) }, func(b *bytes.Buffer) error { return r.WriteJSON(b) },
		func(b *bytes.Buffer) error { return r.WriteCSV(b) }, func(b *bytes.Buffer) error { return r.WriteSARIF(b) },
	} {
		require.ErrorContains(t, w(new(bytes.Buffer)), "it says nothing")
	}
}
