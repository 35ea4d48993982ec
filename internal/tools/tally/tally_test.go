package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"
)

// events runs the real go test in a module made of the files of testdata/name.
func events(t *testing.T, name string) []byte {
	t.Helper()
	files, err := txtar.ParseFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	dir := t.TempDir()
	for _, f := range files.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, f.Data, 0o644))
	}
	cmd := exec.CommandContext(t.Context(), "go", "test", "-json", "-timeout=30s", "./...")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		require.ErrorAs(t, err, new(*exec.ExitError), "go test did not run")
	}
	return out
}

func TestAllIsWell(t *testing.T) {
	var out strings.Builder
	code := tally(bytes.NewReader(events(t, "well.txtar")), &out, nil)
	require.Equal(t, 0, code, out.String())
	require.Equal(t, `ok      4 passed, 0 failed, 3 skipped  example.test/well

skipped, no reason given
  example.test/well TestSilent

skipped, skopeo is not installed: install it
  example.test/well TestOuter/needs_skopeo
  example.test/well TestSkopeo

4 passed, 0 failed, 3 skipped
`, out.String())
}

func TestEveryWayToFail(t *testing.T) {
	var out strings.Builder
	code := tally(bytes.NewReader(events(t, "ill.txtar")), &out, nil)
	require.Equal(t, 1, code)
	text := out.String()
	for _, want := range []string{
		"FAIL    1 passed, 1 failed, 0 skipped  example.test/ill/inner\n",
		"--- TestOuter/bad\n    ill_test.go:8: the inner one went wrong\n",
		"FAIL    1 passed, 1 failed, 0 skipped  example.test/ill/outer\n",
		"--- TestOuter\n    ill_test.go:7: the outer one went wrong\n",
		"FAIL    0 passed, 1 failed, 0 skipped  example.test/ill/nobuild\n",
		"undefined: nothing",
		"FAIL    1 passed, 1 failed, 0 skipped  example.test/ill/exits\n",
		"no test to blame\n",
		"FAIL    1 passed, 1 failed, 0 skipped  example.test/ill/panics\n",
		"panic: out of a goroutine",
		"did not come to an end",
	} {
		require.Contains(t, text, want)
	}
	require.Truef(t, strings.HasSuffix(text, `
failed
  example.test/ill/exits
  example.test/ill/inner TestOuter/bad
  example.test/ill/nobuild
  example.test/ill/outer TestOuter
  example.test/ill/panics TestPanic

4 passed, 5 failed, 0 skipped
`), text)
}

func TestWhatIsRead(t *testing.T) {
	const start = `{"Action":"start","Package":"p"}` + "\n" + `{"Action":"run","Package":"p","Test":"TestA"}` + "\n"
	const pass = `{"Action":"pass","Package":"p","Test":"TestA"}` + "\n" + `{"Action":"pass","Package":"p"}` + "\n"
	tests := []struct {
		name, in string
		checks   []string
		code     int
		last     string
	}{
		{name: "nothing", code: 1, last: "no test ran\n\n0 passed, 1 failed, 0 skipped\n"},
		{name: "one package", in: start + pass, last: "\n1 passed, 0 failed, 0 skipped\n"},
		{name: "the same package in two modules", in: start + pass + start + pass, last: "\n2 passed, 0 failed, 0 skipped\n"},
		{name: "a line that is no event", in: "go: hello\n" + start + pass, last: "\n1 passed, 0 failed, 0 skipped\n"},
		{name: "no end", in: start, code: 1, last: "failed\n  p TestA\n\n0 passed, 1 failed, 0 skipped\n"},
		{name: "half an end", in: start + pass[:30], code: 1, last: "failed\n  p TestA\n\n0 passed, 1 failed, 0 skipped\n"},
		{name: "a check that failed", in: start + pass, checks: []string{"lint"}, code: 1,
			last: "failed\n  lint\n\n1 passed, 1 failed, 0 skipped\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			require.Equal(t, tt.code, tally(strings.NewReader(tt.in), &out, tt.checks))
			require.Truef(t, strings.HasSuffix(out.String(), tt.last), out.String())
		})
	}
}
