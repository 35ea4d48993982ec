package cli_test

import (
	"bytes"
	"context"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/seed361c4c3e/distr-go/internal/cli"
)

// letterTo waits until a letter to an address lies in the data folder. stdout is its
// subject and its text, and $CODE the invitation in it, if there is one.
func letterTo(ctx context.Context, ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: letter EMAIL REGEXP")
	}
	want, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	for until := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		files, err := filepath.Glob(filepath.Join(ts.Getenv("DISTR_DATA"), "letters", "*", "*.eml"))
		ts.Check(err)
		for _, file := range files {
			to, text := readLetter(ts, file)
			if to == "<"+args[0]+">" && want.MatchString(text) && settled(ctx, ts, file) {
				_, err := io.WriteString(ts.Stdout(), text)
				ts.Check(err)
				ts.Setenv("CODE", regexp.MustCompile(`dsi_\w+`).FindString(text))
				return
			}
		}
		if time.Now().After(until) {
			ts.Fatalf("no letter to %s with %q; there are %q", args[0], args[1], files)
		}
	}
}

// settled says whether the history has the letter as sent: the file is there a moment
// before that.
func settled(ctx context.Context, ts *testscript.TestScript, file string) bool {
	var sent, stderr bytes.Buffer
	args := []string{"mail", "history", "--state", "sent", "--jsonl"}
	if code := cli.Main(ctx, args, strings.NewReader(""), &sent, &stderr, environment(ts)); code != 0 {
		ts.Fatalf("exit code %d, stderr %q", code, &stderr)
	}
	_, id, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".eml"), "-")
	return strings.Contains(sent.String(), `"`+id+`"`)
}

// readLetter is whom it is to, and its subject and text.
func readLetter(ts *testscript.TestScript, file string) (to, text string) {
	info, err := os.Stat(file)
	ts.Check(err)
	if info.Mode().Perm() != 0o600 {
		ts.Fatalf("%s is of mode %v: others may read it", file, info.Mode())
	}
	raw, err := os.ReadFile(file)
	ts.Check(err)
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	ts.Check(err)
	_, with, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	ts.Check(err)
	part, err := multipart.NewReader(m.Body, with["boundary"]).NextPart()
	ts.Check(err)
	body, err := io.ReadAll(part)
	ts.Check(err)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	ts.Check(err)
	return m.Header.Get("To"), "Subject: " + subject + "\n\n" + string(bytes.ReplaceAll(body, []byte("\r\n"), []byte("\n")))
}
