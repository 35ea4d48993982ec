package registryproxy

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// octets is the type of every blob: what is in it, the manifest says.
const octets = "application/octet-stream"

// serveBlob sends a blob that the customer may have. HEAD, and a client that has
// the blob already, are answered from what was published. The bytes come from
// this machine, if they lie here, else from the upstream, by digest, with the login
// of the grant that allows it if that has one.
func (p *Proxy) serveBlob(w http.ResponseWriter, r *http.Request, on route, who bearer, f found, grant entitlement.GrantID) {
	h := w.Header()
	h["Accept-Ranges"] = []string{"bytes"}
	if !describe(w, r, f, octets, f.entry.Size()) || r.Method == http.MethodHead {
		return
	}
	size := f.entry.Size()
	wanted, ok := rangeOf(r, h.Get("Etag"), size)
	if !ok {
		nothingThere(w, size)
		return
	}
	from, err := p.source(r.Context(), who, on.repository, grant)
	if err != nil {
		withdraw(h)
		p.refuse(w, r, p.trouble(r, "finding the upstream", err))
		return
	}
	if p.serveOpened(w, r, wanted, from, f) || p.serveKept(w, r, on, wanted, from, f) {
		return
	}
	ctx, t := p.newTransfer(w, r)
	defer t.end()
	resp, err := from.do(ctx, errand{method: http.MethodGet, on: on, header: wanted, seen: seen(w)})
	if err != nil {
		p.badGateway(w, r, on, nil, because(ctx, err))
		return
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	if err := blobAnswer(resp, wanted.Get("Range"), size); err != nil {
		p.badGateway(w, r, on, resp, err)
		return
	}
	switch resp.StatusCode {
	case http.StatusPartialContent:
		size = partOf(h, resp)
	case http.StatusRequestedRangeNotSatisfiable:
		nothingThere(w, size)
		return
	}
	seen(w).from(FromUpstream)
	w.WriteHeader(resp.StatusCode)
	p.stream(ctx, w, on, t, resp, size)
}

// blobAnswer says whether the upstream's answer is the blob, or the part of it that
// was asked for, or that there is no such part. asked is the Range of the request,
// with both ends of each part; empty: all was asked for.
func blobAnswer(resp *http.Response, asked string, size int64) error {
	switch status := resp.StatusCode; {
	case status == http.StatusPartialContent, status == http.StatusRequestedRangeNotSatisfiable:
		if asked == "" {
			return fmt.Errorf("the upstream answers %s to who asks for all", resp.Status)
		}
		// Of several ranges each part says it for itself, to the client.
		is, total, one := strings.Cut(resp.Header.Get("Content-Range"), "/")
		switch {
		case one && total != "*" && total != strconv.FormatInt(size, 10):
			return fmt.Errorf("the upstream has %s bytes of it, %d were published", total, size)
		case status == http.StatusPartialContent && !strings.Contains(asked, ",") && strings.Replace(is, " ", "=", 1) != asked:
			return fmt.Errorf("the upstream answers with %.100q to who asks for %s", is, asked)
		}
		return nil
	case status == http.StatusOK && (resp.ContentLength < 0 || resp.ContentLength == size):
		return nil
	case status == http.StatusOK:
		return fmt.Errorf("the upstream has %d bytes of it, %d were published", resp.ContentLength, size)
	case status == http.StatusNotFound:
		return errors.New("the upstream no longer has what was published; push it again")
	default:
		return fmt.Errorf("the upstream answers %s", resp.Status)
	}
}

// severalParts is how the type begins of several ranges in one document.
const severalParts = "multipart/byteranges;"

// partOf takes over what the upstream says about a part, and returns the number
// of bytes of it, -1 if it does not say.
func partOf(h http.Header, resp *http.Response) int64 {
	h.Del("Content-Length")
	for _, name := range []string{"Content-Range", "Content-Length"} {
		if value := resp.Header.Get(name); value != "" {
			h.Set(name, value)
		}
	}
	if kind := resp.Header.Get("Content-Type"); strings.HasPrefix(kind, severalParts) {
		h.Set("Content-Type", kind)
	}
	return resp.ContentLength
}

// stream sends the body of an answer, which should have so many bytes, -1 if that is
// not known, once the status has been sent. If it cannot send them all, only a
// connection that breaks tells the client so.
func (p *Proxy) stream(ctx context.Context, w http.ResponseWriter, on route, t *transfer, resp *http.Response, size int64) {
	conn := t.conn.Load()
	if size < 0 || resp.ContentLength != size {
		// What is chunked has to be decoded, and of what is more than it should be
		// the server has to see the rest, which it refuses.
		conn = nil
	}
	buffer := p.buffers.Get().(*[bufferSize]byte)
	defer p.buffers.Put(buffer)
	sent, err := t.download(w, conn, resp.Body, buffer[:])
	if err == nil && size >= 0 && sent != size {
		err = fmt.Errorf("%d bytes came of %d", sent, size)
	}
	if err == nil {
		return
	}
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) { // else the client has gone
		p.config.Log.ErrorContext(ctx, "registry proxy: an answer was cut short", "path", on.path(), "error", because(ctx, err))
	}
	panic(http.ErrAbortHandler)
}

// badGateway is the answer when the upstream did not do what it should have: what
// went wrong goes to the log. Its own refusals stay here; a client that is told
// 401 or 403 would log in again, and take 404 for "there is no such blob".
func (p *Proxy) badGateway(w http.ResponseWriter, r *http.Request, on route, resp *http.Response, err error) {
	if r.Context().Err() != nil {
		return // the client has gone, and the upstream request with it
	}
	p.config.Log.ErrorContext(r.Context(), "registry proxy: trouble with the upstream", "method", r.Method, "path", on.path(), "error", err)
	withdraw(w.Header())
	status := http.StatusBadGateway
	if errors.Is(err, errResting) || resp != nil && (resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode == http.StatusServiceUnavailable) {
		status = http.StatusServiceUnavailable
	}
	p.refuse(w, r, unavailable(status))
}

// withdraw takes back what was said of content that is not sent after all.
func withdraw(h http.Header) {
	for _, name := range []string{"Accept-Ranges", "Content-Length", "Content-Type", "Docker-Content-Digest", "Etag"} {
		h.Del(name)
	}
}
