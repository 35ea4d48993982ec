//go:build unix

package embedded

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A contestant is a server in a process of its own.
type contestant struct {
	kind   string
	offer  contestOffer
	ask    io.Writer
	told   *bufio.Reader
	client *http.Client

	rates, costs []float64 // GB/s, and seconds of its CPU for each GB
}

// A contestOffer is what a server says of itself on its first line.
type contestOffer struct{ Address, Path, Authorization string }

func enter(b *testing.B, kind, file, origin string) *contestant {
	b.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestContestant$")
	cmd.Env = append(os.Environ(), contestKind+"="+kind, contestFile+"="+file, contestOrigin+"="+origin)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(b, err)
	out, err := cmd.StdoutPipe()
	require.NoError(b, err)
	require.NoError(b, cmd.Start())
	b.Cleanup(func() {
		_ = in.Close() // and the server ends
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait()
	})
	c := &contestant{kind: kind, ask: in, told: bufio.NewReader(out), client: &http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: 8, DisableCompression: true, ReadBufferSize: 256 << 10,
	}}}
	require.NoError(b, json.Unmarshal([]byte(c.hear(b)), &c.offer))
	return c
}

// hear reads the next line that is meant for us.
func (c *contestant) hear(b *testing.B) string {
	b.Helper()
	for {
		line, err := c.told.ReadString('\n')
		require.NoError(b, err)
		if said, ours := strings.CutPrefix(line, contestSays); ours {
			return strings.TrimSpace(said)
		}
	}
}

// settle has the server do what it does between rounds, and says how many
// microseconds it has computed so far.
func (c *contestant) settle(b *testing.B, what string) int64 {
	b.Helper()
	_, err := fmt.Fprintln(c.ask, what)
	require.NoError(b, err)
	used, err := strconv.ParseInt(c.hear(b), 10, 64)
	require.NoError(b, err)
	return used
}

func (c *contestant) round(b *testing.B, clients int) {
	b.Helper()
	before := c.settle(b, "prepare")
	began := time.Now()
	var all sync.WaitGroup
	wrong := make(chan error, clients)
	for range clients {
		all.Go(func() {
			if err := c.pull(); err != nil {
				wrong <- err
			}
		})
	}
	all.Wait()
	took := time.Since(began)
	after := c.settle(b, "rest")
	close(wrong)
	require.NoError(b, <-wrong)
	sent := float64(clients) * pulledSize / 1e9
	c.rates = append(c.rates, sent/took.Seconds())
	c.costs = append(c.costs, float64(after-before)/1e6/sent)
}

func (c *contestant) pull() error {
	req, err := http.NewRequest(http.MethodGet, c.offer.Address+c.offer.Path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", c.offer.Authorization)
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	n, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{resp.Body}, make([]byte, 256<<10))
	if err == nil && (resp.StatusCode != http.StatusOK || n != pulledSize) {
		err = fmt.Errorf("%s, %d bytes", resp.Status, n)
	}
	_ = resp.Body.Close() // it was only read
	return err
}
