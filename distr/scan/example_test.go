package scan_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// Any program that writes SARIF is a scanner. This one is played by the shell, which
// gets its script as an argument; the target is another, and never read by it.
func ExampleNewCommand() {
	scanner, err := scan.NewCommand(scan.CommandConfig{
		Path: "/bin/sh",
		Args: []string{"-c", `echo '{"version":"2.1.0","runs":[{
			"tool":{"driver":{"name":"demo","rules":[{"id":"D1","shortDescription":{"text":"A door is open"}}]}},
			"results":[{"ruleId":"D1","level":"error","message":{"text":"Nobody closed it."}}]}]}'`, "demo", "{target}"},
		Timeout: time.Minute,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	job := distr.ScanJob{Targets: []distr.ScanTarget{{Text: "www.globex.example", Kind: distr.ScanHost}}, Log: os.Stderr}
	err = scanner.Scan(context.Background(), job, func(f distr.Finding) error {
		fmt.Printf("%s: %s at %s: %s\n", f.Level, f.Title, f.Target, f.Message)
		return nil
	})
	fmt.Println(err)
	// Output:
	// error: A door is open at www.globex.example: Nobody closed it.
	// <nil>
}

// A Web looks at what a site shows to everybody.
func ExampleNewWeb() {
	site := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1", HttpOnly: true, SameSite: http.SameSiteLaxMode})
		_, _ = fmt.Fprint(w, `{"status":"ok"}`)
	}))
	defer site.Close()
	trusted := x509.NewCertPool()
	trusted.AddCert(site.Certificate())

	web, err := scan.NewWeb(scan.WebConfig{Roots: trusted, Private: true}) // Private, since the site is on this machine
	if err != nil {
		fmt.Println(err)
		return
	}
	job := distr.ScanJob{Targets: []distr.ScanTarget{{Text: site.URL, Kind: distr.ScanAPI}}}
	err = web.Scan(context.Background(), job, func(f distr.Finding) error {
		fmt.Printf("%s %s: %s\n", f.Level, f.Rule, f.Message)
		return nil
	})
	fmt.Println(err)
	// Output:
	// warning cookie/secure: The cookie "session" has no Secure.
	// note header/nosniff: X-Content-Type-Options is not sent.
	// <nil>
}

func ExampleReadSARIF() {
	file := `{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"demo","version":"1.4"}},"results":[
		{"ruleId":"D1","level":"note","message":{"text":"A small matter."},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"main.go"},"region":{"startLine":7}}}]},
		{"ruleId":"D2","message":{"text":"Known, and accepted."},"suppressions":[{"kind":"external"}]}]}]}`
	summary, err := scan.ReadSARIF(strings.NewReader(file), scan.Limits{}, func(f distr.Finding) error {
		fmt.Printf("%s %s:%d %s\n", f.Level, f.Location, f.Line, f.Message)
		return nil
	})
	fmt.Println(summary.Tools, summary.Findings, summary.Suppressed, err)
	// Output:
	// note main.go:7 A small matter.
	// [demo 1.4] 1 1 <nil>
}

func ExampleReport_WriteCSV() {
	seen := time.Date(2026, time.July, 1, 12, 0, 0, 0, time.UTC)
	report := scan.Report{Vendor: "Acme", Customer: "Globex", At: seen, Findings: []scan.ReportedFinding{{
		Finding: distr.Finding{Fingerprint: "f1", Rule: "D1", Level: distr.LevelError, Title: "A door is open", Message: "=cmd|'/c calc'!A1", Target: "www.globex.example"},
		First:   seen, Last: seen,
	}}}
	var file strings.Builder
	err := report.WriteCSV(&file)
	fmt.Println(strings.ReplaceAll(file.String(), "\r\n", "\n"), err)
	// Output:
	// level,rule,title,message,target,location,line,first_seen,last_seen,resolved,help,fingerprint
	// error,D1,A door is open,'=cmd|'/c calc'!A1,www.globex.example,,,2026-07-01T12:00:00Z,2026-07-01T12:00:00Z,,,f1
	//  <nil>
}
