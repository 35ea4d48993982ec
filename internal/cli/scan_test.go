package cli_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/seed361c4c3e/distr-go/internal/cli"
)

// site is a web site to scan, with a cookie that anybody may read on its way.
func site(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: site")
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session", Value: "1"})
		_, _ = io.WriteString(w, "<!doctype html><title>Globex</title>")
	}))
	ts.Defer(server.Close)
	ts.Setenv("SITE", server.URL+"/")
}

// expand writes into files where testdata is. What a scanner is told does not go through
// the variables of a script.
func expand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: expand FILE...")
	}
	folder, err := filepath.Abs("testdata")
	ts.Check(err)
	for _, name := range args {
		ts.Check(os.WriteFile(ts.MkAbs(name), []byte(strings.ReplaceAll(ts.ReadFile(name), "$TESTDATA", folder)), 0o600))
	}
}

// until calls the program until its stdout is like a pattern. It may fail until then, if
// the machine is slow and others write for long.
func until(ctx context.Context, ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until REGEXP ARG...")
	}
	want, err := regexp.Compile("(?m)" + args[0])
	ts.Check(err)
	for end := time.Now().Add(5 * time.Minute); ; time.Sleep(50 * time.Millisecond) {
		var stdout, stderr bytes.Buffer
		code := cli.Main(ctx, args[1:], strings.NewReader(""), &stdout, &stderr, environment(ts))
		if code == 0 && want.Match(stdout.Bytes()) {
			_, err := ts.Stdout().Write(stdout.Bytes())
			ts.Check(err)
			return
		}
		if time.Now().After(end) {
			ts.Fatalf("it does not say %q: %s, exit code %d, stderr %q", args[0], &stdout, code, &stderr)
		}
	}
}
