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
	"bytes", "cmp", "crypto/ecdsa", "crypto/ed25519", "crypto/elliptic", "crypto/sha256", "crypto/sha512", "crypto/subtle", "encoding", "encoding/base32", "encoding/base64",
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

// spoken is what of package fmt talks to the terminal.
var spoken = [...]string{"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"}

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
			for n := range ast.Preorder(file.File) {
				if what := noise(file, n); what != "" {
					wrong = append(wrong, fmt.Sprintf("%s/%s: %s", p, name, what))
				}
			}
		}
	}
	return wrong
}

func noise(s source, n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "a goroutine"
	case *ast.ChanType, *ast.SelectStmt:
		return "a channel"
	case *ast.SelectorExpr:
		switch pkg, name := s.uses(n); {
		case pkg == "time" && slices.Contains(clock[:], name):
			return "time." + name + " looks at a clock; take the time as an argument"
		case pkg == "fmt" && slices.Contains(spoken[:], name):
			return "fmt." + name + " talks to the terminal; return what there is to say"
		case n.Sel.Name == "Local":
			return "Local depends on the machine; a time is in UTC"
		}
	}
	return ""
}

func TestQuietRoomsDoNothing(t *testing.T) {
	imports := func(p, pkg string) breach {
		return draft(t, p, "a.go", "package "+p+"; import _ \""+pkg+"\"", p+" imports "+pkg+": a quiet room does nothing")
	}
	hold(t, quietRoomsDoNothing,
		imports("tenant", "context"), imports("tenant", "os"), imports("tenant", "net"), imports("tenant", "net/http"),
		imports("entitlement", "log"), imports("entitlement", "log/slog"), imports("entitlement", "sync"), imports("entitlement", "sync/atomic"),
		imports("license", "crypto/rand"), imports("license", "math/rand"), imports("license", "math/rand/v2"), imports("license", "unsafe"),
		imports("tenant", "github.com/Masterminds/semver/v3"), imports("entitlement", module+"/tenant"),
		draft(t, "entitlement", "a.go", `package entitlement; import "time"; func f() time.Time { return time.Now() }`, "time.Now looks at a clock"),
		draft(t, "entitlement", "a.go", `package entitlement; import clock "time"; func f() any { return clock.Since }`, "time.Since looks at a clock"),
		draft(t, "entitlement", "a.go", `package entitlement; import "time"; func f() { time.Sleep(1) }`, "time.Sleep"),
		draft(t, "entitlement", "a.go", `package entitlement; import "time"; func f(at time.Time) time.Time { return at.Local() }`, "depends on the machine"),
		draft(t, "entitlement", "a.go", `package entitlement; import "fmt"; func f() { fmt.Println() }`, "talks to the terminal"),
		draft(t, "entitlement", "a.go", `package entitlement; func f() { go f() }`, "a goroutine"),
		draft(t, "entitlement", "a.go", `package entitlement; func f(c chan int) {}`, "a channel"),
	)
}
