package cli_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/cli"
)

func TestEveryFailureIsOneLine(t *testing.T) {
	t.Parallel()
	full := writer(func([]byte) (int, error) { return 0, errors.New("no space left on device") })
	for _, tt := range []struct {
		name   string
		stdout writer
		args   string
		line   string
	}{
		{"an answer that cannot be written", full, "customer list", "writing the answer: no space left on device"},
		{"a token that nobody saw", full, "token add --staff --name ci", `token crd_\w+ was made and could not be shown, so revoke it: writing the answer: no space`},
		{"a fault", func([]byte) (int, error) { panic("a fault\nof two lines") }, "customer list", `a fault of this program, please report it: a fault; of two lines \(\S+cli_test.TestEveryFailureIsOneLine\.func2, line \d+\)`},
		{"several at once, and control characters", func([]byte) (int, error) {
			return 0, errors.Join(errors.New("one\x1b[2J"), errors.New("two\u202e"))
		}, "customer list", "writing the answer: one\uFFFD\\[2J; two\uFFFD"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			code := cli.Main(t.Context(), strings.Fields(tt.args), strings.NewReader(""), tt.stdout, &stderr, inFolder(t))
			require.Equal(t, 2, code)
			require.Regexp(t, "^distr: "+tt.line+".*\n$", stderr.String())
		})
	}
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	code := cli.Main(ctx, []string{"customer", "add", "Globex"}, strings.NewReader(""), &stdout, &stderr, inFolder(t))
	require.Equal(t, 2, code)
	require.Equal(t, "distr: interrupted\n", stderr.String())
	require.Empty(t, stdout.String())
}

func TestServeSaysWhereAsJSON(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	var said, stderr bytes.Buffer
	stdout := writer(func(p []byte) (int, error) {
		cancel() // it is up, that is enough
		return said.Write(p)
	})
	code := cli.Main(ctx, []string{"serve", "--listen", "127.0.0.1:0", "--json"}, strings.NewReader(""), stdout, &stderr, inFolder(t))
	require.Equal(t, 0, code, "%s", &stderr)
	require.Regexp(t, `^\{\s*"url": "http://127\.0\.0\.1:[1-9][0-9]*",\s*"metrics": ""\s*\}\n$`, said.String())
}

func TestMainWithoutArguments(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	require.Equal(t, 0, cli.Main(t.Context(), nil, strings.NewReader(""), &stdout, &stderr, inFolder(t)))
	require.Contains(t, stdout.String(), "Usage:\n  distr COMMAND\n")
	require.Empty(t, stderr.String())
}

// inFolder is an environment in which the data folder is the test's own.
func inFolder(t *testing.T) func(string) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "data")
	return func(name string) string {
		if name == "DISTR_DATA" {
			return folder
		}
		return ""
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }
