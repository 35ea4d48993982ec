package registryproxy

import (
	"io"
	"net/http"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A watched is a ResponseWriter that counts, in which is written down what an
// [Observer] is to be told, and whose client has to go on reading. It hides nothing
// of the one within: deadlines and flushing are reached by Unwrap, and a file still
// goes out without a copy.
type watched struct {
	http.ResponseWriter
	seen    Request
	control *http.ResponseController
	stall   time.Duration
}

func (p *Proxy) watch(w http.ResponseWriter) *watched {
	return &watched{ResponseWriter: w, control: http.NewResponseController(w), stall: p.config.Stall}
}

func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *watched) WriteHeader(status int) {
	if w.seen.Status == 0 && status >= http.StatusOK { // 1xx are on the way to an answer
		w.seen.Status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write sends a manifest, a list or an error in pieces, each with a deadline of its
// own.
func (w *watched) Write(b []byte) (sent int, err error) {
	w.begin()
	for again := true; again && err == nil; again = sent < len(b) {
		w.ahead()
		var n int
		n, err = w.ResponseWriter.Write(b[sent:min(len(b), sent+pieceSize)])
		sent += n
	}
	w.seen.Bytes += int64(sent)
	return sent, err
}

// ReadFrom is for sendfile and splice.
func (w *watched) ReadFrom(from io.Reader) (int64, error) {
	w.begin()
	n, err := io.Copy(w.ResponseWriter, from)
	w.seen.Bytes += n
	return n, err
}

// splices says whether the kernel can move bytes from a connection to this client:
// over plain HTTP/1, and if nobody in front hides that the server's ResponseWriter is
// an [io.ReaderFrom].
func (w *watched) splices(r *http.Request) bool {
	if w == nil || r.TLS != nil || r.ProtoMajor != 1 {
		return false
	}
	_, able := w.ResponseWriter.(io.ReaderFrom)
	return able
}

func (w *watched) ahead() {
	_ = w.control.SetWriteDeadline(fromNow(w.stall)) // a writer that knows no deadlines has the server's
}

// end brings to the client what the server still holds of a small answer, while
// there is a deadline: whoever asks for many and reads none would hold the
// connection for good. Then the deadline goes, or it would hit the next answer,
// which may be another handler's.
func (w *watched) end(r *http.Request) {
	if w.seen.Status == 0 {
		return // nothing was said: the client has gone
	}
	if h := w.Header(); w.seen.Bytes == 0 && r.Method != http.MethodHead && h["Content-Length"] == nil && hasBody(w.seen.Status) {
		h["Content-Length"] = []string{"0"} // as the server would have it, if it was left to it
	}
	w.ahead()
	_ = w.control.Flush() // as above, and to a client that has gone there is nothing to say
	_ = w.control.SetWriteDeadline(time.Time{})
}

// hasBody says whether there is a body with a status (RFC 9110 §6.4.1).
func hasBody(status int) bool {
	return status != http.StatusNoContent && status != http.StatusNotModified
}

// begin is that a body without a WriteHeader before it means 200.
func (w *watched) begin() {
	if w.seen.Status == 0 {
		w.seen.Status = http.StatusOK
	}
}

// observed answers a request before the eyes of the observer.
func (p *Proxy) observed(to *watched, r *http.Request) {
	began := p.config.Now()
	var trusted http.Header
	if p.trusts(r.RemoteAddr) {
		trusted = r.Header
	}
	ctx, done := p.config.Observer.Request(r.Context(), trusted)
	if ctx != r.Context() {
		r = r.WithContext(ctx)
	}
	to.seen = Request{Kind: KindNone, Method: knownMethod(r.Method), Cut: true}
	defer func() { // also when the answer is broken off, which is by a panic
		to.seen.Took = p.config.Now().Sub(began)
		if !to.seen.Cut {
			to.begin() // net/http answers 200 when nobody has said anything
		}
		done(to.seen)
	}()
	p.answer(to, r)
	to.seen.Cut = false
}

// seen is the writer in which is written down what an observer will be told. It is
// nil, which forgets it, of a writer that is not a proxy's own.
func seen(w http.ResponseWriter) *watched {
	to, _ := w.(*watched)
	return to
}

func (w *watched) about(on route) {
	if w != nil {
		w.seen.Kind, w.seen.Repository = on.kind(), on.repository
	}
}

func (w *watched) kind(k Kind) {
	if w != nil {
		w.seen.Kind = k
	}
}

func (w *watched) by(who tenant.CredentialID) {
	if w != nil {
		w.seen.Credential = who
	}
}

func (w *watched) decided(why entitlement.Reason) {
	if w != nil {
		w.seen.Reason = why
	}
}

func (w *watched) from(s Source) {
	if w != nil {
		w.seen.Source = s
	}
}

func (w *watched) limited() {
	if w != nil {
		w.seen.Limited = true
	}
}

// asked adds the time that a registry behind us took.
func (w *watched) asked(took time.Duration) {
	if w != nil {
		w.seen.Upstream += took
	}
}
