//go:build unix

package registryproxy

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
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

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// The benchmarks measure what a request costs the server: the CPU time, user and
// system, of a process that does nothing else. The test binary starts itself once
// more for each server; this variable says which one it is to be.
const benchServer = "REGISTRYPROXY_BENCH_SERVER"

func TestMain(m *testing.M) {
	if kind := os.Getenv(benchServer); kind != "" {
		if err := runBenchServer(kind); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// BenchmarkManifest compares an authorised GET of a manifest with a bare handler
// that sends the same bytes. The ratio is to be 1.5 or less.
func BenchmarkManifest(b *testing.B) { compare(b, "bare manifest", "manifest") }

// BenchmarkToken compares the token endpoint with a bare handler that makes one
// ES256 signature and sends as many bytes. The ratio is to be 1.8 or less.
func BenchmarkToken(b *testing.B) { compare(b, "bare token", "token") }

const (
	benchRounds   = 9    // at least so many, alternating
	benchRequests = 4000 // in a round
	benchClients  = 4
)

// compare asks two servers in turn and reports the median cost of each, and the
// ratio of the two.
func compare(b *testing.B, bare, full string) {
	servers := []*benchClient{startBenchServer(b, bare), startBenchServer(b, full)}
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
type benchOffer struct {
	Addr, Path, Authorization string
	Bytes                     int // of an answer's body
}

// A benchClient is a server in a process of its own, and how to ask it.
type benchClient struct {
	offer  benchOffer
	client *http.Client
	ask    io.Writer // a line
	told   *bufio.Reader
}

func startBenchServer(b *testing.B, kind string) *benchClient {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), benchServer+"="+kind)
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
	var left atomic.Int64
	left.Store(benchRequests)
	var wrong atomic.Int64
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
	req, err := http.NewRequest(http.MethodGet, "http://"+c.offer.Addr+c.offer.Path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", c.offer.Authorization)
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, resp.Body)
	if err == nil && (resp.StatusCode != http.StatusOK || n != int64(c.offer.Bytes)) {
		err = fmt.Errorf("%s, %d bytes", resp.Status, n)
	}
	_ = resp.Body.Close()
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
func runBenchServer(kind string) error {
	handler, offer, err := benchHandler(kind)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
	go func() { _ = server.Serve(listener) }() // ends with the process
	offer.Addr = listener.Addr().String()
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
	return nil
}

// benchHandler makes one of the four servers. Both of a pair get the very same
// requests.
func benchHandler(kind string) (http.Handler, benchOffer, error) {
	gate, token, err := newBenchGate()
	if err != nil {
		return nil, benchOffer{}, err
	}
	proxy, err := New(gate, Config{Vendor: acme, Upstream: Upstream{Registry: "upstream.invalid"}, PublicURL: "https://registry.acme.example"})
	if err != nil {
		return nil, benchOffer{}, err
	}
	bearer, err := proxy.sign(context.Background(), gate.who, []access{{"repository", string(app), []string{actionPull}}}, nil, time.Now())
	if err != nil {
		return nil, benchOffer{}, err
	}
	manifest := gate.manifest
	get := benchOffer{Path: "/v2/acme/app/manifests/1.4.2", Authorization: "Bearer " + bearer, Bytes: len(manifest)}
	req, _ := http.NewRequest(http.MethodGet, "/", nil)
	req.SetBasicAuth("globex", token.Reveal())
	ask := benchOffer{
		Path:          "/token?account=globex&scope=" + pull(app) + "&service=registry.acme.example",
		Authorization: req.Header.Get("Authorization"), Bytes: len(`{"token":"","access_token":"","expires_in":300}`) + 2*len(bearer),
	}
	switch kind {
	case "manifest":
		return proxy, get, nil
	case "bare manifest":
		return bare(ociManifest, manifest, func() {}), get, nil
	case "token":
		return proxy, ask, nil
	case "bare token":
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		hash := sha256.Sum256(manifest)
		return bare("application/json", make([]byte, ask.Bytes), func() {
			_, _ = ecdsa.SignASN1(rand.Reader, key, hash[:]) // with this key it cannot fail
		}), ask, err
	default:
		return nil, benchOffer{}, fmt.Errorf("no server is called %q", kind)
	}
}

// bare is the least that a handler can do to send some bytes.
func bare(mediaType string, content []byte, first func()) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		first()
		w.Header().Set("Content-Type", mediaType)
		w.Header().Set("Content-Length", strconv.Itoa(len(content)))
		_, _ = w.Write(content)
	})
}

// A benchGate has one customer, whose holding is prepared, as a gate that answers
// from memory has it.
type benchGate struct {
	who        tenant.Principal
	credential tenant.Credential
	holding    entitlement.Holding
	contents   *entitlement.Contents
	manifest   []byte
	pulls      atomic.Int64
}

func newBenchGate() (*benchGate, tenant.Token, error) {
	who := tenant.Principal{Side: tenant.CustomerSide, Vendor: acme, Customer: "globex"}
	credential, token, err := tenant.NewCredential(who, "bench", time.Now(), rand.Reader)
	layer := described(ociLayer, []byte("one"))
	manifest := []byte(`{"schemaVersion":2,"mediaType":"` + ociManifest + `","config":` + layer + `,"layers":[` + layer + `]}`)
	root := entitlement.SHA256(manifest)
	var contents *entitlement.Contents
	closure := entitlement.Closure{Root: root, Items: []entitlement.Item{
		{Digest: root, Role: entitlement.RoleRoot, Size: int64(len(manifest)), MediaType: ociManifest, Manifest: manifest},
	}}
	contents = contents.With([]entitlement.Pinned{{Version: "1.4.2", Tag: "1.4.2", Closures: []entitlement.Closure{closure}}}, nil)
	holding := entitlement.Holding{Grants: []entitlement.Grant{{ID: "grt_1", Versions: entitlement.Only("1.4.2")}}}.Over(contents)
	return &benchGate{who: token.Claim(), credential: credential, holding: holding, contents: contents, manifest: manifest}, token, err
}

func (g *benchGate) Authenticate(_ context.Context, t tenant.Token) (tenant.Principal, error) {
	if !g.credential.Matches(t, time.Now()) {
		return tenant.Principal{}, tenant.ErrUnauthenticated
	}
	return t.Claim(), nil
}

func (g *benchGate) Repositories(context.Context, tenant.Principal) ([]string, error) {
	return []string{string(app)}, nil
}

func (g *benchGate) Holding(_ context.Context, p tenant.Principal, _ string) (entitlement.Holding, *entitlement.Contents, error) {
	if p != g.who || !g.credential.Live(time.Now()) {
		return entitlement.Holding{}, nil, tenant.ErrUnauthenticated
	}
	return g.holding, g.contents, nil
}

func (g *benchGate) LogPull(context.Context, tenant.Principal, entitlement.Pull) error {
	g.pulls.Add(1)
	return nil
}
