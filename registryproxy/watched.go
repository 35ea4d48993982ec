package registryproxy

import (
	"io"
	"net/http"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A watched is a ResponseWriter that counts, and in which is written down what an
// [Observer] is to be told. It hides nothing of the one within: deadlines and
// flushing are reached by Unwrap, and a file still goes out without a copy.
type watched struct {
	http.ResponseWriter
	seen Request
}

func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *watched) WriteHeader(status int) {
	if w.seen.Status == 0 && status >= http.StatusOK { // 1xx are on the way to an answer
		w.seen.Status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	w.begin()
	n, err := w.ResponseWriter.Write(b)
	w.seen.Bytes += int64(n)
	return n, err
}

// ReadFrom is for sendfile.
func (w *watched) ReadFrom(from io.Reader) (int64, error) {
	w.begin()
	n, err := io.Copy(w.ResponseWriter, from)
	w.seen.Bytes += n
	return n, err
}

// begin is that a body without a WriteHeader before it means 200.
func (w *watched) begin() {
	if w.seen.Status == 0 {
		w.seen.Status = http.StatusOK
	}
}

// observed answers a request before the eyes of the observer.
func (p *Proxy) observed(w http.ResponseWriter, r *http.Request) {
	began := p.config.Now()
	var trusted http.Header
	if p.trusts(r.RemoteAddr) {
		trusted = r.Header
	}
	ctx, done := p.config.Observer.Request(r.Context(), trusted)
	if ctx != r.Context() {
		r = r.WithContext(ctx)
	}
	to := &watched{ResponseWriter: w, seen: Request{Kind: KindNone, Method: knownMethod(r.Method), Cut: true}}
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

// seen is the writer in which is written down what an observer will be told, and
// nil, which forgets it, without an observer.
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
