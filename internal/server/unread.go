package server

import (
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

// bodyTime is how long a client may take to send a body to a handler that sets no
// deadline of its own, as transfers do.
const bodyTime = 10 * time.Second

// released lets go of clients who announce a body and do not send it. net/http
// reads the rest of each body that a handler has left unread, before it answers
// or before it closes, and sets no limit on how long that takes: a stranger's
// half a request would hold a connection for good.
func released(inner http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength == 0 || r.ProtoMajor != 1 { // of HTTP/2 only a stream would wait, and that ends with us
			inner.ServeHTTP(w, r)
			return
		}
		control := http.NewResponseController(w)
		_ = control.SetReadDeadline(time.Now().Add(bodyTime)) // a writer that knows no deadlines has its own server's
		b := &body{ReadCloser: r.Body, control: control}
		// A copy, since the server looks at its own request to see what of
		// the body is left.
		watched := *r
		watched.Body = b
		inner.ServeHTTP(w, &watched)
		if !b.ended.Load() {
			_ = control.SetReadDeadline(time.Now()) // as above
		}
	})
}

// A body knows when it has been read to its end.
type body struct {
	io.ReadCloser
	control *http.ResponseController
	ended   atomic.Bool
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if errors.Is(err, io.EOF) && b.ended.CompareAndSwap(false, true) {
		// From here on the server listens whether the client goes away, and
		// would take a deadline for that.
		_ = b.control.SetReadDeadline(time.Time{}) // as above
	}
	return n, err
}
