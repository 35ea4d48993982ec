package house_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// starters may start goroutines, each for a reason.
func starters() map[string]string {
	return map[string]string{
		"distr/storetest/meeting.go":     "a suite makes the races that a store has to bear",
		"distr/storetest/consistent.go":  "as above",
		"distr/storetest/cancel.go":      "as above",
		"internal/child/process.go":      "a process is killed after a while, and what it writes is read until then",
		"internal/contest/race.go":       "waits for the clients of a round",
		"internal/demo/demo.go":          "Run serves while it plays, and waits for the server before it returns",
		"internal/dockertest/process.go": "waits for the daemon that a test started",
		"internal/embedded/registry.go":  "Open starts the server, and Close waits for its end",
		"internal/nameserver/server.go":  "Start serves a test, which waits for its end",
		"internal/server/server.go":      "Run waits for the server before it returns",
		"internal/server/keep.go":        "Run waits for the keeper of the pull log before it returns",
		"distr/pullkeeper.go":            "KeepPulls goes on while it waits for the store, and waits for it before it returns",
		"distr/runkeeper.go":             "KeepScanning hands out and carries out at the same time, several runs at once, and waits for all before it returns",
		"distr/runner.go":                "a scanner runs beside what says that it goes on; one that does not end though it was told to is left behind",
		"distr/mail/mailer.go":           "Run carries events and sends letters at the same time, looks up a record, and waits for all",
		"distr/mail/smtp.go":             "closes a connection when the caller's context ends, and is stopped before send returns",
		"distr/webhook/roster.go":        "Run tells each endpoint by itself, and waits for all before it returns",
		"distr/scan/folder.go":           "a scanner's folder is measured while it runs, and the run waits for the end of that",
		"distr/scan/webround.go":         "several sites are looked at at a time, and the scan waits for all",
		"distr/mail/bounded.go":          "closes a connection when its life ends",
		"examples/scanner/main.go":       "scans go on while it waits for the first, and run waits for their end",
		"cmd/distr/main.go":              "a second signal ends the program at once",
		"registryproxy/transfer.go":      "a timer that does nothing but cancel a request, and is stopped with the transfer",
		"registryproxy/blobsfill.go":     "a blob that is fetched to be kept outlives the client that asked first; Blobs.Close waits for it",
		"registryproxy/blobshash.go":     "a blob is hashed beside its fetch, which waits for the sum before it ends",
		"registryproxy/several.go":       "a walk asks for several things at a time, and waits for all",
	}
}

// carriers may put something into a context: tracing, and nothing else.
func carriers() map[string]string {
	return map[string]string{
		"internal/server/requestid.go": "the ID of a request, which every line of the log about it bears",
	}
}

// nothingAtADistance: no init, no globals that change, no values in contexts, and
// goroutines only where a reason is given.
func nothingAtADistance(rooms map[string]room) (wrong []string) {
	for p, r := range rooms {
		global := globals(r)
		for name, file := range r.files {
			at := p + "/" + name
			for _, d := range file.Decls {
				for _, what := range append(declared(d), changed(file, d, global)...) {
					wrong = append(wrong, at+": "+what)
				}
			}
			for n := range ast.Preorder(file.File) {
				what := distant(file, n)
				if what != "" && !(what == starts && starters()[at] != "") && !(what == carries && carriers()[at] != "") {
					wrong = append(wrong, at+": "+what)
				}
			}
		}
	}
	return wrong
}

const (
	starts  = "starts a goroutine"
	carries = "puts a value into a context; take it as an argument"
)

func distant(s source, n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return starts
	case *ast.ImportSpec:
		if n.Name != nil && n.Name.Name == "." {
			return "imports names without saying where from"
		}
	case *ast.SelectorExpr:
		if pkg, name := s.uses(n); pkg == "context" && name == "WithValue" {
			return carries
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) == 1 && f.Sel.Name == "Go" {
			if _, ok := n.Args[0].(*ast.FuncLit); ok {
				return starts
			}
		}
		if pkg, name := s.uses(n.Fun); pkg == "time" && name == "AfterFunc" || pkg == "context" && name == "AfterFunc" {
			return starts
		}
	}
	return ""
}

func declared(d ast.Decl) (wrong []string) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Name.Name == "init" {
			wrong = append(wrong, "has an init")
		}
	case *ast.GenDecl:
		if d.Tok != token.VAR {
			return nil
		}
		for _, s := range d.Specs {
			v, ok := s.(*ast.ValueSpec)
			if ok && v.Names[0].Name != "_" && !constant(v) && !embeds(d, v) {
				wrong = append(wrong, fmt.Sprintf("%s is a variable of the package; make it a constant, a function or a field", v.Names[0].Name))
			}
		}
	}
	return wrong
}

// constant says whether a variable of a package is one only because Go has no
// such constants: errors, compiled patterns, fixed dates, arrays.
func constant(v *ast.ValueSpec) bool {
	makers := []string{"errors.New", "fmt.Errorf", "regexp.MustCompile", "time.Date"}
	for _, value := range v.Values {
		switch x := value.(type) {
		case *ast.CallExpr:
			f, ok := x.Fun.(*ast.SelectorExpr)
			if !ok {
				return false
			}
			from, ok := f.X.(*ast.Ident)
			if !ok || !slices.Contains(makers, from.Name+"."+f.Sel.Name) {
				return false
			}
		case *ast.CompositeLit:
			if array, ok := x.Type.(*ast.ArrayType); !ok || array.Len == nil {
				return false
			}
		default:
			return false
		}
	}
	return len(v.Values) > 0
}

// embeds says whether a variable holds files that are built in.
func embeds(d *ast.GenDecl, v *ast.ValueSpec) bool {
	for _, doc := range []*ast.CommentGroup{d.Doc, v.Doc} {
		if doc == nil {
			continue
		}
		for _, c := range doc.List {
			if strings.HasPrefix(c.Text, "//go:embed ") {
				return true
			}
		}
	}
	return false
}

func TestNothingAtADistance(t *testing.T) {
	hold(t, nothingAtADistance,
		draft(t, "distr", "a.go", `package distr; func init() {}`, "has an init"),
		draft(t, "distr", "a.go", `package distr; var known = map[string]int{}`, "known is a variable of the package"),
		draft(t, "distr", "a.go", `package distr; var list = []string{"a"}`, "list is a variable"),
		draft(t, "distr", "a.go", `package distr; var count int`, "count is a variable"),
		draft(t, "distr", "a.go", `package distr; import "errors"; var errA = errors.New("a"); func f() { errA = nil }`, "changes errA"),
		draft(t, "distr", "a.go", `package distr; var list = [...]string{"a"}; func f() { list[0] = "b" }`, "changes list"),
		draft(t, "distr", "a.go", `package distr; var list = [...]int{1}; func f() { list[0]++ }`, "changes list"),
		draft(t, "distr", "a.go", `package distr; var list = [...]int{1}; func f() *[1]int { return &list }`, "changes list"),
		draft(t, "distr", "a.go", `package distr; import "io"; func f() { io.EOF = nil }`, "changes io.EOF"),
		draft(t, "distr", "a.go", `package distr; import "net/http"; func f() { http.DefaultClient.Timeout = 1 }`, "changes net/http.DefaultClient"),
		draft(t, "distr", "a.go", `package distr; import "context"; func f(c context.Context) { context.WithValue(c, 1, 2) }`, "into a context"),
		draft(t, "distr", "a.go", `package distr; import c "context"; func f() any { return c.WithValue }`, "into a context"),
		draft(t, "distr", "a.go", `package distr; import . "time"`, "without saying where from"),
		draft(t, "distr", "a.go", `package distr; func f() { go f() }`, starts),
		draft(t, "distr", "a.go", `package distr; import "time"; func f() { time.AfterFunc(0, f) }`, starts),
		draft(t, "distr", "a.go", `package distr; import "sync"; func f(w *sync.WaitGroup) { w.Go(func() {}) }`, starts),
	)
}

// A reason for a goroutine that is gone would serve the next one, and so would one
// for a value in a context.
func TestEveryReasonIsNeeded(t *testing.T) {
	starting, carrying := map[string]string{}, map[string]string{}
	for p, r := range tree(t) {
		for name, file := range r.files {
			for n := range ast.Preorder(file.File) {
				switch at := p + "/" + name; distant(file, n) {
				case starts:
					starting[at] = starters()[at]
				case carries:
					carrying[at] = carriers()[at]
				}
			}
		}
	}
	require.Equal(t, starters(), starting)
	require.Equal(t, carriers(), carrying)
}
