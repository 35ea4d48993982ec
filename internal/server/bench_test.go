//go:build unix

package server

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
)

// The benchmark measures what a request costs the server: the CPU time, user and
// system, of a process that does nothing else. The test binary starts itself once
// more for each server; this variable says where that one sends its traces, or
// "nowhere" for one that nobody watches.
const benchServer = "SERVER_BENCH_TRACES_TO"

func TestMain(m *testing.M) {
	if traces := os.Getenv(benchServer); traces != "" {
		if err := runBenchServer(traces); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

const (
	benchRounds   = 9    // at least so many, alternating
	benchRequests = 4000 // in a round
	benchClients  = 4
)

// BenchmarkObserved compares a GET of a manifest with numbers, traces as many as are
// begun by themselves, and a line in the log for each, with one by a server that
// nobody watches; both keep the pull log. The ratio is to be 1.3 or less.
func BenchmarkObserved(b *testing.B) {
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	b.Cleanup(collector.Close)
	servers := []*benchClient{startBenchServer(b, "nowhere"), startBenchServer(b, collector.URL)}
	costs := make([][]float64, len(servers))
	round := func() {
		for i, s := range servers {
			costs[i] = append(costs[i], s.round(b))
		}
	}
	round()
	costs[0], costs[1] = nil, nil // connections, caches and branches are warm now
	for b.Loop() {
		round()
	}
	for len(costs[0]) < benchRounds {
		round()
	}
	for _, c := range costs {
		slices.Sort(c)
	}
	middle := len(costs[0]) / 2
	b.ReportMetric(costs[0][middle], "bare-cpu-µs/req")
	b.ReportMetric(costs[1][middle], "cpu-µs/req")
	b.ReportMetric(costs[1][middle]/costs[0][middle], "ratio")
}

// A benchOffer is what a server tells about itself on its first line.
type benchOffer struct{ URL, Authorization string }

// A benchClient is a server in a process of its own, and how to ask it.
type benchClient struct {
	offer  benchOffer
	client *http.Client
	ask    io.Writer // a line
	told   *bufio.Reader
}

func startBenchServer(b *testing.B, traces string) *benchClient {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), benchServer+"="+traces)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(b, err)
	out, err := cmd.StdoutPipe()
	require.NoError(b, err)
	require.NoError(b, cmd.Start())
	b.Cleanup(func() {
		_ = in.Close() // and the server ends
		_ = cmd.Wait()
	})
	c := &benchClient{ask: in, told: bufio.NewReader(out), client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: benchClients, DisableCompression: true}}}
	line, err := c.told.ReadBytes('\n')
	require.NoError(b, err)
	require.NoError(b, json.Unmarshal(line, &c.offer))
	return c
}

// round sends the requests of a round and returns the CPU time of one, in
// microseconds.
func (c *benchClient) round(b *testing.B) float64 {
	before := c.cpu(b)
	var left, wrong atomic.Int64
	left.Store(benchRequests)
	var all sync.WaitGroup
	for range benchClients {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				if err := c.one(); err != nil {
					wrong.Add(1)
				}
			}
		})
	}
	all.Wait()
	require.Zero(b, wrong.Load())
	return float64(c.cpu(b)-before) / benchRequests
}

func (c *benchClient) one() error {
	req, err := http.NewRequest(http.MethodGet, c.offer.URL+"/v2/acme/app/manifests/1.4.2", nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", c.offer.Authorization)
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err = io.Copy(io.Discard, resp.Body); err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("it answers %s", resp.Status)
	}
	return err
}

// cpu is how many microseconds the server has computed so far.
func (c *benchClient) cpu(b *testing.B) int64 {
	_, err := fmt.Fprintln(c.ask, "cpu")
	require.NoError(b, err)
	line, err := c.told.ReadString('\n')
	require.NoError(b, err)
	n, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64)
	require.NoError(b, err)
	return n
}

// runBenchServer is the other process. It serves until its input ends.
func runBenchServer(traces string) error {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	root, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(root)
	registry, err := embedded.Open(embedded.Config{Root: root})
	if err != nil {
		return err
	}
	defer registry.Close()
	hub, password, err := benchHub(ctx)
	if err != nil {
		return err
	}
	log, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer log.Close()
	ready := make(chan string, 1)
	c := Config{
		Hub: hub, Vendor: "acme", Registry: registry, Listen: "127.0.0.1:0", FollowEvery: time.Hour,
		Log: slog.New(slog.NewTextHandler(log, nil)), Ready: func(url string) { ready <- url },
	}
	if traces != "nowhere" {
		c.AccessLog, c.MetricsListen, c.TracesTo = true, "127.0.0.1:0", traces
	}
	ended := make(chan error, 1)
	go func() { ended <- Run(ctx, c) }()
	offer := benchOffer{}
	select {
	case offer.URL = <-ready:
	case err := <-ended:
		return err
	}
	if offer.Authorization, err = benchLogin(ctx, offer.URL, password); err != nil {
		return err
	}
	if err := json.NewEncoder(os.Stdout).Encode(offer); err != nil {
		return err
	}
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		var used syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
			return err
		}
		fmt.Println((used.Utime.Nano() + used.Stime.Nano()) / 1000)
	}
	stop()
	return <-ended
}

// benchHub has one customer, who holds one image.
func benchHub(ctx context.Context) (*distr.Hub, string, error) {
	key, err := distr.NewMasterKey(rand.Reader)
	if err != nil {
		return nil, "", err
	}
	images := &tags{}
	images.mean(`{"schemaVersion":2,"layers":[]}` + strings.Repeat(" ", 500))
	hub := distr.New(memory.New(), distr.Config{MasterKeys: []distr.MasterKey{key}, Walker: images})
	acme := hub.Vendor("acme").As(distr.Operator())
	if _, err := acme.CreateProduct(ctx, entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}}); err != nil {
		return nil, "", err
	}
	if _, err := acme.Publish(ctx, "app", "1.4.2", ""); err != nil {
		return nil, "", err
	}
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"})
	if err != nil {
		return nil, "", err
	}
	globex := acme.Account(c.ID)
	if _, err := globex.Grant(ctx, distr.NewGrant{Product: "app", Versions: entitlement.All()}); err != nil {
		return nil, "", err
	}
	_, token, err := globex.NewToken(ctx, "bench")
	return hub, token.Reveal(), err
}

// benchLogin is the Authorization of a customer.
func benchLogin(ctx context.Context, url, password string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/token?scope=repository:acme/app:pull", nil)
	if err != nil {
		return "", err
	}
	req.SetBasicAuth("globex", password)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var answer struct{ Token string }
	err = json.NewDecoder(resp.Body).Decode(&answer)
	return "Bearer " + answer.Token, err
}
