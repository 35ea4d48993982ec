//go:build unix

package faults

import (
	"bufio"
	"encoding/json"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"
)

// A process is a server that runs as one of its own. It ends when this one does,
// since it reads what it is told.
type process struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	log     string // its file
	host    string
	metrics string // the address of its numbers; empty: none

	telling sync.Mutex
	killed  atomic.Bool
}

// spawn starts a server and waits until it listens.
func spawn(t testing.TB, o orders) *process {
	t.Helper()
	text, err := json.Marshal(o)
	require.NoError(t, err)
	p := &process{cmd: exec.Command(os.Args[0], "-test.run=^$"), log: filepath.Join(t.TempDir(), "log")}
	p.cmd.Env = append(os.Environ(), servesAs+"="+string(text))
	log, err := os.Create(p.log)
	require.NoError(t, err)
	defer log.Close() // the child has its own
	p.cmd.Stderr = log
	p.in, err = p.cmd.StdinPipe()
	require.NoError(t, err)
	out, err := p.cmd.StdoutPipe()
	require.NoError(t, err)
	p.out = bufio.NewReader(out)
	require.NoError(t, p.cmd.Start())
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill() // if it has not ended yet
		if t.Failed() {
			text, _ := os.ReadFile(p.log)
			t.Logf("server %d said\n%s", p.cmd.Process.Pid, text[max(0, len(text)-10_000):])
		}
	})
	line, err := p.out.ReadString('\n')
	if err != nil {
		said, _ := os.ReadFile(p.log)
		require.NoError(t, err, "the server did not start: %s", said)
	}
	words := strings.Fields(line)
	u, err := url.Parse(words[0])
	require.NoError(t, err)
	if p.host = u.Host; len(words) > 1 {
		p.metrics = words[1]
	}
	return p
}

// tell has the server do something, and returns its answer. An error is that the
// server has gone.
func (p *process) tell(words string) (string, error) {
	p.telling.Lock()
	defer p.telling.Unlock()
	if _, err := io.WriteString(p.in, words+"\n"); err != nil {
		return "", err
	}
	line, err := p.out.ReadString('\n')
	return strings.TrimSuffix(line, "\n"), err
}

// must is tell for a server that is not going to be killed.
func (p *process) must(t testing.TB, words string) {
	t.Helper()
	answer, err := p.tell(words)
	require.NoError(t, err)
	require.Equal(t, "done", answer, words)
}

// kill ends the server in the middle of whatever it does.
func (p *process) kill(t testing.TB) {
	t.Helper()
	p.killed.Store(true)
	require.NoError(t, p.cmd.Process.Kill())
}

// reap waits for a server that was killed. Nobody may tell it anything any more.
func (p *process) reap(t testing.TB) {
	t.Helper()
	_, _ = io.Copy(io.Discard, p.out) // to its end, as Wait has it
	require.Error(t, p.cmd.Wait(), "it was killed")
}

// end lets the server end by itself.
func (p *process) end(t testing.TB) {
	t.Helper()
	require.NoError(t, p.in.Close())
	_, _ = io.Copy(io.Discard, p.out) // as above
	require.NoError(t, p.cmd.Wait())
}
