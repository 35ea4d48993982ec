package registryproxy

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// bufferSize is how much of a blob is held at once.
const bufferSize = 256 << 10

var errStalled = errors.New("the transfer stood still for too long")

// A transfer is bytes on their way between a client and the upstream. There is no
// limit on how long all of it takes, but each side has to go on within the time
// that a transfer may stand still. When one does not, or the client goes away,
// the other is let go too.
type transfer struct {
	cancel context.CancelCauseFunc // of the request to the upstream
	watch  *time.Timer
	stall  time.Duration
	conn   atomic.Pointer[spliceConn] // to the upstream; nil: the kernel cannot move bytes from there to the client

	mu      sync.Mutex // guards what follows
	control *http.ResponseController
	unread  bool // there is a client's body, and not all of it has been read
	closed  bool // it is not read any more
}

// newTransfer begins a transfer. The context is for the request to the upstream.
func (p *Proxy) newTransfer(w http.ResponseWriter, r *http.Request) (context.Context, *transfer) {
	ctx, cancel := context.WithCancelCause(r.Context())
	t := &transfer{
		cancel: cancel, watch: time.AfterFunc(p.config.Stall, func() { cancel(errStalled) }),
		stall: p.config.Stall, control: http.NewResponseController(w),
	}
	if seen(w).splices(r) {
		ctx = t.watchConn(ctx)
	}
	return ctx, t
}

// end lets go of everything.
func (t *transfer) end() {
	t.watch.Stop()
	t.cancel(nil)
	t.stopReading()
}

// stopReading is for when the upstream has answered. A body that it did not want
// to the end may still be waited for by its connection, and the server would wait
// for the rest of it, too, before it sends an answer. A deadline in the past gets
// both out of there, and lets the server close the client's connection.
func (t *transfer) stopReading() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed = true; t.unread {
		_ = t.control.SetReadDeadline(fromNow(0)) // a writer that knows no deadlines has the server's
	}
}

// fromNow is a deadline of a connection. The network goes by its own clock, and
// not by the one that a proxy is set to.
func fromNow(d time.Duration) time.Time {
	return time.Now().Add(d) //nolint:forbidigo // see above
}

// because adds to an error why a transfer was broken off, if it was.
func because(ctx context.Context, err error) error { return errors.Join(err, context.Cause(ctx)) }

// upload is a client's body, for the upstream to read. It is nil if there is
// none.
func (t *transfer) upload(r *http.Request) io.Reader {
	if r.ContentLength == 0 {
		return nil
	}
	t.unread = true
	return &upload{t, r.Body, r.ContentLength}
}

type upload struct {
	*transfer
	body io.Reader
	left int64 // bytes; below 0: not known
}

func (u *upload) Read(b []byte) (int, error) {
	if u.left != 0 { // else there is nothing left to wait for but EOF
		u.watch.Reset(u.stall)
		u.wait(true, fromNow(u.stall))
	}
	n, err := u.body.Read(b)
	if u.left -= int64(n); u.left == 0 || errors.Is(err, io.EOF) {
		// Now the server listens whether the client goes away, and a
		// deadline would look to it as if it did.
		u.wait(false, time.Time{})
		u.watch.Reset(commitTime)
	}
	return n, err
}

// wait sets the deadline of the next read from the client.
func (t *transfer) wait(unread bool, until time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.unread = unread; !t.closed {
		_ = t.control.SetReadDeadline(until) // as above
	}
}
