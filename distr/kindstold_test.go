package distr_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/netip"
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

// A customer's people know each other by name, and the vendor's people not, in the log
// and in the list of secrets; from where anybody came is told to nobody.
func TestWhomACustomerKnows(t *testing.T) {
	o := newOffice(t)
	ctx := t.Context()
	o.join(t, o.globex, "ann@globex.example", "")
	o.join(t, o.globex, "bob@globex.example", tenant.User)
	o.hire(t, "boss@acme.example", "")
	from := netip.MustParseAddr("198.51.100.7")
	boss := o.as(distr.Staff("boss@acme.example").From(distr.ViaPortal, from))
	ann := o.as(distr.CustomerUser("ann@globex.example").From(distr.ViaPortal, from))
	_, err := o.globex.SetAccess(ctx, tenant.AccessFull)
	require.NoError(t, err)
	setOwn(t, boss.Account("globex"), "ONE", "x")
	setOwn(t, ann.Account("globex"), "TWO", "x")
	_, _, err = o.globex.NewToken(ctx, "cluster")
	require.NoError(t, err)
	members, err := o.globex.Members(ctx)
	require.NoError(t, err)
	for _, m := range members {
		if m.Email == "bob@globex.example" {
			require.NoError(t, ann.Account("globex").RemoveMember(ctx, m.ID))
		}
	}
	events, err := ann.Events(ctx, distr.EventQuery{Customer: "globex"})
	require.NoError(t, err)
	names := map[string]int{}
	for _, e := range events {
		names[e.Actor.Name]++
		require.False(t, e.Actor.Address.IsValid())
		require.Zero(t, e.Hash)
		require.NotContains(t, string(e.Data), "boss@")
	}
	require.ElementsMatch(t, []string{"the vendor", "ann@globex.example", "bob@globex.example"}, slices.Collect(maps.Keys(names)))
	for asked, want := range map[string]int{"boss@acme.example": 0, "operator": 0, "the vendor": names["the vendor"], "ann@globex.example": names["ann@globex.example"]} {
		events, err := ann.Events(ctx, distr.EventQuery{Customer: "globex", Actor: asked})
		require.NoError(t, err)
		require.Len(t, events, want, asked)
	}
	states, err := ann.Account("globex").Secrets(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"the vendor", "ann@globex.example"}, []string{states[0].By, states[1].By})
	all, err := o.globex.Secrets(ctx)
	require.NoError(t, err)
	require.Equal(t, "boss@acme.example", all[0].By)
}
