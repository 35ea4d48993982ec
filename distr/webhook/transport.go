package webhook

import (
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"syscall"
	"time"

	"github.com/seed361c4c3e/distr-go/internal/public"
)

const (
	maxAnswer       = 64 << 10 // of which is read, so that the connection can be used again
	maxAnswerHeader = 64 << 10
)

// A notPublic is why nothing was sent: the address of the endpoint has led to one
// that is not on the public Internet.
type notPublic struct{ address string }

func (n *notPublic) Error() string {
	return fmt.Sprintf("the address leads to %s, which is not on the public Internet", n.address)
}

// newClient makes a client for addresses that strangers have named: no redirects, no
// proxies of the environment, which would see what we are not to reach, no cookies,
// and connections to public addresses only, whatever a name resolves to.
func newClient(c Config) *http.Client {
	// A connection that comes too late for its request may serve the next one.
	dialer := &net.Dialer{Timeout: 2 * c.Timeout, KeepAlive: 30 * time.Second, Resolver: c.Resolver}
	if !c.Private {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			if !public.Target(address) {
				return &notPublic{address}
			}
			return nil
		}
	}
	return &http.Client{
		Transport: &http.Transport{
			Proxy:                  nil,
			DialContext:            dialer.DialContext,
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.Roots},
			TLSHandshakeTimeout:    2 * c.Timeout,
			MaxIdleConnsPerHost:    4,
			MaxIdleConns:           256,
			IdleConnTimeout:        time.Minute,
			MaxResponseHeaderBytes: maxAnswerHeader,
			DisableCompression:     true, // nothing is to unfold
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
