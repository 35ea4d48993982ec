package registryproxy

import (
	"net"
	"net/http"
	"time"
)

// How long each phase of a request to a registry may take. None is on the whole of
// a transfer: a large blob on a slow line takes as long as it takes. A client that
// goes away ends the request behind it in whatever phase it is.
//
//	connecting            dialTime, for each address that a name has
//	TLS                   handshakeTime
//	the answer's head     Config.Stall, of a client's request, once its body is sent
//	                      commitTime; of a walk's and of a list's, fetchTimeout
//	the body, both ways   Config.Stall from each piece to the next; of a walk's and
//	                      of a list's, fetchTimeout for all of it
//	to the client         Config.Stall from each piece to the next, of a small
//	                      answer too
//	between two requests  idleTime, then the connection is closed
//
// Before a failure counts, what only reads is tried again, maxRetries times. After
// breakerFailures in a row, bodies that stood still included, the registry is left
// alone for breakerRest.
const (
	dialTime      = 10 * time.Second
	handshakeTime = 10 * time.Second
	idleTime      = 90 * time.Second

	// commitTime is how long the upstream may take to answer once it has all
	// of a body: it may have to hash a large blob again.
	commitTime = 15 * time.Minute
	// fetchTimeout is how long one request of a walk, or about a list, may take.
	fetchTimeout = time.Minute
	// defaultStall is how long a transfer may stand still.
	defaultStall = time.Minute
)

// newTransport is a transport for registries. It has no limit on the whole of a
// transfer, only on its beginning; who reads the body watches that it goes on.
func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           spliced(newDialer().DialContext),
		ForceAttemptHTTP2:     true,
		DisableCompression:    true, // or lengths and ranges are of something else
		MaxIdleConnsPerHost:   256,
		IdleConnTimeout:       idleTime,
		TLSHandshakeTimeout:   handshakeTime,
		ResponseHeaderTimeout: commitTime,
	}
}

func newDialer() *net.Dialer {
	return &net.Dialer{Timeout: dialTime, KeepAlive: 30 * time.Second}
}
