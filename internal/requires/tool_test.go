package requires

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// A verdict is a test that remembers how it was ended, and ends.
type verdict struct {
	testing.TB
	skipped, failed string
}

func (v *verdict) Helper() {}
func (v *verdict) Skipf(format string, args ...any) {
	v.skipped = fmt.Sprintf(format, args...)
	panic(v)
}
func (v *verdict) Fatalf(format string, args ...any) {
	v.failed = fmt.Sprintf(format, args...)
	panic(v)
}

// end runs fn and gives back how it ended its test.
func end(t *testing.T, fn func(testing.TB)) (v *verdict) {
	t.Helper()
	v = &verdict{TB: t}
	defer func() {
		if p := recover(); p != nil && p != any(v) {
			panic(p)
		}
	}()
	fn(v)
	return v
}

func TestToolThatIsMissing(t *testing.T) {
	tests := []struct {
		name, tool, require string
		skipped, failed     string
	}{
		{
			name: "skips", tool: "skopeo",
			skipped: "skopeo is not installed: install it with: apt-get install skopeo (or make tools, as root on Debian)",
		},
		{
			name: "fails where all is required", tool: "dockerd", require: "all",
			failed: "dockerd is not installed: install it with: apt-get install docker.io (or make tools, as root on Debian)",
		},
		{
			name: "is built by make", tool: "helm",
			skipped: "helm is not installed: build it with: make tools",
		},
		{
			name: "is another of Debian's", tool: "podman",
			skipped: "podman is not installed: install it with: apt-get install podman (or make tools, as root on Debian)",
		},
		{
			name: "is one of ours", tool: "oras-pull",
			skipped: "oras-pull is not installed: build it with: make tools",
		},
		{
			name: "is unpacked", tool: "docker-registry",
			skipped: "docker-registry is not installed: unpack it with: make tools (on Debian)",
		},
		{
			name: "is one we know nothing of", tool: "no-such-tool", require: "all",
			failed: "no-such-tool is not installed: install it and put it on PATH",
		},
		{
			name: "skips unless the word is all", tool: "no-such-tool", require: "some",
			skipped: "no-such-tool is not installed: install it and put it on PATH",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Setenv("DISTR_TEST_REQUIRE", tt.require)
			t.Setenv("PATH", t.TempDir())
			t.Chdir(t.TempDir())
			v := end(t, func(t testing.TB) { Tool(t, tt.tool) })
			require.Equal(t, tt.skipped, v.skipped)
			require.Equal(t, tt.failed, v.failed)
		})
	}
}

func TestToolThatIsThere(t *testing.T) {
	project, path := t.TempDir(), t.TempDir()
	room := filepath.Join(project, "internal", "room")
	program := func(file string) string {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte("#!/bin/sh\n"), 0o755))
		return file
	}
	inPath := program(filepath.Join(path, "crane.bat")) // .bat is what Windows calls a program
	t.Setenv("PATHEXT", ".bat")
	if filepath.Separator == '/' {
		inPath = program(filepath.Join(path, "crane"))
	}
	require.NoError(t, os.MkdirAll(room, 0o755))
	t.Setenv("PATH", path)
	t.Chdir(room)

	require.Equal(t, inPath, Tool(t, "crane"))

	require.NoError(t, os.WriteFile(filepath.Join(project, "go.mod"), nil, 0o644))
	built := program(filepath.Join(project, "bin", filepath.Base(inPath)))
	want, err := filepath.EvalSymlinks(built) // macOS keeps temporary folders behind a link
	require.NoError(t, err)
	got, err := filepath.EvalSymlinks(Tool(t, "crane"))
	require.NoError(t, err)
	require.Equal(t, want, got, "the project's own build comes first")
}

func TestRoot(t *testing.T) {
	t.Setenv("DISTR_TEST_REQUIRE", "")
	v := end(t, func(t testing.TB) { Root(t) })
	if os.Geteuid() == 0 {
		require.Empty(t, v.skipped)
	} else {
		require.Equal(t, "this needs the rights of root: run the tests as root", v.skipped)
	}
	require.Empty(t, v.failed)
}
