//go:build unix

package faults

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"sync"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A score counts how the requests of many rounds ended.
type score struct {
	mu                     sync.Mutex
	whole, trouble, broken int
}

func (w *world) tally() string {
	w.score.mu.Lock()
	defer w.score.mu.Unlock()
	return fmt.Sprintf("%d answers came whole, %d said that there is trouble, %d broke off", w.score.whole, w.score.trouble, w.score.broken)
}

func (w *world) count(n *int) {
	w.score.mu.Lock()
	defer w.score.mu.Unlock()
	*n++
}

// judge looks at what came of asking for something that is held. It may have broken
// off, and there may be trouble; what has come whole is right.
func (w *world) judge(a answer, err error) func(d entitlement.Digest, want []byte, status int) error {
	return func(d entitlement.Digest, want []byte, status int) error {
		switch {
		case err != nil:
			w.count(&w.score.broken)
			return nil //nolint:nilerr // it is told that the answer is not whole
		case a.status == http.StatusBadGateway || a.status == http.StatusServiceUnavailable:
			w.count(&w.score.trouble)
			return nil
		case a.status != status || a.header.Get("Docker-Content-Digest") != d.String() || !bytes.Equal(a.body, want):
			return fmt.Errorf("%w: %d, %d bytes of %s where it should have been %d and %d bytes of %s", errAnswer,
				a.status, len(a.body), a.header.Get("Docker-Content-Digest"), status, len(want), d)
		default:
			w.count(&w.score.whole)
			return nil
		}
	}
}

// rudeness are clients that stay and do nothing.
type rudeness struct {
	mu    sync.Mutex
	conns []net.Conn
}

// be asks for something, or begins to, and then neither reads nor sends.
func (r *rudeness) be(ctx context.Context, c *client, path string, chance *rand.Rand) error {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", c.host)
	if err != nil {
		return nil //nolint:nilerr // somebody has reset it at once
	}
	r.mu.Lock()
	r.conns = append(r.conns, conn)
	r.mu.Unlock()
	request := fmt.Sprintf("GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n", path, c.bearer)
	if chance.IntN(2) == 0 {
		request = fmt.Sprintf("PUT %s HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nAuthorization: Bearer %s\r\n\r\nhalf", path, c.bearer)
	}
	if chance.IntN(3) == 0 {
		request = request[:chance.IntN(len(request))]
	}
	_, _ = conn.Write([]byte(request)) // or it was cut
	return nil
}

func (r *rudeness) end() {
	for _, conn := range r.conns {
		_ = conn.Close() // whatever has become of it
	}
}
