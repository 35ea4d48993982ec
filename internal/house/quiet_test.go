package house_test

import (
	"fmt"
	"go/ast"
	"slices"
	"testing"
)

// harmless is what a quiet room may import of the standard library: packages
// that turn values into values. io is there for io.Reader, where chance comes
// from.
var harmless = [...]string{
	"bytes", "cmp", "crypto/ed25519", "crypto/sha256", "crypto/sha512", "crypto/subtle", "encoding", "encoding/base32", "encoding/base64",
	"encoding/binary", "encoding/hex", "encoding/json", "errors", "fmt", "hash", "hash/crc32", "io", "iter", "maps", "math", "math/big", "math/bits",
	"net/netip", "regexp", "slices", "sort", "strconv", "strings", "time", "unicode", "unicode/utf8",
}

// visitors are the libraries that a quiet room may use besides.
func visitors() map[string][]string {
	return map[string][]string{
		"tenant":      {"golang.org/x/net/idna"},
		"entitlement": {"github.com/Masterminds/semver/v3"},
		"license":     {module + "/tenant", module + "/entitlement", "golang.org/x/net/idna", "golang.org/x/net/publicsuffix"},
	}
}

// clock is what of package time looks at a clock or waits for it.
var clock = [...]string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Local", "LoadLocation"}

// quietRoomsDoNothing: values in, values out.
func quietRoomsDoNothing(rooms map[string]room) (wrong []string) {
	for _, p := range quiet {
		r := rooms[p]
		for i := range r.imports {
			if !slices.Contains(harmless[:], i) && !slices.Contains(visitors()[p], i) {
				wrong = append(wrong, fmt.Sprintf("%s imports %s: a quiet room does nothing", p, i))
			}
		}
		for name, file := range r.files {
			for n := range ast.Preorder(file) {
				if what := noise(n); what != "" {
					wrong = append(wrong, fmt.Sprintf("%s/%s: %s", p, name, what))
				}
			}
		}
	}
	return wrong
}

func noise(n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "a goroutine"
	case *ast.ChanType, *ast.SelectStmt:
		return "a channel"
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clock[:], n.Sel.Name) {
			return "time." + n.Sel.Name + " looks at a clock; take the time as an argument"
		}
	}
	return ""
}

func TestQuietRoomsDoNothing(t *testing.T) {
	hold(t, quietRoomsDoNothing,
		draft(t, "tenant", "a.go", `package tenant; import _ "context"`),
		draft(t, "tenant", "a.go", `package tenant; import _ "crypto/rand"`),
		draft(t, "entitlement", "a.go", `package entitlement; import "time"; func f() time.Time { return time.Now() }`),
		draft(t, "entitlement", "a.go", `package entitlement; func f() { go f() }`),
		draft(t, "license", "a.go", `package license; import _ "sync"`),
	)
}
