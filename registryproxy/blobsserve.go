package registryproxy

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"
)

// serveKept sends a blob from the store of those that are kept, or while it is on
// its way there. It returns false when it has sent nothing: the blob is not kept,
// and will not be, or a part of it is wanted. Of what is not there yet a part is
// not waited for; it comes from the upstream, which can begin with it at once.
func (p *Proxy) serveKept(w http.ResponseWriter, r *http.Request, on route, wanted http.Header, from source, f found) bool {
	store := p.config.Blobs
	if store == nil {
		return false
	}
	if wanted.Get("Range") != "" {
		file := store.open(f.digest, f.entry.Size())
		if file != nil {
			p.sendFile(w, r, wanted, f, file)
		}
		return file != nil
	}
	file, place := store.get(r.Context(), f.digest, f.entry.Size(), func(ctx context.Context) (io.ReadCloser, error) {
		return whole(ctx, on, from, f.entry.Size())
	})
	switch {
	case file != nil:
		p.sendFile(w, r, wanted, f, file)
		return true
	case place != nil:
		defer place.leave()
		return p.sendFilling(w, r, on, from, place)
	default:
		return false
	}
}

// sendFile sends a file that is the blob, or what is wanted of it, and closes it.
// The headers that tell of the whole are set.
func (p *Proxy) sendFile(w http.ResponseWriter, r *http.Request, wanted http.Header, f found, file *os.File) {
	defer func() { _ = file.Close() }() // it was only read
	seen(w).from(FromStore)
	to := p.newFileWriter(w)
	asked := &http.Request{Method: http.MethodGet, Header: wanted} // the conditions were judged
	http.ServeContent(to, asked, "", time.Time{}, file)
	p.sent(r.Context(), to.end(), "blob", f.digest.String())
}

// sendFilling sends a blob while it is fetched. It returns false when it has sent
// nothing and the upstream is to be asked by this client for itself.
func (p *Proxy) sendFilling(w http.ResponseWriter, r *http.Request, on route, from source, place *follower) bool {
	ctx := r.Context()
	to := p.newFileWriter(w)
	source := FromStore
	if place.began {
		source = FromUpstream
	}
	for asked := p.config.Now(); place.sent < place.size; {
		ready, err := place.next(ctx)
		if place.sent == 0 {
			seen(w).asked(p.config.Now().Sub(asked)) // by another, perhaps, but this client waits for it too
		}
		if err == nil {
			seen(w).from(source)
			var n int64
			n, err = to.ReadFrom(&io.LimitedReader{R: place.file, N: ready})
			place.sent += n
			if err == nil && n < ready {
				err = io.ErrUnexpectedEOF
			}
		}
		switch {
		case err == nil:
		case errors.Is(err, errNotKept) && place.sent > 0:
			p.sendRest(w, r, on, from, place)
			return true
		case place.sent > 0 || ctx.Err() != nil:
			p.sent(ctx, err, "path", on.path())
			return true
		case errors.Is(err, errWrongBytes) || place.began && !errors.Is(err, errNotKept) && !errors.Is(err, errBlobsClosed):
			var a answered
			errors.As(err, &a) // else it is nil, which says nothing
			p.badGateway(w, r, on, a.resp, err)
			return true
		default:
			// It was fetched for another, perhaps with another login.
			return false
		}
	}
	p.sent(ctx, to.end(), "path", on.path())
	return true
}

// sendRest goes on with a blob that cannot be kept after all, from where the
// client is.
func (p *Proxy) sendRest(w http.ResponseWriter, r *http.Request, on route, from source, place *follower) {
	ctx, t := p.newTransfer(w, r)
	defer t.end()
	resp, err := rest(ctx, on, from, place.sent, place.size)
	if err != nil {
		p.sent(ctx, because(ctx, err), "path", on.path())
		return
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	p.stream(ctx, w, on, t, resp, place.size-place.sent)
}

// sent is the end of an answer whose status has been sent. If there was an error,
// only a connection that breaks tells the client so.
func (p *Proxy) sent(ctx context.Context, err error, what, which string) {
	if err == nil {
		return
	}
	if ctx.Err() == nil { // else the client has gone
		p.config.Log.ErrorContext(ctx, "registry proxy: an answer was cut short", what, which, "error", err)
	}
	panic(http.ErrAbortHandler)
}
