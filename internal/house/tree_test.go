package house_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const module = "github.com/seed361c4c3e/distr-go"

// A room is one package, as its sources show it; tests are left out.
type room struct {
	path    string // below the module, as in distr/sqlite
	name    string
	files   map[string]source // by file name
	imports map[string]bool   // whole paths
}

// A source is one file, and what the packages that it imports are called there.
type source struct {
	*ast.File
	paths map[string]string // name → path
}

// uses says which package's name a selector is, whatever the package is called
// in the file: "time", "Now". Without types it takes a variable of the same name
// for the package, which has never been wrong yet.
func (s source) uses(n ast.Node) (pkg, name string) {
	if f, ok := n.(*ast.SelectorExpr); ok {
		if x, ok := f.X.(*ast.Ident); ok {
			return s.paths[x.Name], f.Sel.Name
		}
	}
	return "", ""
}

// ours lists the rooms of this project that a room imports.
func (r room) ours() (paths []string) {
	for p := range r.imports {
		if own, ok := strings.CutPrefix(p, module+"/"); ok {
			paths = append(paths, own)
		}
	}
	return paths
}

// tree reads all packages of the module, for whatever system they are built.
func tree(t *testing.T) map[string]room {
	t.Helper()
	root := filepath.Join("..", "..")
	rooms := map[string]room{}
	require.NoError(t, filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return passOver(root, file, d.Name())
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		return read(rooms, filepath.ToSlash(below), filepath.Base(file), string(text))
	}))
	return rooms
}

// passOver leaves out what is not ours to judge: hidden folders, test data,
// programs that were built, and modules of their own.
func passOver(root, dir, name string) error {
	if dir == root {
		return nil
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	if err == nil || strings.HasPrefix(name, ".") || name == "testdata" || name == "bin" {
		return fs.SkipDir
	}
	return nil
}

// read adds one file to the rooms.
func read(rooms map[string]room, below, name, text string) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	r, known := rooms[below]
	if !known {
		r = room{path: below, name: parsed.Name.Name, files: map[string]source{}, imports: map[string]bool{}}
	}
	s := source{parsed, map[string]string{}}
	for _, i := range parsed.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return err
		}
		r.imports[p] = true
		if i.Name != nil {
			s.paths[i.Name.Name] = p
		} else {
			s.paths[called(p)] = p
		}
	}
	r.files[name] = s
	rooms[below] = r
	return nil
}

// called is what a package is called by its path: math/rand/v2 is rand.
func called(p string) string {
	base := path.Base(p)
	if n, ok := strings.CutPrefix(base, "v"); ok && strings.Trim(n, "0123456789") == "" {
		base = path.Base(path.Dir(p))
	}
	return base
}

// A breach is a tree of one file that breaks a rule, and what the rule says then.
type breach struct {
	rooms map[string]room
	why   string
}

func draft(t *testing.T, below, name, text, why string) breach {
	t.Helper()
	rooms := map[string]room{}
	require.NoError(t, read(rooms, below, name, text))
	return breach{rooms, why}
}

// A rule says what is wrong with a tree.
type rule func(map[string]room) []string

// hold asserts that the tree keeps a rule, and that the rule finds each breach.
func hold(t *testing.T, r rule, breaches ...breach) {
	t.Helper()
	require.Empty(t, r(tree(t)))
	require.NotEmpty(t, breaches, "a rule that nothing breaks is none")
	for _, b := range breaches {
		wrong := r(b.rooms)
		require.Len(t, wrong, 1)
		require.Contains(t, wrong[0], b.why)
	}
}
