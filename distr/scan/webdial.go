package scan

import (
	"fmt"
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
				return &notPublic{address}
			}
			return nil
		}
	}
	return d
}

// A notPublic is why somebody was not connected to.
type notPublic struct{ address string }

func (n *notPublic) Error() string {
	return fmt.Sprintf("it leads to %s, which is not on the public Internet", n.address)
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
