package distr_test

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A finding is what comes of a method in everybody's hands.
type finding struct {
	asked map[tenant.Action]bool // what refusals say that was asked
	row   string                 // a letter each
	whose string                 // of a list: whose entries they get
}

// play calls a method in everybody's hands, each time on a scene that is as new.
func play(t *testing.T, h handle, m reflect.Method, w way) finding {
	found := finding{asked: map[tenant.Action]bool{}}
	var rows, lists []string
	var s *scene
	var store *tally
	var before int64
	for _, g := range cast() {
		if g.set != nil {
			s = nil
		}
		var row, list string
		for _, p := range g.players {
			if s == nil || store.kept.Load() != before {
				store = &tally{Store: memory.New()}
				s = newCast(t, store)
				if g.set != nil {
					require.NoError(t, g.set(t.Context(), s.globex))
				}
				before = store.kept.Load()
			}
			name := h.name + "." + m.Name
			if w.with != nil {
				s.byName[fmt.Sprintf("%s %d", name, w.place)] = w.with(s, p)
			}
			out := s.call(h.of(s.as(p.as), "globex"), m, name)
			err := ending(out)
			row += letterOf(err)
			list += whose(out[0], err)
			var refused *tenant.Refusal
			if errors.As(err, &refused) {
				found.asked[refused.Action] = true
			}
		}
		rows, lists = append(rows, row), append(lists, list)
	}
	found.row, found.whose = strings.Join(rows, " "), strings.TrimRight(strings.Join(lists, " "), " ")
	return found
}

// TestMethodsGolden compares what every method lets everybody do with what was
// looked over by a human. A method that is not in there yet fails it, as does one
// that asks for another thing than it did.
func TestMethodsGolden(t *testing.T) {
	does := map[string]map[string][]string{} // what is asked, and the rows of those who ask it
	order := map[string][]tenant.Action{}
	for _, h := range handles() {
		for m := range h.kind.Methods() {
			name := h.name + "." + m.Name
			if unasked()[name] != "" {
				continue
			}
			for _, w := range ways(t, name, m) {
				found := play(t, h, m, w)
				asked := slices.Sorted(maps.Keys(found.asked))
				title := titleOf(asked)
				order[title] = asked
				if does[title] == nil {
					does[title] = map[string][]string{}
				}
				rows := strings.TrimRight(found.row+"\n"+found.whose, "\n")
				does[title][rows] = append(does[title][rows], name+w.text)
			}
		}
	}
	var text strings.Builder
	var letters []string
	text.WriteString(legend)
	for _, g := range cast() {
		column := ""
		for _, p := range g.players {
			column += p.letter
		}
		letters = append(letters, column)
		fmt.Fprintf(&text, "    %-6s  %s\n", column, g.text)
	}
	for _, title := range slices.SortedFunc(maps.Keys(order), func(a, b string) int { return slices.Compare(order[a], order[b]) }) {
		fmt.Fprintf(&text, "\n=== %s\n%s\n", title, strings.Join(letters, " "))
		for _, rows := range slices.SortedFunc(maps.Keys(does[title]), func(a, b string) int { return slices.Compare(does[title][a], does[title][b]) }) {
			fmt.Fprintf(&text, "%s\n    %s\n", rows, strings.Join(does[title][rows], "\n    "))
		}
	}
	const golden = "testdata/methods.golden"
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(text.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	const meant = "if the change is meant: go test ./distr -run TestMethodsGolden -update"
	is, was := strings.Split(text.String(), "\n\n"), strings.Split(string(want), "\n\n")
	for i := range min(len(is), len(was)) {
		require.Equal(t, was[i], is[i], meant)
	}
	require.Equal(t, string(want), text.String(), meant)
}

func titleOf(asked []tenant.Action) string {
	var texts []string
	for _, do := range asked {
		texts = append(texts, do.String())
	}
	return strings.Join(texts, ", ")
}

const legend = `What comes of every method of a vendor's and of a customer's handle, in
everybody's hands. The title is what was asked of tenant.May, as the refusals say it.

    +  done
    -  forbidden
    .  not there for them
    u  none of the customer's tokens is accepted
    !  another error

Below that, of lists: whose entries they get.

    *  globex's, and others
    g  globex's alone
    x  others alone
    0  none

The columns:

`
