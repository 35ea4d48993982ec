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
	files   map[string]*ast.File // by file name
	imports map[string]bool      // whole paths
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
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		return read(rooms, filepath.ToSlash(below), filepath.Base(file), string(source))
	}))
	return rooms
}

// passOver leaves out what is not ours to judge: hidden folders, test data,
// programs that were built, scratch, and modules of their own.
func passOver(root, dir, name string) error {
	if dir == root {
		return nil
	}
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	if err == nil || strings.HasPrefix(name, ".") || name == "testdata" || name == "bin" || filepath.ToSlash(dir) == path.Join("../..", "internal/deps") {
		return fs.SkipDir
	}
	return nil
}

// read adds one file to the rooms.
func read(rooms map[string]room, below, name, source string) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	r, known := rooms[below]
	if !known {
		r = room{path: below, name: parsed.Name.Name, files: map[string]*ast.File{}, imports: map[string]bool{}}
	}
	r.files[name] = parsed
	for _, i := range parsed.Imports {
		p, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return err
		}
		r.imports[p] = true
	}
	rooms[below] = r
	return nil
}

// draft is a tree of one file, for showing that a rule can fail.
func draft(t *testing.T, below, name, source string) map[string]room {
	t.Helper()
	rooms := map[string]room{}
	require.NoError(t, read(rooms, below, name, source))
	return rooms
}

// A rule says what is wrong with a tree.
type rule func(map[string]room) []string

// hold asserts that the tree keeps a rule, and that each of the drafts breaks it.
func hold(t *testing.T, r rule, drafts ...map[string]room) {
	t.Helper()
	require.Empty(t, r(tree(t)))
	for _, d := range drafts {
		require.NotEmpty(t, r(d), "the rule finds nothing wrong with a draft that breaks it")
	}
}
