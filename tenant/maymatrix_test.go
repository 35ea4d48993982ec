package tenant_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

var update = flag.Bool("update", false, "write the golden files anew")

// actions are the constants as they stand in the source, by their values, and by the
// names that they have there.
func actions(t testing.TB) map[tenant.Action]string {
	file, err := parser.ParseFile(token.NewFileSet(), "action.go", nil, 0)
	require.NoError(t, err)
	named := map[tenant.Action]string{}
	for _, d := range file.Decls {
		block, ok := d.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST {
			continue
		}
		var first tenant.Action
		_, err := fmt.Sscan(block.Specs[0].(*ast.ValueSpec).Values[0].(*ast.BinaryExpr).Y.(*ast.BasicLit).Value, &first)
		require.NoError(t, err)
		for i, spec := range block.Specs {
			named[first+tenant.Action(i)] = spec.(*ast.ValueSpec).Names[0].Name
		}
	}
	return named
}

func TestEveryActionHasARule(t *testing.T) {
	named := actions(t)
	require.Equal(t, "SeeProducts", named[tenant.SeeProducts])
	require.Equal(t, "LeaveCustomer", named[tenant.LeaveCustomer])
	texts := map[string]bool{}
	for do := tenant.Action(0); do < 255; do++ {
		_, named := named[do]
		require.Equal(t, named, tenant.May(tenant.Standing{}, do).Reason != tenant.UnknownAction, "%d", do)
		require.Equal(t, named, do.String() != "do something unknown", "%d", do)
		require.False(t, named && texts[do.String()], "two actions are called %q", do)
		texts[do.String()] = true
	}
}

// A question is one thing that a standing is made of, and the answers that there are.
type question struct {
	answers []string
	set     func(s *tenant.Standing, answer int)
}

func yes(is, isNot string, set func(*tenant.Standing, bool)) question {
	return question{[]string{is, isNot}, func(s *tenant.Standing, answer int) { set(s, answer == 0) }}
}

var (
	roles  = [...]tenant.Role{tenant.Viewer, tenant.User, tenant.Administrator}
	levels = [...]tenant.Access{"", tenant.AccessDisabled, tenant.AccessReadOnly, tenant.AccessFull}
)

// questions are all that a verdict depends on besides the side and the action. Each
// order of them comes to the same; the shortest text comes of the one in which a side's
// reasons are given. Role and access level are asked in two steps for that.
func questions(side tenant.Side) []question {
	member := yes("no role", "a role", func(s *tenant.Standing, is bool) {
		if s.Role = tenant.Viewer; is {
			s.Role = ""
		}
	})
	role := question{[]string{"Viewer", "User", "Administrator"}, func(s *tenant.Standing, i int) {
		if s.Role != "" {
			s.Role = roles[i]
		}
	}}
	access := question{[]string{"access level missing", "access level disabled", "access"}, func(s *tenant.Standing, i int) { s.Access = levels[i] }}
	full := yes("access level read-only", "access level full", func(s *tenant.Standing, is bool) {
		if !is && s.Access == tenant.AccessReadOnly {
			s.Access = tenant.AccessFull
		}
	})
	pending := yes("pending", "joined", func(s *tenant.Standing, is bool) { s.Pending = is })
	assigned := yes("not assigned", "assigned", func(s *tenant.Standing, is bool) { s.Assigned = !is })
	archived := yes("archived", "not archived", func(s *tenant.Standing, is bool) { s.Archived = is })
	portal := yes("portal closed", "portal open", func(s *tenant.Standing, is bool) { s.Open = !is })
	super := yes("not super", "super", func(s *tenant.Standing, is bool) { s.Super = !is })
	feature := yes("feature off", "feature on", func(s *tenant.Standing, is bool) {
		if s.Features = nil; !is {
			s.Features = tenant.StandardFeatures().Names()
		}
	})
	if side == tenant.CustomerSide {
		return []question{member, archived, portal, access, pending, feature, role, full, assigned, super}
	}
	return []question{member, pending, assigned, feature, super, role, archived, portal, access, full}
}

// fold writes, in lines, what becomes of a standing by the questions that are left. A
// question whose answers all come to the same is left out, and answers that come to
// the same stand together. Those that decide come first; if one alone does not, what
// follows from it stands below, as what is left to say.
func fold(do tenant.Action, who tenant.Standing, left []question) []string {
	if len(left) == 0 {
		return []string{string(tenant.May(who, do).Reason)}
	}
	var outcomes [][]string
	var answers []string
	for i, answer := range left[0].answers {
		left[0].set(&who, i)
		lines := fold(do, who, left[1:])
		same := slices.IndexFunc(outcomes, func(o []string) bool { return slices.Equal(o, lines) })
		if same < 0 {
			outcomes, answers = append(outcomes, lines), append(answers, answer)
		} else {
			answers[same] += ", " + answer
		}
	}
	if len(outcomes) == 1 {
		return outcomes[0]
	}
	var decided, open []string
	branches := 0
	for i, o := range outcomes {
		if len(o) == 1 {
			decided = append(decided, fmt.Sprintf("%-48s%s", answers[i], o[0]))
			continue
		}
		branches++
		open = append(open, answers[i]+":")
		for _, line := range o {
			open = append(open, "    "+line)
		}
		if branches == 1 && i == len(outcomes)-1 { // the last of them: go on below
			open = o
		}
	}
	return append(decided, open...)
}

// The file shows who may do what, in every state there is. Each list is read from the
// top: the first line that is true decides, and what is below it need not ask again.
func TestMayGolden(t *testing.T) {
	var text strings.Builder
	for _, side := range []tenant.Side{tenant.CustomerSide, tenant.VendorSide, tenant.OperatorSide, ""} {
		fmt.Fprintf(&text, "=== side %q\n", side)
		var outcomes []string
		does := map[string][]string{}
		for _, do := range slices.Sorted(maps.Keys(actions(t))) {
			outcome := strings.Join(fold(do, tenant.Standing{Side: side}, questions(side)), "\n")
			if does[outcome] == nil {
				outcomes = append(outcomes, outcome)
			}
			does[outcome] = append(does[outcome], do.String())
		}
		for _, outcome := range outcomes {
			fmt.Fprintf(&text, "\n# %s\n%s\n", strings.Join(does[outcome], "\n# "), outcome)
		}
		text.WriteString("\n")
	}
	const golden = "testdata/may.golden"
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(golden, []byte(text.String()), 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), text.String(), "if the change is meant: go test ./tenant -run TestMayGolden -update")
}
