package registryproxy

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"github.com/stretchr/testify/require"
)

// A step is a request to a registry with a breaker, or, without an outcome, one
// that is not sent; before it some time goes by.
type step struct {
	later   time.Duration
	outcome Outcome
	probe   bool
}

func TestBreaker(t *testing.T) {
	t.Parallel()
	no := step{}
	times := func(n int, s step) (all []step) {
		for range n {
			all = append(all, s)
		}
		return all
	}
	join := func(parts ...[]step) (all []step) {
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	open := join(times(5, step{outcome: Unreachable}), []step{no})
	tests := []struct {
		name  string
		steps []step
	}{
		{"opens", open},
		{"by any trouble", []step{{outcome: Troubled}, {outcome: TimedOut}, {outcome: Unreachable}, {outcome: Troubled}, {outcome: TimedOut}, no}},
		{"not while some are answered", join(times(4, step{outcome: Troubled}), []step{{outcome: Answered}}, times(4, step{outcome: Troubled}), []step{{outcome: Answered}})},
		{"not by what is not its fault", join(times(9, step{outcome: Cancelled}), times(9, step{outcome: Forbidden}), []step{{outcome: Answered}})},
		{"not by failures far apart", times(9, step{later: breakerWindow/4 + 1, outcome: Troubled})},
		{"stays open", join(open, []step{{later: breakerRest - 1}, no})},
		{"closes", join(open, []step{{later: breakerRest, outcome: Answered, probe: true}, {outcome: Answered}})},
		{"counts anew once closed", join(open, []step{{later: breakerRest, outcome: Answered, probe: true}}, open)},
		{"opens again at once", join(open, []step{{later: breakerRest, outcome: Troubled, probe: true}, no, {later: breakerRest, outcome: Answered, probe: true}})},
		{"tries again when the client goes", join(open, []step{{later: breakerRest, outcome: Cancelled, probe: true}, {outcome: Answered, probe: true}, {outcome: Answered}})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			b := &breaker{now: func() time.Time { return at }}
			for i, s := range tt.steps {
				at = at.Add(s.later)
				probe, err := b.enter()
				if s.outcome == "" {
					require.ErrorIs(t, err, errResting, "step %d", i)
					continue
				}
				require.NoError(t, err, "step %d", i)
				require.Equal(t, s.probe, probe, "step %d", i)
				b.leave(probe, s.outcome)
			}
		})
	}
}

// TestOneFindsOut is that while one request finds out, the others do not wait for
// it, and that one which was begun before does not let them in.
func TestOneFindsOut(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	b := &breaker{now: func() time.Time { return at }}
	early, err := b.enter()
	require.NoError(t, err)
	for range breakerFailures {
		_, err := b.enter()
		require.NoError(t, err)
		b.leave(false, TimedOut)
	}
	at = at.Add(breakerRest)
	probe, err := b.enter()
	require.NoError(t, err)
	require.True(t, probe)
	b.leave(early, Cancelled)
	_, err = b.enter()
	require.ErrorIs(t, err, errResting)
	b.leave(probe, Answered)
	_, err = b.enter()
	require.NoError(t, err)
}

// TestUpstreamIsLeftAlone is a registry that is gone, seen from outside: after
// some failures the answer comes without it, and everything that is in memory is
// served on.
func TestUpstreamIsLeftAlone(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	var asked atomic.Int64
	var back atomic.Bool
	inner := s.upstream
	s.upstream = Upstream{Registry: inner.Registry, Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
		asked.Add(1)
		if back.Load() {
			return inner.Transport.RoundTrip(r)
		}
		return answer(http.StatusBadGateway, nil, "").RoundTrip(r)
	})}
	s.serve(t, s.gate)
	at := time.Now()
	s.proxy.upstreams.first.breaker.now = func() time.Time { return at }
	bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
	blob := func(status int) {
		t.Helper()
		resp, body := s.request(t, http.MethodGet, "/v2/acme/app/blobs/"+digestOf(t, s.shared), bearer)
		require.Equal(t, status, resp.StatusCode, body)
		if status != http.StatusOK {
			require.Equal(t, "5", resp.Header.Get("Retry-After"))
			require.Equal(t, codeUnavailable, code(t, body))
		}
	}
	for range breakerFailures {
		blob(http.StatusBadGateway)
	}
	before := asked.Load()
	blob(http.StatusServiceUnavailable)
	require.Equal(t, before, asked.Load(), "it was not asked")
	require.Contains(t, s.log.String(), "left alone for a moment: 5 failures in a row")
	resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/manifests/1.4.2", bearer)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	back.Store(true)
	blob(http.StatusServiceUnavailable)
	at = at.Add(breakerRest)
	blob(http.StatusOK)
	blob(http.StatusOK)
}

func TestOutcome(t *testing.T) {
	t.Parallel()
	gone, stalled := ended(t, context.Canceled), ended(t, errStalled)
	late := func() context.Context {
		ctx, end := context.WithTimeout(t.Context(), 0)
		t.Cleanup(end)
		return ctx
	}
	refused := errors.New("connection refused")
	tests := []struct {
		name   string
		ctx    func() context.Context // default: one that goes on
		status int
		err    error
		want   Outcome
	}{
		{name: "answered", status: 200, want: Answered},
		{name: "redirected", status: 307, want: Answered},
		{name: "forbidden", status: 403, want: Answered},
		{name: "lost", status: 404, want: Answered},
		{name: "no time", status: 429, want: Answered},
		{name: "one thing broken", status: 500, want: Answered},
		{name: "bad gateway", status: 502, want: Troubled},
		{name: "unavailable", status: 503, want: Troubled},
		{name: "gateway timeout", status: 504, want: Troubled},
		{name: "refused", err: refused, want: Unreachable},
		{name: "cut", err: io.ErrUnexpectedEOF, want: Unreachable},
		{name: "too slow to connect", err: fmt.Errorf("dial: %w", os.ErrDeadlineExceeded), want: TimedOut},
		{name: "stands still", ctx: stalled, err: context.Canceled, want: TimedOut},
		{name: "out of time", ctx: late, err: context.DeadlineExceeded, want: TimedOut},
		{name: "client gone", ctx: gone, err: context.Canceled, want: Cancelled},
		{name: "client gone, in whatever words", ctx: gone, err: refused, want: Cancelled},
		{name: "elsewhere", err: fmt.Errorf("to evil.example: %w", errElsewhere), want: Forbidden},
		{name: "private", err: errPrivate, want: Forbidden},
		{name: "wrong login", err: fmt.Errorf("logging in: %w", &transport.Error{StatusCode: 401}), want: Answered},
		{name: "login out of order", err: &transport.Error{StatusCode: 503}, want: Troubled},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.ctx == nil {
				tt.ctx = t.Context
			}
			var resp *http.Response
			if tt.err == nil {
				resp = &http.Response{StatusCode: tt.status}
			}
			require.Equal(t, tt.want, outcome(tt.ctx(), resp, tt.err))
		})
	}
	require.Equal(t, Cancelled, errand{body: strings.NewReader("")}.verdict(Unreachable, refused), "perhaps the client did not send it")
	require.Equal(t, Troubled, errand{body: strings.NewReader("")}.verdict(Troubled, nil))
	require.Equal(t, Unreachable, errand{}.verdict(Unreachable, refused))
}

// ended is a context that has ended, and why.
func ended(t testing.TB, why error) func() context.Context {
	return func() context.Context {
		ctx, end := context.WithCancelCause(t.Context())
		end(why)
		return ctx
	}
}
