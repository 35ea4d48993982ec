//go:build unix

package contest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// A Contestant is a server in a process of its own.
type Contestant struct {
	Kind  string
	Offer Offer

	ask     io.Writer // a line
	told    *bufio.Reader
	clients []*client
	next    int // the question that nobody has asked yet, in a circle

	rounds []round
}

// What a server is told to do around a round; it answers how long it has computed.
const (
	prepare = "prepare"
	rest    = "rest"
)

// Enter starts a server of a kind. It ends with the benchmark.
func Enter(b testing.TB, kind string, args ...string) *Contestant {
	b.Helper()
	list, err := json.Marshal(args)
	require.NoError(b, err)
	// It is not killed, but ends with its input, and clears up.
	cmd := exec.CommandContext(context.WithoutCancel(b.Context()), os.Args[0], "-test.run=^TestContestant$", "-test.timeout=0")
	cmd.Env = append(os.Environ(), kindVariable+"="+kind, argVariable+"="+string(list))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(b, err)
	out, err := cmd.StdoutPipe()
	require.NoError(b, err)
	require.NoError(b, cmd.Start())
	c := &Contestant{Kind: kind, ask: in, told: bufio.NewReader(out)}
	b.Cleanup(func() {
		for _, client := range c.clients {
			client.close()
		}
		_ = in.Close() // and the server ends
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
	})
	require.NoError(b, json.Unmarshal([]byte(c.hear(b)), &c.Offer))
	return c
}

// hear reads the next line that is meant for us.
func (c *Contestant) hear(b testing.TB) string {
	b.Helper()
	for {
		line, err := c.told.ReadString('\n')
		require.NoError(b, err, c.Kind)
		if said, ours := strings.CutPrefix(line, marked); ours {
			return strings.TrimSpace(said)
		}
	}
}

// settle says how many microseconds the server has computed so far.
func (c *Contestant) settle(b testing.TB, what string) int64 {
	b.Helper()
	_, err := fmt.Fprintln(c.ask, what)
	require.NoError(b, err)
	used, err := strconv.ParseInt(c.hear(b), 10, 64)
	require.NoError(b, err)
	return used
}
