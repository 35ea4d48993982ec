package observe

import (
	"context"
	"net/http"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// Both tells several observers, those that are nil left out; of none it is nil.
// The context goes through them in their order, so tracing comes first. They hear
// how it ended in the opposite order.
func Both(observers ...registryproxy.Observer) registryproxy.Observer {
	var all registryproxy.Observer
	for _, o := range observers {
		switch {
		case o == nil:
		case all == nil:
			all = o
		default:
			all = both{all, o}
		}
	}
	return all
}

type both struct{ first, second registryproxy.Observer }

func (b both) Request(ctx context.Context, h http.Header) (context.Context, func(registryproxy.Request)) {
	ctx, first := b.first.Request(ctx, h)
	ctx, second := b.second.Request(ctx, h)
	return ctx, func(r registryproxy.Request) {
		second(r)
		first(r)
	}
}

func (b both) Upstream(ctx context.Context, h http.Header) (context.Context, func(registryproxy.Errand)) {
	ctx, first := b.first.Upstream(ctx, h)
	ctx, second := b.second.Upstream(ctx, h)
	return ctx, func(e registryproxy.Errand) {
		second(e)
		first(e)
	}
}
