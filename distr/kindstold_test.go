package distr_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// parsed are the package's files as they stand in the source.
func parsed(t *testing.T) (files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		files = append(files, file)
	}
	return files
}

// TestEveryKindIsThoughtOf finds each kind of event once among those of which is said
// whether customers are told.
func TestEveryKindIsThoughtOf(t *testing.T) {
	kinds, named := map[string]int{}, map[string]int{}
	for _, file := range parsed(t) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				if of, ok := n.Type.(*ast.Ident); ok && of.Name == "Kind" {
					for _, name := range n.Names {
						kinds[name.Name] = 1
					}
				}
			case *ast.FuncDecl:
				if n.Name.Name != "ToCustomers" {
					return true
				}
				ast.Inspect(n.Body, func(n ast.Node) bool {
					if c, ok := n.(*ast.CaseClause); ok {
						for _, e := range c.List {
							named[e.(*ast.Ident).Name]++
						}
					}
					return true
				})
				return false
			}
			return true
		})
	}
	require.Greater(t, len(kinds), 30)
	require.Equal(t, kinds, named)
	listed := distr.Kinds()
	require.Len(t, listed, len(kinds))
	require.True(t, slices.IsSorted(listed), "in byte order")
	require.Len(t, slices.Compact(listed), len(kinds), "each once, and so all of them")
	require.False(t, distr.Kind("").ToCustomers())
	require.False(t, distr.Kind("of.tomorrow").ToCustomers())
}

// A customer's Administrator reads the log without what is the vendor's affair.
func TestACustomersEvents(t *testing.T) {
	o := newShop(t)
	ctx := t.Context()
	grants, err := o.globex.Grants(ctx)
	require.NoError(t, err)
	o.hire(t, "boss@acme.example", "")
	hand := o.hire(t, "hand@acme.example", tenant.User)
	for range 5 { // so that a page of the newest has none that are told
		require.NoError(t, o.acme.Assign(ctx, hand.ID, "globex"))
		require.NoError(t, o.globex.SetGrantLogin(ctx, grants[0].ID, entitlement.NewLogin("robot$acme", "a password")))
		require.NoError(t, o.acme.Unassign(ctx, hand.ID, "globex"))
	}
	ann := o.as(distr.CustomerUser("ann@globex.example"))
	list := func(v *distr.Vendor, limit int) []distr.Event {
		events, err := v.Events(ctx, distr.EventQuery{Customer: "globex", Limit: limit})
		require.NoError(t, err)
		return events
	}
	mine, all := list(ann, 0), list(o.acme, 0)
	var want []distr.Kind
	for _, e := range all {
		if e.Kind.ToCustomers() {
			want = append(want, e.Kind)
		}
	}
	var got []distr.Kind
	for _, e := range mine {
		got = append(got, e.Kind)
		for _, secret := range []string{"robot$acme", "hand@acme.example", `"invite"`} {
			require.NotContains(t, string(e.Data), secret)
		}
	}
	require.Equal(t, want, got)
	require.Contains(t, string(all[0].Data), `"invite"`, "the vendor's people see it")
	require.Contains(t, string(mine[0].Data), `"access"`)
	require.Greater(t, len(all), len(mine)+10)
	for _, limit := range []int{1, 2, len(mine), len(mine) + 5} {
		require.Equal(t, mine[max(0, len(mine)-limit):], list(ann, limit))
	}
}
