package cli_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/seed361c4c3e/distr-go/internal/cli"
)

// A server is a serve in the background.
type server struct {
	stop  context.CancelFunc
	ended chan int
	log   bytes.Buffer // to be read once it has ended
}

func serve(ctx context.Context, ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: serve FLAG...")
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &server{stop: cancel, ended: make(chan int, 1)}
	lines, stdout := io.Pipe()
	args = append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)
	go func() {
		s.ended <- cli.Main(ctx, args, strings.NewReader(""), stdout, &s.log, environment(ts))
		_ = stdout.Close()
	}()
	line := make([]byte, 200)
	n, err := lines.Read(line)
	address, ready := strings.CutPrefix(strings.TrimSuffix(string(line[:n]), "\n"), "distr: listening on http://")
	if err != nil || !ready {
		cancel()
		ts.Fatalf("serve said %q, exit code %d, log %s", line[:n], <-s.ended, &s.log)
	}
	address, metrics, _ := strings.Cut(address, ", metrics on http://")
	ts.Setenv("ADDR", address)
	ts.Setenv("METRICS", metrics)
	stateOf(ts).server = s
	ts.Defer(cancel)
}

func finish(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: finish")
	}
	s := stateOf(ts).server
	s.stop()
	select {
	case code := <-s.ended:
		if code != 0 {
			ts.Fatalf("serve ended with %d, log %s", code, &s.log)
		}
		_, err := ts.Stderr().Write(s.log.Bytes())
		ts.Check(err)
	case <-time.After(2 * time.Minute): // a scan is given back first, and the machine may be slow
		ts.Fatalf("serve did not end")
	}
}

func get(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: get PATH STATUS")
	}
	resp, err := http.Get("http://" + ts.Getenv("ADDR") + args[0])
	ts.Check(err)
	_, err = io.Copy(ts.Stdout(), resp.Body)
	ts.Check(errors.Join(err, resp.Body.Close()))
	if got := strconv.Itoa(resp.StatusCode); got != args[1] {
		ts.Fatalf("%s answers %s", args[0], got)
	}
}

// await is for what is counted a moment after it can be seen.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await PATH REGEXP")
	}
	want, err := regexp.Compile("(?m)" + args[1])
	ts.Check(err)
	for until := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		resp, err := http.Get("http://" + ts.Getenv("ADDR") + args[0])
		ts.Check(err)
		body, err := io.ReadAll(resp.Body)
		ts.Check(errors.Join(err, resp.Body.Close()))
		if want.Match(body) {
			return
		}
		if time.Now().After(until) {
			ts.Fatalf("%s does not answer %q: %s", args[0], args[1], body)
		}
	}
}

func pull(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: [!] pull TOKEN REF")
	}
	ref, err := name.ParseReference(ts.Getenv("ADDR")+"/"+args[1], name.Insecure, name.StrictValidation)
	ts.Check(err)
	index, err := remote.Index(ref, remote.WithAuth(&authn.Basic{Username: "test", Password: args[0]}),
		remote.WithRetryBackoff(remote.Backoff{Duration: time.Millisecond, Steps: 1}))
	if err == nil {
		err = validate.Index(index)
	}
	if neg != (err != nil) {
		ts.Fatalf("pulling %s: %v", args[1], err)
	}
	if err != nil {
		_, _ = ts.Stderr().Write([]byte(err.Error() + "\n"))
	}
}
