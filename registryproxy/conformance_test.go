package registryproxy

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The columns of conformance.md: who asks. A fourth asks the registry behind the
// proxy, as it has no column because it is no matter of ours.
const (
	concealed = "`conceal`"
	explained = "`explain`"
	vendor    = "vendor"
	direct    = "direct"
)

// unasked is in the table where nothing is asked of somebody.
const unasked = "–"

// A requirement is a row of conformance.md.
type requirement struct {
	row, section, level, asked string
	outcome                    map[string]string            // by column: yes, or "no: " and what is answered instead
	theirs                     map[string]map[string]string // by column, and by registry where that one answers otherwise
}

// requirements reads the tables in conformance.md.
func requirements(t *testing.T) (rows []requirement) {
	t.Helper()
	text, err := os.ReadFile("conformance.md")
	require.NoError(t, err)
	var section string
	var columns []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if heading, ok := strings.CutPrefix(line, "### "); ok {
			section = heading
		}
		if !strings.HasPrefix(line, "| ") {
			if !strings.HasPrefix(line, "|-") {
				columns = nil // the table has ended
			}
			continue
		}
		cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "| "), " |"), " | ")
		if cells[0] == "row" {
			require.Equal(t, []string{"row", "level", "what is asked", concealed, explained, vendor}, cells)
			columns = cells[3:]
			continue
		}
		require.NotEmpty(t, columns, "a table of something else: %s", line)
		require.Len(t, cells, 6, line)
		level, _ := strings.CutSuffix(cells[1], " (draft)")
		require.Contains(t, []string{"MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY"}, level, line)
		r := requirement{row: cells[0], section: section, level: cells[1], asked: cells[2], outcome: map[string]string{}, theirs: map[string]map[string]string{}}
		for i, column := range columns {
			parts := strings.Split(cells[3+i], "; ")
			r.outcome[column], r.theirs[column] = parts[0], map[string]string{}
			for _, part := range parts[1:] {
				registry, outcome, _ := strings.Cut(part, " ")
				require.Contains(t, registries(), registry, line)
				require.NotEqual(t, parts[0], outcome, line)
				r.theirs[column][registry] = outcome
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// TestConformance is every row of conformance.md, asked of real proxies in front
// of real registries.
func TestConformance(t *testing.T) {
	t.Parallel()
	rows, probes := requirements(t), probes()
	named := map[string]bool{}
	for _, row := range rows {
		require.NotNil(t, probes[row.row], "nothing is asked for the row %s", row.row)
		require.False(t, named[row.row], "%s stands there twice", row.row)
		require.False(t, row.outcome[concealed] == unasked && row.outcome[explained] == unasked && row.outcome[vendor] == unasked, "%s is asked of nobody", row.row)
		require.Empty(t, row.theirs[concealed], "%s: what customers are answered depends on no registry", row.row)
		require.Empty(t, row.theirs[explained], "%s: what customers are answered depends on no registry", row.row)
		named[row.row] = true
	}
	for row := range probes {
		require.True(t, named[row], "conformance.md has no row %s", row)
	}
	for registry, open := range registries() {
		t.Run(registry, func(t *testing.T) {
			t.Parallel()
			s := newStock(t, open(t))
			for _, column := range []string{concealed, explained, vendor} {
				t.Run(strings.Trim(column, "`"), func(t *testing.T) {
					t.Parallel()
					a := s.asker(t, column)
					for _, row := range slices.DeleteFunc(slices.Clone(rows), func(r requirement) bool { return r.outcome[column] == unasked }) {
						t.Run(row.row, func(t *testing.T) { s.holds(t, a, registry, column, row, probes[row.row]) })
					}
				})
			}
		})
	}
}

// holds checks a row for one of those who ask, over one registry. What that one
// answers otherwise than the others do, it has to answer without us as well.
func (s *stock) holds(t *testing.T, a *asker, registry, column string, row requirement, p probe) {
	t.Helper()
	outcome := func(a *asker) string {
		if instead := p(a); instead != "" {
			return "no: " + instead
		}
		return "yes"
	}
	theirs, otherwise := row.theirs[column][registry]
	if !otherwise {
		require.Equal(t, row.outcome[column], outcome(a.in(t)), "%s: %s %s", row.section, row.level, row.asked)
		return
	}
	require.Equal(t, theirs, outcome(a.in(t)), "%s: %s %s", row.section, row.level, row.asked)
	require.Equal(t, theirs, outcome(s.asker(t, direct).in(t)), "the registry itself: %s: %s %s", row.section, row.level, row.asked)
}

// A probe asks for what a row of conformance.md is about, and returns what is
// answered instead of what is asked for; empty if it is that.
type probe func(a *asker) (instead string)

func probes() map[string]probe {
	all := map[string]probe{}
	for _, some := range []map[string]probe{
		apiProbes(), contentProbes(), missingProbes(), uploadProbes(), chunkProbes(), mountProbes(), manifestProbes(), sizeProbes(), pushedProbes(),
		tagsProbes(), referrersProbes(), deleteProbes(), errorProbes(),
	} {
		for row, p := range some {
			all[row] = p
		}
	}
	return all
}
