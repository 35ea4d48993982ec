package scan_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// large is a file as scanners write it, with so many results.
func large(n int) []byte {
	var b bytes.Buffer
	b.WriteString(`{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{"tool":{"driver":{"name":"Acme","version":"4.2.0","rules":[`)
	for i := range 200 {
		fmt.Fprintf(&b, `{"id":"ACME%03d","name":"Rule%d","shortDescription":{"text":"Rule number %d."},"help":{"text":"%s"},"defaultConfiguration":{"level":"warning"},"properties":{"tags":["security","external/cwe/cwe-79"],"precision":"high"}},`, i, i, i, strings.Repeat("What to do about it. ", 20))
	}
	b.Truncate(b.Len() - 1)
	b.WriteString(`]}},"results":[`)
	for i := range n {
		fmt.Fprintf(&b, `{"ruleId":"ACME%03d","ruleIndex":%d,"level":"warning","message":{"text":"The value of parameter q%d reaches the page without being escaped, so that a link may run a script in the name of whoever follows it."},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"https://app.example.com/search/%d","uriBaseId":"%%SRCROOT%%","index":%d},"region":{"startLine":%d,"startColumn":9,"endColumn":42,"snippet":{"text":"<input value=\"%d\">"}}}}],"partialFingerprints":{"primaryLocationLineHash":"%x:1","primaryLocationStartColumnFingerprint":"4"},"properties":{"confidence":"medium","cwe":[79,80],"evidence":{"request":"GET /search?q=1 HTTP/1.1\r\nHost: app.example.com\r\n","response":"HTTP/1.1 200 OK"}}},`,
			i%200, i%200, i, i%700, i%700, i, i, uint64(i)*0x9E3779B97F4A7C15)
	}
	b.Truncate(b.Len() - 1)
	b.WriteString(`]}]}`)
	return b.Bytes()
}

const many = 10_000

// BenchmarkReadSARIF reads a file of 10 000 results. MB-live is how much more is in
// use after a collection in the middle of it than before.
func BenchmarkReadSARIF(b *testing.B) {
	file := large(many)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		_, err := scan.ReadSARIF(bytes.NewReader(file), scan.Limits{}, func(distr.Finding) error { n++; return nil })
		require.NoError(b, err)
		require.Equal(b, many, n)
	}
	b.StopTimer()
	n, before := 0, live()
	var middle uint64
	_, err := scan.ReadSARIF(bytes.NewReader(file), scan.Limits{}, func(distr.Finding) error {
		if n++; n == many-1 {
			middle = live()
		}
		return nil
	})
	require.NoError(b, err)
	b.ReportMetric(float64(max(middle, before)-before)/1e6, "MB-live")
}

func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkWholeJSON is what one would write first: the file as one struct, with just
// the members that a finding needs.
func BenchmarkWholeJSON(b *testing.B) {
	file := large(many)
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	type text struct{ Text string }
	type whole struct {
		Version string
		Runs    []struct {
			Tool struct {
				Driver struct {
					Name, Version string
					Rules         []struct {
						ID, Name               string
						ShortDescription, Help text
						DefaultConfiguration   struct{ Level string }
					}
				}
			}
			Results []struct {
				RuleID    string
				RuleIndex int
				Level     string
				Message   text
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct {
							URI   string
							Index int
						}
						Region struct {
							StartLine int
							Snippet   text
						}
					}
				}
				PartialFingerprints map[string]string
			}
		}
	}
	read := func() (w whole) {
		text, err := io.ReadAll(bytes.NewReader(file))
		require.NoError(b, err)
		require.NoError(b, json.Unmarshal(text, &w))
		return w
	}
	before := live()
	w := read()
	after := live()
	require.Len(b, w.Runs[0].Results, many)
	for b.Loop() {
		require.Len(b, read().Runs[0].Results, many)
	}
	b.ReportMetric(float64(max(after, before)-before)/1e6, "MB-live")
}

// BenchmarkHugeMessage reads a gigabyte in one string.
func BenchmarkHugeMessage(b *testing.B) {
	b.SetBytes(1 << 30)
	b.ReportAllocs()
	for b.Loop() {
		file := io.MultiReader(strings.NewReader(`{"version":"2.1.0","runs":[{"tool":{},"results":[{"message":{"text":"`), io.LimitReader(endless{}, 1<<30), strings.NewReader(`"}}]}]}`))
		summary, err := scan.ReadSARIF(file, scan.Limits{Bytes: 2 << 30}, func(f distr.Finding) error {
			require.Len(b, f.Message, distr.MaxMessage)
			return nil
		})
		require.NoError(b, err)
		require.Equal(b, 1, summary.Findings)
	}
}

// endless is a text without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// BenchmarkReport writes a report on 10 000 findings, in each of its forms.
func BenchmarkReport(b *testing.B) {
	r := sample()
	for len(r.Findings) < many {
		f := r.Findings[len(r.Findings)%11]
		f.Location += fmt.Sprint("?", len(r.Findings))
		r.Findings = append(r.Findings, f)
	}
	for _, form := range []struct {
		name string
		to   func(io.Writer) error
	}{{"HTML", r.WriteHTML}, {"JSON", r.WriteJSON}, {"SARIF", r.WriteSARIF}, {"CSV", r.WriteCSV}} {
		b.Run(form.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				require.NoError(b, form.to(io.Discard))
			}
		})
	}
}

// BenchmarkCommand starts a scanner, reads what it has found, and clears up behind it.
func BenchmarkCommand(b *testing.B) {
	s := script(b, told("m"), nil)
	for b.Loop() {
		found, _, err := scanAll(b.Context(), s, "a.example")
		require.NoError(b, err)
		require.Len(b, found, 1)
	}
}

// BenchmarkWeb looks at a site over TLS, where nothing is wrong.
func BenchmarkWeb(b *testing.B) {
	n := newInternet(b)
	n.serve(b, "a.example:443", n.good(b, "a.example"), fine())
	n.serve(b, "a.example:80", nil, upgrade())
	w := n.web(b)
	for b.Loop() {
		rules, _, err := look(b, w, distr.ScanWebApp, "https://a.example")
		require.NoError(b, err)
		require.Empty(b, rules)
	}
}
