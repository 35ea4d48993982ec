package cli

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

func TestReportText(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, time.July, n, 23, 30, 0, 0, time.UTC) }
	r := scan.Report{
		Vendor: "Acme", Customer: "Globex", At: day(9), Zone: time.FixedZone("CEST", 2*60*60), Trouble: "web: b.example: no answer\nnightly: took too long",
		Findings: []scan.ReportedFinding{
			{Finding: distr.Finding{Rule: "n", Level: distr.LevelNote, Title: "A note", Target: "a.example"}, First: day(9), Last: day(9)},
			{
				Finding: distr.Finding{
					Rule: "e", Level: distr.LevelError, Title: "A \x1b[31mdoor", Target: "a.example", Location: "src/door.go", Line: 7,
					Help: strings.Repeat("word ", 30), Message: "one\n\n  two\x07",
				},
				First: day(1), Last: day(9),
			},
			{Finding: distr.Finding{Rule: "e", Level: distr.LevelError, Title: "A door", Target: "b.example"}, First: day(1), Last: day(9)},
			{Finding: distr.Finding{Rule: "x", Level: distr.LevelNone, Title: "Something"}, First: day(1), Last: day(2)},
			{Finding: distr.Finding{Rule: "w", Level: distr.LevelWarning, Title: "A window", Target: "a.example"}, First: day(1), Last: day(2), Resolved: day(3)},
		},
	}
	var b bytes.Buffer
	reportText{r, true}.write(&b)
	words := strings.TrimSuffix(strings.Repeat("word ", 18), " ")
	require.Equal(t, `Globex, by Acme, Fri 10 Jul 2026 01:30 CEST
Not everything was checked:
  web: b.example: no answer
  nightly: took too long
4 findings are open: 2 serious, 1 note, 1 for information; 1 new

SERIOUS  A `+"\ufffd"+`[31mdoor (e)
         `+words+`
         `+strings.TrimSuffix(strings.Repeat("word ", 12), " ")+`
  - src/door.go:7  [since 2 Jul 2026]
    one
    two`+"\ufffd"+`
  - b.example  [since 2 Jul 2026]

NOTE     A note (n)
  - a.example  [new, 10 Jul 2026]

INFO     Something (x)
  - (it is not said where)  [since 2 Jul 2026]

Resolved
  4 Jul 2026  a.example: A window
`, b.String())

	b.Reset()
	reportText{scan.Report{Vendor: "Acme", Customer: "Globex", Zone: time.UTC, Targets: []distr.ScanTarget{{Text: "a.example"}}}, false}.write(&b)
	require.Equal(t, "Globex, by Acme, 1 target\nNothing is open.\n", b.String())
}
