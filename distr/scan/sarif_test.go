package scan_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// read is what a file holds.
func read(t testing.TB, text string, limits scan.Limits) ([]distr.Finding, scan.Summary, error) {
	t.Helper()
	var all []distr.Finding
	summary, err := scan.ReadSARIF(strings.NewReader(text), limits, func(f distr.Finding) error {
		all = append(all, f)
		return nil
	})
	return all, summary, err
}

// of is a file with one run.
func of(run string) string { return `{"version":"2.1.0","runs":[` + run + `]}` }

func TestReadSARIF(t *testing.T) {
	t.Parallel()
	const tool = `"tool":{"driver":{"name":"Acme","version":"1.2","globalMessageStrings":{"g":{"text":"global {0}"}},"rules":[
		{"id":"R1","name":"FirstRule","shortDescription":{"text":"The first rule."},"fullDescription":{"text":"At length."},"helpUri":"https://acme.example/r1",
		 "defaultConfiguration":{"level":"error"},"messageStrings":{"found":{"text":"{0} of {1} {{0}} {7}"}}},
		{"id":"R2","help":{"markdown":"*Do* that."},"helpUri":"javascript:alert(1)"}]},
		"extensions":[{"name":"more","rules":[{"id":"X1","name":"Extended","defaultConfiguration":{"level":"note"}}]}]}`
	one := func(result string) string { return of(`{` + tool + `,"results":[` + result + `]}`) }
	for _, test := range []struct {
		name, text string
		want       distr.Finding // without its fingerprint
	}{
		{
			"all by index", one(`{"ruleIndex":0,"message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"src/a.go"},"region":{"startLine":12}}}]}`),
			distr.Finding{Rule: "R1", Level: "error", Title: "The first rule.", Message: "m", Location: "src/a.go", Line: 12, Help: "At length.\nhttps://acme.example/r1"},
		},
		{
			"by ID, with a level of its own", one(`{"ruleId":"R1","level":"note","message":{"text":"m"}}`),
			distr.Finding{Rule: "R1", Level: "note", Title: "The first rule.", Message: "m", Help: "At length.\nhttps://acme.example/r1"},
		},
		{
			"by reference, without a level, an address that is none", one(`{"rule":{"id":"R2"},"message":{"text":"m"}}`),
			distr.Finding{Rule: "R2", Level: "warning", Title: "R2", Message: "m", Help: "*Do* that."},
		},
		{
			"by hierarchical ID", one(`{"ruleId":"R1/part/2","message":{"text":"m"}}`),
			distr.Finding{Rule: "R1/part/2", Level: "error", Title: "The first rule.", Message: "m", Help: "At length.\nhttps://acme.example/r1"},
		},
		{
			"of an extension, by index", one(`{"rule":{"index":0,"toolComponent":{"index":0}},"message":{"text":"m"}}`),
			distr.Finding{Rule: "X1", Level: "note", Title: "Extended", Message: "m"},
		},
		{
			"of an extension, by ID", one(`{"ruleId":"X1","message":{"text":"m"}}`),
			distr.Finding{Rule: "X1", Level: "note", Title: "Extended", Message: "m"},
		},
		{
			"of no rule that is there", one(`{"ruleId":"none","ruleIndex":99,"message":{"text":"m"}}`),
			distr.Finding{Rule: "none", Level: "warning", Title: "none", Message: "m"},
		},
		{
			"a kind that is no failure", one(`{"ruleId":"R1","kind":"informational","message":{"text":"m"}}`),
			distr.Finding{Rule: "R1", Level: "none", Title: "The first rule.", Message: "m", Help: "At length.\nhttps://acme.example/r1"},
		},
		{
			"a message by ID, with arguments", one(`{"ruleId":"X1","rule":{"index":0},"message":{"id":"found","arguments":["2","{0}"]}}`),
			distr.Finding{Rule: "X1", Level: "error", Title: "The first rule.", Message: "2 of {0} {0} {7}", Help: "At length.\nhttps://acme.example/r1"},
		},
		{
			"a message of the tool", one(`{"ruleId":"R2","message":{"id":"g","arguments":["x"]}}`),
			distr.Finding{Rule: "R2", Level: "warning", Title: "R2", Message: "global x", Help: "*Do* that."},
		},
		{
			"a message with links", one(`{"ruleId":"r","message":{"text":"a [value](1) and [that](https://acme.example) [x](y)"}}`),
			distr.Finding{Rule: "r", Level: "warning", Title: "r", Message: "a value and [that](https://acme.example) [x](y)"},
		},
		{
			"a logical place", one(`{"ruleId":"r","message":{"text":"m"},"locations":[{"logicalLocations":[{"name":"n","fullyQualifiedName":"a.b.n"}]},{"logicalLocations":[{"name":"other"}]}]}`),
			distr.Finding{Rule: "r", Level: "warning", Title: "r", Message: "m", Location: "a.b.n"},
		},
		{
			"what was scanned", one(`{"ruleId":"r","message":{"text":"m"},"analysisTarget":{"uri":"https://a.example/"}}`),
			distr.Finding{Rule: "r", Level: "warning", Title: "r", Message: "m", Target: "https://a.example/"},
		},
		{
			"the tool and the files behind the results",
			of(`{"results":[{"ruleIndex":0,"message":{"text":"m"},"analysisTarget":{"index":1},"locations":[{"physicalLocation":{"artifactLocation":{"index":0}}}]}],"artifacts":[{"location":{"uri":"a.go"}},{"location":{"uri":"b.go"}}],` + tool + `}`),
			distr.Finding{Rule: "R1", Level: "error", Title: "The first rule.", Message: "m", Target: "b.go", Location: "a.go", Help: "At length.\nhttps://acme.example/r1"},
		},
		{
			"the files behind the results, the tool in front",
			of(`{` + tool + `,"results":[{"ruleId":"r","message":{"text":"m"},"locations":[{"physicalLocation":{"artifactLocation":{"index":0}}}]}],"artifacts":[{"location":{"uri":"a.go"}}]}`),
			distr.Finding{Rule: "r", Level: "warning", Title: "r", Message: "m", Location: "a.go"},
		},
		{
			"nulls, unknown members, spaces and escapes", " \n" + `{"$schema":null,"x":[1,-2.5e+3,{"y":[[],{}]},true,false,null,"\u0041"],"version" : "2.1.0","runs":[{"tool":null,"artifacts":null,"results":[{"ruleId":"\u0072\n\/\"\\\ud83d\ude00\ud83d","message":{"text":"m"},"locations":null,"level":null,"suppressions":null}]}]}` + "\r\n\t ",
			distr.Finding{Rule: "r /\"\\😀\ufffd", Level: "warning", Title: "r /\"\\😀\ufffd", Message: "m"},
		},
		{
			"a byte order mark", "\xef\xbb\xbf" + one(`{"ruleId":"r","message":{"text":"m"}}`),
			distr.Finding{Rule: "r", Level: "warning", Title: "r", Message: "m"},
		},
		{
			"hostile texts", one(`{"ruleId":"<img src=x>","message":{"text":"\u001b[2J\u0000<script>alert(1)</script>\u202e"},"locations":[{"physicalLocation":{"artifactLocation":{"uri":"file:///../../../etc/passwd\n"},"region":{"startLine":-7}}}]}`),
			distr.Finding{Rule: "<img src=x>", Level: "warning", Title: "<img src=x>", Message: "\ufffd[2J\ufffd<script>alert(1)</script>\ufffd", Location: "file:///../../../etc/passwd"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			for _, r := range []io.Reader{strings.NewReader(test.text), iotest.OneByteReader(strings.NewReader(test.text)), iotest.DataErrReader(strings.NewReader(test.text))} {
				var got []distr.Finding
				_, err := scan.ReadSARIF(r, scan.Limits{}, func(f distr.Finding) error {
					require.NotEmpty(t, f.Fingerprint)
					f.Fingerprint = ""
					got = append(got, f)
					return nil
				})
				require.NoError(t, err)
				require.Equal(t, []distr.Finding{test.want}, got)
			}
		})
	}
}

func TestReadSARIFSummary(t *testing.T) {
	t.Parallel()
	found, summary, err := read(t, of(`
		{"tool":{"driver":{"name":"A","version":"1"}},"results":[
			{"ruleId":"a","message":{"text":"m"}},
			{"ruleId":"b","message":{"text":"m"},"baselineState":"absent"},
			{"ruleId":"c","message":{"text":"m"},"baselineState":"new"},
			{"ruleId":"d","message":{"text":"m"},"suppressions":[{"kind":"inSource"}]},
			{"ruleId":"e","message":{"text":"m"},"suppressions":[{"kind":"external","status":"accepted"},{"status":"rejected"}]},
			{"ruleId":"f","message":{"text":"m"},"suppressions":[]},
			{"ruleId":"g","message":{"text":"m"},"kind":"pass"},
			{"ruleId":"h","message":{"text":"m"},"kind":"notApplicable"}],
		 "invocations":[{"executionSuccessful":true}]},
		{"tool":{"driver":{"name":"B"}},"invocations":[{"executionSuccessful":false,"toolExecutionNotifications":[{"level":"note","message":{"text":"starting"}},{"level":"error","message":{"text":"no\u001broute"}}]}],"results":[
			{"ruleId":"a","message":{"text":"m"}}]},
		{"tool":{"driver":{"name":"A","version":"1"}}}`), scan.Limits{})
	require.NoError(t, err)
	require.Equal(t, scan.Summary{
		Tools: []string{"A 1", "B"}, Runs: 3, Results: 9, Findings: 5, Suppressed: 1, Absent: 1, Passed: 2, Failure: "B: no\ufffdroute",
	}, summary)
	var rules []string
	for _, f := range found {
		rules = append(rules, f.Rule)
	}
	require.Equal(t, []string{"a", "c", "e", "f", "a"}, rules)
}

// A tool that could not look has not found nothing.
func TestReadSARIFFailure(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, run, want string }{
		{"null", `{"tool":{"driver":{"name":"T"}},"results":null}`, "T: it did not begin to look for anything, as its results are null"},
		{"null, and another run is well", `{"tool":{"driver":{"name":"A"}},"results":[]},{"results":null,"tool":{"driver":{"name":"T"}}}`, "T: it did not begin"},
		{"null, and it says why behind", `{"results":null,"tool":{"driver":{"name":"T"}},"invocations":[{"executionSuccessful":false,"exitCodeDescription":"no license"}]}`, "T: no license"},
		{"null, and it says why in front", `{"invocations":[{"processStartFailureMessage":"no such file","executionSuccessful":false,"exitCodeDescription":"127"}],"results":null}`, "no such file"},
		{"a signal", `{"invocations":[{"executionSuccessful":false,"exitSignalName":"SIGSEGV","exitSignalNumber":11}],"results":[]}`, "it was ended by the signal SIGSEGV"},
		{"an error that it told", `{"invocations":[{"executionSuccessful":false,"exitCodeDescription":"1","toolExecutionNotifications":[{"level":"error","message":{"text":"no route"}}]}],"results":[]}`, "no route"},
		{"a note, and how it ended", `{"invocations":[{"executionSuccessful":false,"exitCodeDescription":"crash","toolExecutionNotifications":[{"level":"note","message":{"text":"starting"}}]}],"results":[]}`, "crash"},
		{"nothing", `{"invocations":[{"executionSuccessful":false,"exitSignalName":null}],"results":[]}`, "it did not succeed, and does not say why"},
		{"how it ended, and all is well", `{"invocations":[{"executionSuccessful":true,"exitCodeDescription":"found something"}],"results":[]}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, summary, err := read(t, of(test.run), scan.Limits{})
			require.NoError(t, err)
			require.Contains(t, summary.Failure, test.want)
			require.Equal(t, test.want == "", summary.Failure == "")
		})
	}
}

func TestReadSARIFRefuses(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, text, want string
		limits           scan.Limits
	}{
		{"nothing", "", "it is empty", scan.Limits{}},
		{"spaces", " \n ", "it ends too soon", scan.Limits{}},
		{"a page", "<html>", `begins with { and not with '<'`, scan.Limits{}},
		{"a log in front", "[info] scanning", `not with '['`, scan.Limits{}},
		{"UTF-16", "\xff\xfe{\x00", "it is no UTF-8", scan.Limits{}},
		{"half a mark", "\xef\xbb{", "it is no text", scan.Limits{}},
		{"cut off", of(`{"results":[{"ruleId":"r"`)[:50], "it ends too soon", scan.Limits{}},
		{"two files", of(`{"results":[]}`) + of(`{}`), "something comes behind its end: '{'", scan.Limits{}},
		{"another version", `{"version":"2.0.0","runs":[{}]}`, `its version is "2.0.0"`, scan.Limits{}},
		{"no version", `{"runs":[{}]}`, "does not say its version", scan.Limits{}},
		{"no runs", `{"version":"2.1.0"}`, "it holds no run", scan.Limits{}},
		{"an empty list of runs", of(``), "it holds no run", scan.Limits{}},
		{"no results", of(`{"tool":{}},{}`), "no run has results", scan.Limits{}},
		{"another kind of value", of(`{"results":{}}`), "in run 1: an array is wanted here instead of '{'", scan.Limits{}},
		{"a number for a text", of(`{"results":[{"ruleId":"a","message":{"text":"m"}},{"ruleId":7}]}`), "in result 2 of run 1: a string is wanted here instead of '7'", scan.Limits{}},
		{"half an index", of(`{"results":[{"ruleIndex":0.5}]}`), "a whole number is wanted here instead of 0.5", scan.Limits{}},
		{"a level that is none", of(`{"results":[{"level":"fatal"}]}`), `its level is "fatal"`, scan.Limits{}},
		{"a result that says nothing", of(`{"results":[{}]}`), "it says nothing", scan.Limits{}},
		{"a comma too many", of(`{"x":[1,]}`), "a value is wanted here instead of ']'", scan.Limits{}},
		{"a control character", of(`{"x":"` + "\x1b" + `"}`), "control character 0x1b", scan.Limits{}},
		{"an escape that is none", of(`{"x":"\x"}`), "which JSON does not know", scan.Limits{}},
		{"half a \\u", of(`{"x":"\u00g0"}`), "four hexadecimal digits", scan.Limits{}},
		{"a number that is none", of(`{"x":01}`), `"01" is no number`, scan.Limits{}},
		{"a long number", of(`{"x":` + strings.Repeat("1", 1000) + `}`), "more than 400 digits", scan.Limits{}},
		{"a word that is none", of(`{"x":trux}`), "true is wanted here", scan.Limits{}},
		{"no colon", of(`{"x" 1}`), "a colon is wanted", scan.Limits{}},
		{"no key", of(`{1:1}`), "a key is wanted", scan.Limits{}},
		{"no comma", of(`{"x":[1 2]}`), `a comma or ']' is wanted here instead of '2'`, scan.Limits{}},
		{"deep arrays", of(`{"x":` + strings.Repeat("[", 100_000)), "more than 100 objects and arrays", scan.Limits{}},
		{"deep objects", of(`{"properties":` + strings.Repeat(`{"a":`, 100_000)), "more than 100 objects and arrays", scan.Limits{}},
		{"too deep for a limit", of(`{"x":[[[]]]}`), "more than 5 objects and arrays", scan.Limits{Depth: 5}},
		{"too long", of(`{"x":"` + strings.Repeat("x", 1000) + `"}`), "it has more than 1000 bytes", scan.Limits{Bytes: 1000}},
		{"too many", of(`{"results":[` + strings.Repeat(`{"ruleId":"r"},`, 11) + `{}]}`), "more than 10 results", scan.Limits{Findings: 10}},
		{"rules that take too much", of(`{"tool":{"driver":{"rules":[` + strings.Repeat(`{"id":"r"},`, 100) + `{}]}}}`), "take more than 5000 bytes", scan.Limits{Memory: 5000}},
		{"messages that take too much", of(`{"tool":{"driver":{"rules":[{"messageStrings":{` + strings.Repeat(`"m":{"text":"x"},`, 100) + `"n":{}}}]}}}`), "take more than 5000 bytes", scan.Limits{Memory: 5000}},
		{"files that take too much", of(`{"artifacts":[` + strings.Repeat(`{},`, 100) + `{}]}`), "take more than 5000 bytes", scan.Limits{Memory: 5000}},
		{"extensions that take too much", of(`{"tool":{"extensions":[` + strings.Repeat(`{},`, 100) + `{}]}}`), "take more than 5000 bytes", scan.Limits{Memory: 5000}},
		{"results in front of the tool", of(`{"results":[` + strings.Repeat(`{"ruleId":"r"},`, 100) + `{"ruleId":"r"}],"tool":{}}`), "in front of the results", scan.Limits{Memory: 5000}},
		{"results elsewhere", of(`{"externalPropertyFileReferences":{"results":[{"location":{"uri":"file:///etc/passwd"}}]}}`), "lie in other files or places", scan.Limits{}},
		{"rules elsewhere", of(`{"externalPropertyFileReferences":{"driver":{"location":{"uri":"x"}}}}`), "the rules lie in another file", scan.Limits{}},
		{"inline elsewhere", `{"version":"2.1.0","inlineExternalProperties":[{}],"runs":[{}]}`, "lie in other files or places", scan.Limits{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, _, err := read(t, test.text, test.limits)
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, "SARIF at byte ")
			require.ErrorContains(t, err, test.want)
			require.Less(t, len(err.Error()), 400)
		})
	}
}

func TestReadSARIFErrors(t *testing.T) {
	t.Parallel()
	full := errors.New("full")
	text := of(`{"tool":{},"results":[{"ruleId":"a"},{"ruleId":"b"}]}`)
	n := 0
	_, err := scan.ReadSARIF(strings.NewReader(text), scan.Limits{}, func(distr.Finding) error { n++; return full })
	require.ErrorIs(t, err, full)
	require.NotErrorIs(t, err, tenant.ErrInvalid)
	require.Equal(t, 1, n)

	_, err = scan.ReadSARIF(io.MultiReader(strings.NewReader(text[:50]), iotest.ErrReader(full)), scan.Limits{}, func(distr.Finding) error { return nil })
	require.ErrorIs(t, err, full)
	_, err = scan.ReadSARIF(idle{}, scan.Limits{}, func(distr.Finding) error { return nil })
	require.ErrorIs(t, err, io.ErrNoProgress)
}

// idle is a reader that never gets anywhere.
type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }
