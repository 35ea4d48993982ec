package house_test

import (
	"go/ast"
	"go/token"
)

// globals are the names of the package's variables.
func globals(r room) map[string]bool {
	names := map[string]bool{}
	for _, file := range r.files {
		for _, d := range file.Decls {
			if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.VAR {
				for _, s := range d.Specs {
					for _, name := range s.(*ast.ValueSpec).Names {
						names[name.Name] = name.Name != "_"
					}
				}
			}
		}
	}
	return names
}

// changed finds what a function does to variables of its own or another package:
// it assigns to them, counts them up, or takes their address.
func changed(s source, d ast.Decl, global map[string]bool) (wrong []string) {
	f, ok := d.(*ast.FuncDecl)
	if !ok || f.Body == nil {
		return nil
	}
	own := locals(f)
	judge := func(target ast.Expr) {
		for x := target; x != nil; x = inner(x) {
			if name, ok := x.(*ast.Ident); ok && global[name.Name] && !own[name.Name] {
				wrong = append(wrong, "changes "+name.Name+", a variable of the package")
			}
			if pkg, name := s.uses(x); pkg != "" && !own[called(pkg)] {
				wrong = append(wrong, "changes "+pkg+"."+name)
			}
		}
	}
	for n := range ast.Preorder(f.Body) {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, target := range n.Lhs {
					judge(target)
				}
			}
		case *ast.IncDecStmt:
			judge(n.X)
		case *ast.UnaryExpr:
			if _, made := n.X.(*ast.CompositeLit); n.Op == token.AND && !made {
				judge(n.X)
			}
		}
	}
	return wrong
}

// locals are the names that a function declares itself, anywhere in it.
func locals(f *ast.FuncDecl) map[string]bool {
	names := map[string]bool{}
	for n := range ast.Preorder(f) {
		switch n := n.(type) {
		case *ast.Field:
			for _, name := range n.Names {
				names[name.Name] = true
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				names[name.Name] = true
			}
		case *ast.AssignStmt:
			for _, x := range n.Lhs {
				if name, ok := x.(*ast.Ident); ok && n.Tok == token.DEFINE {
					names[name.Name] = true
				}
			}
		case *ast.RangeStmt:
			for _, x := range []ast.Expr{n.Key, n.Value} {
				if name, ok := x.(*ast.Ident); ok && n.Tok == token.DEFINE {
					names[name.Name] = true
				}
			}
		}
	}
	return names
}

// inner is what an expression is a part of: list[i] for list[i].field, and so on
// down to nil.
func inner(x ast.Expr) ast.Expr {
	switch x := x.(type) {
	case *ast.SelectorExpr:
		return x.X
	case *ast.IndexExpr:
		return x.X
	case *ast.StarExpr:
		return x.X
	case *ast.ParenExpr:
		return x.X
	default:
		return nil
	}
}
