package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

func TestReadScanners(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "scanners.json")
	require.NoError(t, os.WriteFile(path, []byte(`{
		"nightly": {
			"path": "/bin/sh", "args": ["-c", "echo '{}' > \"$1\"", "scanner", "{output}", "{targets}"], "env": ["PATH", "DB=/var/lib/flaws"],
			"folder": "/tmp", "timeout": "90m", "exits": [1, 7], "maxOutput": "64MiB", "maxFolder": "2GB", "maxLog": "1MiB"
		},
		"quick.2": {"path": "/bin/sh", "args": ["{target}"]}
	}`), 0o600))
	scanners, err := readScanners(path, 2*time.Hour)
	require.NoError(t, err)
	require.Len(t, scanners, 2)
	require.NotNil(t, scanners["nightly"])
	require.NotNil(t, scanners["quick.2"])

	require.NoError(t, os.WriteFile(path, []byte(" {} \n"), 0o600))
	scanners, err = readScanners(path, 2*time.Hour)
	require.NoError(t, err)
	require.Equal(t, map[string]distr.Scanner{}, scanners)
}

// Whatever is wrong is refused when serve begins, and it is said where and what to do.
func TestReadScannersRefuses(t *testing.T) {
	t.Parallel()
	one := func(fields string) string {
		return "{\n\"a\": {\n\"path\": \"/bin/sh\", \"args\": [\"{target}\"]" + fields + "\n}\n}"
	}
	for _, tt := range []struct{ name, text, want string }{
		{"empty", "", "line 1: it ends too early"},
		{"cut off", "{\n\"a\": {\"path\": \"/bin/sh\"", "line 2: it ends too early"},
		{"no JSON", "{\n'a': 1}", "line 2: it is no JSON"},
		{"a list", "[]", "line 1: an object is to stand here, {…}, with a scanner for each name"},
		{"a scanner that is a text", "{\n\n\"a\": \"/bin/sh\"}", "line 3: an object is to stand here, {…}, with a field for each name"},
		{"more behind it", "{}\n{}", "line 2: something follows behind the end; leave it out"},
		{"twice", "{\n\"a\": {\"path\": \"/bin/sh\", \"args\": [\"{target}\"]},\n\"a\": {}}", `line 3: "a" stands there twice; leave one out`},
		{"a field twice", one(",\n\"path\": \"/bin/true\""), `line 4: "path" stands there twice`},
		{"the built-in one", "{\n\"web\": {}}", `line 2: "web" is built in; call this one something else`},
		{"a bad name", "{\"a b\": {}}", `line 1: invalid scan profile "a b"`},
		{"no name", "{\"\": {}}", `line 1: invalid scan profile ""`},
		{"an unknown field", one(",\n\"shell\": true"), `line 4: a scanner has no field "shell"; there are path, args, env`},
		{"another case", one(",\n\"Timeout\": \"1m\""), `line 4: a scanner has no field "Timeout"`},
		{"null", one(",\n\"env\": null"), "line 4: env is null; leave it out"},
		{"null in a list", one(",\n\"env\": [\"PATH\", null]"), "line 4: env holds null; leave that out"},
		{"a text for a list", one(",\n\"env\": \"PATH\""), `line 4: env is to be a list of texts, as in ["…", "…"], and there is a string`},
		{"numbers for texts", one(",\n\"env\": [1]"), `line 4: env is to be a list of texts`},
		{"a number for a time", one(",\n\"timeout\": 600"), `line 4: timeout is to be a text, as in "…", and there is a number`},
		{"a fraction", one(",\n\"exits\": [1.5]"), "line 4: exits is to be a list of whole numbers"},
		{"no time", one(",\n\"timeout\": \"10\""), `line 4: timeout "10": it is a time such as 10m or 1h30m`},
		{"longer than a scan", one(",\n\"timeout\": \"121m\""), `line 4: timeout "121m": a whole scan ends after 2h0m0s; give serve a longer --scan-timeout, or say less here`},
		{"before it begins", one(",\n\"timeout\": \"-1m\""), `line 4: timeout "-1m"`},
		{"no exit code", one(",\n\"exits\": [0]"), "line 4: exits [0]: exit codes besides 0 are 1 to 255"},
		{"no size", one(",\n\"maxLog\": \"much\""), `line 4: maxLog "much": it is a size such as 64MiB, up to 1TiB`},
		{"nothing", one(",\n\"maxOutput\": \"0\""), `line 4: maxOutput "0"`},
		{"no path", "{\"a\": {\n\"args\": [\"{target}\"]\n}}", "line 3: it has no path"},
		{"a relative path", "{\"a\": {\n\"path\": \"bin/scanner\"}}", `line 2: path "bin/scanner" is not whole`},
		{"a name of the PATH", "{\"a\": {\n\"path\": \"sh\"}}", `line 2: path "sh" is not whole`},
		{"a relative folder", one(",\n\"folder\": \"tmp\""), `line 4: folder "tmp" is not whole`},
		{"no program", "{\n\"a\": {\"path\": \"/nowhere/scanner\", \"args\": [\"{target}\"]}}", `line 2: "a": invalid scanner: "/nowhere/scanner" cannot be run`},
		{"a folder for a program", "{\"a\": {\"path\": \"/tmp\", \"args\": [\"{target}\"]}}", `line 1: "a": invalid scanner: "/tmp" cannot be run`},
		{"no target", "{\"a\": {\"path\": \"/bin/sh\", \"args\": [\"-c\"]}}", "its arguments hold {target} or {targets}, and not both"},
		{"a bad variable", one(",\n\"env\": [\"=x\"]"), `"a": invalid scanner: "" is no variable of the environment`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "scanners.json")
			require.NoError(t, os.WriteFile(path, []byte(tt.text), 0o600))
			_, err := readScanners(path, 2*time.Hour)
			require.ErrorContains(t, err, tt.want)
			require.ErrorContains(t, err, path)
		})
	}
}

// Who may write the file may run programs.
func TestReadScannersOfOthers(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	_, err := readScanners(filepath.Join(folder, "missing.json"), time.Hour)
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = readScanners(folder, time.Hour)
	require.ErrorContains(t, err, "is no file")

	path := filepath.Join(folder, "scanners.json")
	require.NoError(t, os.WriteFile(path, []byte("{}"+strings.Repeat(" ", maxScanners)), 0o600))
	_, err = readScanners(path, 2*time.Hour)
	require.ErrorContains(t, err, "has more than 1048576 bytes")

	if runtime.GOOS == "windows" {
		t.Skip("there are no modes")
	}
	require.NoError(t, os.WriteFile(path, []byte("{}"), 0o600))
	require.NoError(t, os.Chmod(path, 0o666))
	_, err = readScanners(path, 2*time.Hour)
	require.ErrorContains(t, err, "everybody on this machine may write")
}
