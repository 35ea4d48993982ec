package scan_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// A problem is what makes a result itself.
type problem struct{ rule, file, message, snippet, partial, whole string }

func problems() *rapid.Generator[[]problem] {
	few := func(label string, of ...string) *rapid.Generator[string] { return rapid.SampledFrom(of) }
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) problem {
		return problem{
			rule:    few("rule", "R1", "R2", "X/1").Draw(t, "rule"),
			file:    few("file", "", "a.go", "b.go", "https://a.example/?q=\"<x>").Draw(t, "file"),
			message: few("message", "m", "n\n\"é\u2028\" \\", strings.Repeat("long ", 10)).Draw(t, "message"),
			snippet: few("snippet", "", "x := 1", "y := 2").Draw(t, "snippet"),
			partial: few("partial", "", "", "p1", "p2").Draw(t, "partial"),
			whole:   few("whole", "", "", "", "w1").Draw(t, "whole"),
		}
	}), 0, 20)
}

// A layout is how a file is written: in which order, and where lines are.
type layout struct{ *rand.Rand }

// object writes members in any order, with space in between.
func (l layout) object(members map[string]string) string {
	keys := make([]string, 0, len(members))
	for key, value := range members {
		if value != "" {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	l.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	var b strings.Builder
	for i, key := range keys {
		if i > 0 {
			b.WriteString("," + strings.Repeat(" ", l.IntN(3)))
		}
		b.WriteString(text(key) + ":" + members[key])
	}
	return "{" + b.String() + "}"
}

func text(s string) string {
	b, _ := json.Marshal(s) //nolint:errchkjson // a string
	return string(b)
}

func (l layout) file(all []problem) string {
	var results []string
	for _, p := range all {
		line := strconv.Itoa(1 + l.IntN(500))
		physical := map[string]string{"region": l.object(map[string]string{"startLine": line, "snippet": l.object(map[string]string{"text": text(p.snippet)})})}
		if p.file != "" {
			physical["artifactLocation"] = l.object(map[string]string{"uri": text(p.file)})
		}
		members := map[string]string{
			"ruleId": text(p.rule), "message": l.object(map[string]string{"text": text(p.message)}),
			"locations": "[" + l.object(map[string]string{"physicalLocation": l.object(physical)}) + "]",
		}
		if p.partial != "" {
			members["partialFingerprints"] = l.object(map[string]string{"a/v1": text(p.partial), "b/v1": `"same"`})
		}
		if p.whole != "" {
			members["fingerprints"] = l.object(map[string]string{"id/v1": text(p.whole), "id/v2": text(l.word())})
		}
		results = append(results, l.object(members))
	}
	l.Shuffle(len(results), func(i, j int) { results[i], results[j] = results[j], results[i] })
	rule := l.object(map[string]string{"id": `"X"`, "name": `"Xs"`, "defaultConfiguration": `{"level":"error"}`})
	return l.object(map[string]string{
		"version": `"2.1.0"`, "$schema": `"s"`,
		"runs": "[" + l.object(map[string]string{
			"tool":    l.object(map[string]string{"driver": l.object(map[string]string{"name": `"t"`, "rules": "[" + rule + "]"})}),
			"results": "[" + strings.Join(results, ",") + "]",
		}) + "]",
	})
}

func (l layout) word() string { return string(rune('a' + l.IntN(26))) }

// The same problems are the same findings, in whatever order a file has them,
// whatever order its members are in, and wherever the lines have moved to. Problems
// that differ are not one finding.
func TestFindingsAreStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		all := problems().Draw(t, "problems")
		find := func(name string) []string {
			seed := rapid.Uint64().Draw(t, name)
			file := layout{rand.New(rand.NewPCG(seed, 0))}.file(all)
			require.True(t, json.Valid([]byte(file)), file)
			var marks []string
			_, err := scan.ReadSARIF(strings.NewReader(file), scan.Limits{}, func(f distr.Finding) error {
				marks = append(marks, f.Rule+" "+string(f.Level)+" "+f.Title+" "+f.Location+" "+f.Message+" "+f.Fingerprint)
				return nil
			})
			require.NoError(t, err)
			slices.Sort(marks)
			return marks
		}
		once := find("once")
		require.Equal(t, once, find("again"))

		// Of those that the scanner knows by name there may be several; all others
		// are told apart.
		named := map[problem]bool{}
		want := 0
		for _, p := range all {
			if p.whole == "" {
				want++
			} else if p.message, p.snippet, p.partial = "", "", ""; p.rule != "" {
				p.file = ""
				named[p] = true
			}
		}
		marks := map[string]bool{}
		for _, line := range once {
			marks[line[strings.LastIndexByte(line, ' ')+1:]] = true
		}
		require.Len(t, marks, want+len(named))
	})
}

func TestOfTwinsOneIsGone(t *testing.T) {
	t.Parallel()
	twin := `{"ruleId":"r","message":{"text":"m"}}`
	two, _, err := read(t, of(`{"results":[`+twin+`,`+twin+`]}`), scan.Limits{})
	require.NoError(t, err)
	one, _, err := read(t, of(`{"results":[`+twin+`]}`), scan.Limits{})
	require.NoError(t, err)
	require.Equal(t, two[0], one[0])
	require.NotEqual(t, two[0].Fingerprint, two[1].Fingerprint)
}

func TestLineHashesCountAlone(t *testing.T) {
	t.Parallel()
	find := func(column string) string {
		found, _, err := read(t, of(`{"results":[{"ruleId":"r","message":{"text":"m`+column+`"},"partialFingerprints":{"primaryLocationLineHash":"abc:1","primaryLocationStartColumnFingerprint":"`+column+`"}}]}`), scan.Limits{})
		require.NoError(t, err)
		return found[0].Fingerprint
	}
	require.Equal(t, find("4"), find("8"), "the line was indented")
}
