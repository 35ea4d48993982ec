package server

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// An accessLog writes one line for each request. It is made of what was understood
// of the request, so there is no query in it, no header and no name of a person.
type accessLog struct{ log *slog.Logger }

func (a accessLog) Request(ctx context.Context, _ http.Header) (context.Context, func(registryproxy.Request)) {
	return ctx, func(r registryproxy.Request) {
		attrs := make([]slog.Attr, 0, 10)
		attrs = append(attrs, slog.String("method", r.Method), slog.String("kind", string(r.Kind)), slog.Int("status", r.Status),
			slog.Int64("bytes", r.Bytes), slog.Duration("took", r.Took))
		if r.Repository != "" {
			attrs = append(attrs, slog.String("repository", string(r.Repository)))
		}
		if r.Credential != "" {
			attrs = append(attrs, slog.String("credential", string(r.Credential)))
		}
		if r.Reason != "" {
			attrs = append(attrs, slog.String("reason", string(r.Reason)))
		}
		if r.Cut {
			attrs = append(attrs, slog.Bool("cut", true))
		}
		if r.Limited {
			attrs = append(attrs, slog.Bool("limited", true))
		}
		a.log.LogAttrs(ctx, slog.LevelInfo, "request", attrs...)
	}
}

// Upstream tells nothing: a request that meets trouble behind us has a line of its
// own.
func (a accessLog) Upstream(ctx context.Context, _ http.Header) (context.Context, func(registryproxy.Errand)) {
	return ctx, func(registryproxy.Errand) {}
}
