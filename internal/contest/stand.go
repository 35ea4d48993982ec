//go:build unix

package contest

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	kindVariable = "CONTEST_KIND"
	argVariable  = "CONTEST_ARGUMENTS" // as JSON
	marked       = "contest: "         // begins the lines that are for the benchmark
)

// An Offer is what a server says of itself.
type Offer struct {
	Address   string // host:port
	Questions []Question

	// Prepare is called before each round, and costs the server nothing.
	Prepare func() `json:"-"`

	// Finish is called after each round, and waits until the server has done what
	// it went on with once it had answered: the disk and the CPU that this takes
	// would slow down whoever has the next turn. It takes none of the round's time,
	// but what it costs is counted.
	Finish func() `json:"-"`
}

// A Question is a request, and the answer that there has to be.
type Question struct {
	Method, Path, Authorization string

	Status int
	Bytes  int64 // of the body; negative: any
}

// Stand is the server's process. It serves until its input ends. In every other
// process it does nothing.
func Stand(t *testing.T, build func(t *testing.T, kind string, args []string) Offer) {
	t.Helper()
	kind := os.Getenv(kindVariable)
	if kind == "" {
		return // a benchmark starts it, and says as what
	}
	var args []string
	require.NoError(t, json.Unmarshal([]byte(os.Getenv(argVariable)), &args))
	offer := build(t, kind, args)
	says, err := json.Marshal(offer)
	require.NoError(t, err)
	fmt.Println("\n" + marked + string(says))
	for asked := bufio.NewScanner(os.Stdin); asked.Scan(); {
		switch {
		case asked.Text() == prepare && offer.Prepare != nil:
			offer.Prepare()
		case asked.Text() == rest && offer.Finish != nil:
			offer.Finish()
		}
		var used syscall.Rusage
		require.NoError(t, syscall.Getrusage(syscall.RUSAGE_SELF, &used))
		fmt.Printf("%s%d\n", marked, (used.Utime.Nano()+used.Stime.Nano())/1000)
	}
}

// Listen serves a handler until the test ends, and returns its address.
func Listen(t *testing.T, h http.Handler) string {
	t.Helper()
	config := net.ListenConfig{Control: unpaced}
	listener, err := config.Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := httptest.NewUnstartedServer(h)
	require.NoError(t, server.Listener.Close())
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}
