package observe_test

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr/observe"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// A listener writes down what it was told, and by whose context: each hands on one
// that has ended for a reason of its own.
type listener struct {
	name string
	log  *[]string
}

func (l listener) hand(ctx context.Context) context.Context {
	ctx, end := context.WithCancelCause(context.WithoutCancel(ctx))
	end(errors.New("of " + l.name))
	return ctx
}

func (l listener) note(ctx context.Context, what string) {
	text := l.name + " " + what
	if why := context.Cause(ctx); why != nil {
		text += " " + why.Error()
	}
	*l.log = append(*l.log, text)
}

func (l listener) Request(ctx context.Context, _ http.Header) (context.Context, func(registryproxy.Request)) {
	l.note(ctx, "begins")
	return l.hand(ctx), func(r registryproxy.Request) { *l.log = append(*l.log, l.name+" ends "+string(r.Kind)) }
}

func (l listener) Upstream(ctx context.Context, _ http.Header) (context.Context, func(registryproxy.Errand)) {
	l.note(ctx, "sends")
	return l.hand(ctx), func(e registryproxy.Errand) { *l.log = append(*l.log, l.name+" returns "+string(e.Outcome)) }
}

func TestBoth(t *testing.T) {
	t.Parallel()
	require.Nil(t, observe.Both())
	require.Nil(t, observe.Both(nil, nil))
	var log []string
	first, second := listener{"first", &log}, listener{"second", &log}
	require.Equal(t, first, observe.Both(nil, first))
	both := observe.Both(first, nil, second)
	ctx, done := both.Request(t.Context(), nil)
	_, returned := both.Upstream(ctx, nil)
	returned(registryproxy.Errand{Outcome: registryproxy.Answered})
	done(registryproxy.Request{Kind: registryproxy.KindBlob})
	require.Equal(t, []string{
		"first begins", "second begins of first", "first sends of second", "second sends of first",
		"second returns answered", "first returns answered", "second ends blob", "first ends blob",
	}, log)
}
