package scan

import (
	"context"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/seed361c4c3e/distr-go/internal/public"
)

// dialer connects to public addresses only: what counts is where a name has led to.
func dialer(c WebConfig) *net.Dialer {
	d := &net.Dialer{Timeout: min(c.Timeout, 5*time.Second)}
	if !c.Private {
		d.Control = func(_, address string, _ syscall.RawConn) error {
			if !public.Target(address) {
				return &notPublic{}
			}
			return nil
		}
	}
	return d
}

// shortly is how long a connection to one address of a range may take: most of them are
// nobody's, and there are many.
const shortly = 2 * time.Second

// dial connects to the site.
func (v *visit) dial(ctx context.Context, network, address string) (net.Conn, error) {
	if v.one {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeout(ctx, shortly)
		defer stop()
	}
	conn, err := v.config.Dial(ctx, network, address)
	if err != nil {
		return nil, &unconnected{err}
	}
	return conn, nil
}

// transport makes requests, each on a connection of its own. Whether a certificate is
// good is found out elsewhere, and nothing that is sent is a secret.
func (v *visit) transport() *http.Transport {
	return &http.Transport{
		Proxy:                  nil,
		TLSClientConfig:        openToAll(),
		TLSHandshakeTimeout:    v.config.Timeout,
		ResponseHeaderTimeout:  v.config.Timeout,
		MaxResponseHeaderBytes: 64 << 10,
		DisableKeepAlives:      true,
		DisableCompression:     true, // nothing is to unfold
	}
}
