package house_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// inexact are the types that round where nobody sees it.
var inexact = [...]string{"float32", "float64", "complex64", "complex128"}

// throughFloats are functions, types and methods that lead to such types although
// none is named.
var throughFloats = [...]string{
	"ParseFloat", "FormatFloat", "AppendFloat", "ParseComplex", "Float", "NewFloat", "Float32", "Float64", "SetFloat64", "Hours", "Minutes", "Seconds",
}

// moneyIsExact: package license has no float, not even one on the way.
func moneyIsExact(rooms map[string]room) (wrong []string) {
	for name, file := range rooms["license"].files {
		for n := range ast.Preorder(file.File) {
			if what := rounds(file, n); what != "" {
				wrong = append(wrong, fmt.Sprintf("license/%s: %s; count in whole units", name, what))
			}
		}
	}
	return wrong
}

func rounds(s source, n ast.Node) string {
	switch n := n.(type) {
	case *ast.BasicLit:
		if n.Kind == token.FLOAT || n.Kind == token.IMAG {
			return n.Value + " is a float"
		}
	case *ast.Ident:
		if slices.Contains(inexact[:], n.Name) {
			return n.Name + " is not exact"
		}
	case *ast.SelectorExpr:
		pkg, name := s.uses(n)
		if pkg == "math" && !strings.HasPrefix(name, "MaxInt") && !strings.HasPrefix(name, "MinInt") && !strings.HasPrefix(name, "MaxUint") {
			return "math." + name + " is for floats"
		}
		if slices.Contains(throughFloats[:], n.Sel.Name) {
			return n.Sel.Name + " leads to a float"
		}
	}
	return ""
}

func TestMoneyIsExact(t *testing.T) {
	hold(t, moneyIsExact,
		draft(t, "license", "a.go", `package license; func f(x float64) {}`, "float64 is not exact"),
		draft(t, "license", "a.go", `package license; type rate float32`, "float32 is not exact"),
		draft(t, "license", "a.go", `package license; func f(x complex128) {}`, "complex128 is not exact"),
		draft(t, "license", "a.go", `package license; const half = 0.5`, "0.5 is a float"),
		draft(t, "license", "a.go", `package license; var many int64 = 1e9`, "1e9 is a float"),
		draft(t, "license", "a.go", `package license; const i = 2i`, "2i is a float"),
		draft(t, "license", "a.go", `package license; import "math"; func f(a int64) any { return math.Round(a) }`, "math.Round is for floats"),
		draft(t, "license", "a.go", `package license; import m "math"; const pi = m.Pi`, "math.Pi is for floats"),
		draft(t, "license", "a.go", `package license; import "strconv"; func f(s string) (any, error) { return strconv.ParseFloat(s, 64) }`, "ParseFloat leads to a float"),
		draft(t, "license", "a.go", `package license; import "math/big"; func f() any { return big.NewFloat(1) }`, "NewFloat leads to a float"),
		draft(t, "license", "a.go", `package license; import "time"; func f(d time.Duration) int { return int(d.Hours()) }`, "Hours leads to a float"),
	)
}
