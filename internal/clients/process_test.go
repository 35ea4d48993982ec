package clients_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/internal/wares"
)

// A program is the built binary with a data folder.
type program struct{ path, data string }

// build builds the program, as a user does.
func build(t *testing.T) program {
	t.Helper()
	p := program{filepath.Join(t.TempDir(), "distr"), filepath.Join(t.TempDir(), "data")}
	if runtime.GOOS == "windows" {
		p.path += ".exe"
	}
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", p.path, "../../cmd/distr")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	return p
}

// do runs a command in a process of its own and reads its JSON answer into v.
func (p program) do(t *testing.T, v any, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), p.path, append(args, "--data", p.data, "--json")...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	require.NoError(t, err, "distr %s", strings.Join(args, " "))
	if v != nil {
		require.NoError(t, json.Unmarshal(out, v), string(out))
	}
}

// serve starts a server in a process of its own. The function that it returns
// ends it with SIGTERM and waits.
func (p program) serve(t *testing.T) (host string, stop func()) {
	t.Helper()
	cmd := exec.Command(p.path, "serve", "--data", p.data, "--listen", "127.0.0.1:0")
	cmd.Stderr = io.Discard
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // if the test ends before it does
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	host, ready := strings.CutPrefix(strings.TrimSpace(line), "distr: listening on http://")
	require.True(t, ready, line)
	return host, func() {
		require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
		require.NoError(t, cmd.Wait())
	}
}

// Every command runs in a process of its own beside a server that is another:
// when it has returned, the server goes by it. A restart of the server changes
// nothing.
func TestCommandsAreInForceWhenTheyReturn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no SIGTERM")
	}
	p := build(t)
	host, stop := p.serve(t)
	s := &site{host: host}

	p.do(t, nil, "product", "add", "app", "--repository", image)
	var staff, cluster struct{ ID, Token string }
	p.do(t, &staff, "token", "add", "--staff", "--name", "ci")
	for _, version := range []string{granted, other} {
		app, err := wares.App(version)
		require.NoError(t, err)
		ci := remote.WithAuth(&authn.Basic{Username: "ci", Password: staff.Token})
		require.NoError(t, remote.WriteIndex(s.reference(t, image, version), app, ci))
		p.do(t, nil, "release", "publish", "app", version)
	}
	p.do(t, nil, "customer", "add", "Globex", "--id", "globex")
	p.do(t, &cluster, "token", "add", "globex", "--name", "cluster")

	is := func(tag string, status int) {
		t.Helper()
		said, _ := (&raw{"globex", cluster.Token}).tag(t, host, tag)
		require.True(t, strings.HasPrefix(said, strconv.Itoa(status)), "%s: %s", tag, said)
	}
	is(granted, http.StatusNotFound)
	p.do(t, nil, "grant", "add", "globex", "app", "--version", granted, "--name", "main")
	is(granted, http.StatusOK)
	is(other, http.StatusForbidden)
	p.do(t, nil, "grant", "amend", "globex", "main", "--add-version", other)
	is(other, http.StatusOK)
	p.do(t, nil, "feature", "disable", "globex", "artifacts")
	is(other, http.StatusNotFound)
	p.do(t, nil, "feature", "enable", "globex", "artifacts")
	is(other, http.StatusOK)
	p.do(t, nil, "grant", "amend", "globex", "main", "--expires", "now")
	is(other, http.StatusForbidden)
	p.do(t, nil, "grant", "amend", "globex", "main", "--expires", "never")
	is(other, http.StatusOK)

	stop()
	host, stop = p.serve(t)
	is(granted, http.StatusOK)
	p.do(t, nil, "token", "revoke", "globex", cluster.ID)
	is(granted, http.StatusUnauthorized)
	stop()

	var pulls []struct {
		Time      time.Time
		Token     string
		Reference string
		Allowed   bool
		Reason    string
	}
	p.do(t, &pulls, "pulls", "globex")
	require.NotEmpty(t, pulls)
	refused := 0
	for _, pull := range pulls {
		require.Equal(t, pull.Allowed, pull.Reason == "granted")
		if !pull.Allowed {
			refused++
		}
	}
	require.Positive(t, refused)
}
