package house_test

import (
	"fmt"
	"go/ast"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// oneDecision: entitlement.Holding.Decide is the only code that says yes. Nobody
// else makes a decision that allows something, and within the room only decide
// does, by what weigh says.
func oneDecision(rooms map[string]room) (wrong []string) {
	for p, r := range rooms {
		for name, file := range r.files {
			for where, n := range within(file) {
				if p == "entitlement" && (where == "decide" || where == "weigh") {
					continue
				}
				if what := allows(file, n); what != "" {
					wrong = append(wrong, fmt.Sprintf("%s/%s: %s %s; ask entitlement.Holding", p, name, where, what))
				}
			}
		}
	}
	return wrong
}

func allows(s source, n ast.Node) string {
	switch n := n.(type) {
	case *ast.Ident:
		if n.Name == "weightYes" {
			return "weighs a grant itself"
		}
	case *ast.AssignStmt:
		for _, target := range n.Lhs {
			if f, ok := target.(*ast.SelectorExpr); ok && f.Sel.Name == "Allowed" {
				return "sets what is allowed"
			}
		}
	case *ast.CompositeLit:
		pkg, name := s.uses(n.Type)
		if own, ok := n.Type.(*ast.Ident); ok && s.Name.Name == "entitlement" {
			pkg, name = module+"/entitlement", own.Name
		}
		if pkg != module+"/entitlement" || name != "Decision" {
			return ""
		}
		for _, e := range n.Elts {
			pair, named := e.(*ast.KeyValueExpr)
			if !named {
				return "makes a decision"
			}
			if field, ok := pair.Key.(*ast.Ident); ok && field.Name == "Allowed" {
				return "makes a decision"
			}
		}
	}
	return ""
}

// within yields what a file's functions consist of, each with the function's
// name.
func within(s source) func(func(string, ast.Node) bool) {
	return func(yield func(string, ast.Node) bool) {
		for _, d := range s.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || f.Body == nil {
				continue
			}
			for n := range ast.Preorder(f.Body) {
				if !yield(f.Name.Name, n) {
					return
				}
			}
		}
	}
}

func TestOneDecision(t *testing.T) {
	const header = `import e "` + module + `/entitlement"; `
	hold(t, oneDecision,
		draft(t, "distr", "a.go", `package distr; `+header+`func f() e.Decision { return e.Decision{Allowed: true} }`, "f makes a decision"),
		draft(t, "distr", "a.go", `package distr; `+header+`func f() e.Decision { return e.Decision{true, "", "", "", x} }`, "f makes a decision"),
		draft(t, "registryproxy", "a.go", `package registryproxy; `+header+`func f(d *e.Decision) { d.Allowed = true }`, "f sets what is allowed"),
		draft(t, "entitlement", "a.go", `package entitlement; func (h Holding) Quick() Decision { return Decision{Allowed: true} }`, "Quick makes a decision"),
		draft(t, "entitlement", "a.go", `package entitlement; func (h Holding) Any() bool { return h.Grants[0].weigh(x, true, true) == weightYes }`, "Any weighs a grant itself"),
	)
}

// writers call Store.Update, each for a reason.
func writers() []string {
	return []string{
		"distr/vendor.go: write",            // which keeps no change without an event
		"distr/pullstore.go: writePulls",    // the entry of the log is what happened
		"distr/usewriter.go: writeUses",     // when somebody was last seen is no change
		"distr/resolve.go: writeSecretUses", // nor is which installation gets which secret
		"distr/usagewriter.go: writeUsages", // the use that is kept is what happened; alerts go the way of all events
		"distr/sweep.go: sweepLicenses",     // where a gauge stands is no change; alerts likewise
		"distr/carry.go: carry",             // nor is how far scans have come; what people are to know of them goes the way of all events
		"distr/outbox.go: post",             // how far a courier has come is no change, and would have to be delivered too
	}
}

// updaters are the functions that call Store.Update, but for stores and their
// tests, which speak of their own.
func updaters(rooms map[string]room) (at []string) {
	stores := []string{"distr/memory", "distr/sqlite", "distr/postgres", "distr/storetest", "internal/sqlstore"}
	for p, r := range rooms {
		if slices.Contains(stores, p) || p != "distr" && !r.imports[module+"/distr"] {
			continue
		}
		for name, file := range r.files {
			for where, n := range within(file) {
				if updates(n) {
					at = append(at, fmt.Sprintf("%s/%s: %s", p, name, where))
				}
			}
		}
	}
	return at
}

// oneWayToWrite: whoever changes something says what happened, since there is
// one way to change anything.
func oneWayToWrite(rooms map[string]room) (wrong []string) {
	for _, at := range updaters(rooms) {
		if !slices.Contains(writers(), at) {
			wrong = append(wrong, at+" writes past Vendor.update")
		}
	}
	return wrong
}

// updates says whether something is a call like Store.Update(ctx, vendor, fn).
func updates(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok || len(call.Args) != 3 {
		return false
	}
	f, ok := call.Fun.(*ast.SelectorExpr)
	return ok && f.Sel.Name == "Update"
}

func TestOneWayToWrite(t *testing.T) {
	require.ElementsMatch(t, writers(), updaters(tree(t)))
	hold(t, oneWayToWrite,
		draft(t, "distr", "account.go", `package distr; func (a *Account) f() { a.vendor.hub.store.Update(ctx, id, fn) }`, "distr/account.go: f writes past"),
		draft(t, "internal/cli", "a.go", `package cli; import _ "`+module+`/distr"; func f() { store.Update(ctx, id, fn) }`, "internal/cli/a.go: f writes past"),
	)
}
