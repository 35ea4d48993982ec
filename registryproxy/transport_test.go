package registryproxy

import (
	"net/http"
	"sync"
)

// A countingTransport keeps the requests that pass through it.
type countingTransport struct {
	inner http.RoundTripper
	mu    sync.Mutex
	seen  []*http.Request
}

func (c *countingTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	c.mu.Lock()
	c.seen = append(c.seen, r.Clone(r.Context()))
	c.mu.Unlock()
	return c.inner.RoundTrip(r)
}

// taken takes the requests so far.
func (c *countingTransport) taken() []*http.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := c.seen
	c.seen = nil
	return seen
}

func (c *countingTransport) count() int { return len(c.taken()) }
