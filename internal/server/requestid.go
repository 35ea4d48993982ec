package server

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/netip"
	"regexp"
	"slices"
)

// requestIDHeader is where a request's ID stands: in the answer always, and in the
// request of a proxy in front.
const requestIDHeader = "X-Request-Id"

// idForm is what is taken over from a proxy in front: it ends up in the log.
var idForm = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// identified gives each request an ID, so that a customer who was answered with
// trouble can tell the vendor which line of the log it is about. That of a proxy
// in front goes on; what a client calls its request is its own affair.
func identified(inner http.Handler, proxies []netip.Prefix) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := r.Header[requestIDHeader]
		if len(given) != 1 || !comesFrom(r, proxies) || !idForm.MatchString(given[0]) {
			given = []string{rand.Text()}
		}
		id := given[0]
		w.Header()[requestIDHeader] = []string{id}
		inner.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestID{}, id)))
	})
}

// comesFrom says whether a request comes from one of the networks.
func comesFrom(r *http.Request, networks []netip.Prefix) bool {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && slices.ContainsFunc(networks, func(p netip.Prefix) bool { return p.Contains(peer.Addr().Unmap()) })
}

// requestID is the key of the ID in a request's context.
type requestID struct{}

// A traceable handler writes the request's ID into every line that is about one.
type traceable struct{ slog.Handler }

func (h traceable) Handle(ctx context.Context, r slog.Record) error {
	if id, ok := ctx.Value(requestID{}).(string); ok {
		r = r.Clone()
		r.AddAttrs(slog.String("request", id))
	}
	return h.Handler.Handle(ctx, r)
}

func (h traceable) WithAttrs(attrs []slog.Attr) slog.Handler {
	return traceable{h.Handler.WithAttrs(attrs)}
}

func (h traceable) WithGroup(name string) slog.Handler {
	return traceable{h.Handler.WithGroup(name)}
}
