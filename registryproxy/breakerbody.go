package registryproxy

import (
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
)

// heed lets the breaker see how the body of an answer comes. An upstream that begins
// each answer and then stands still is as bad as one that does not answer, so an
// answer counts for it when all has come, and against it when it stood still. A body
// that breaks off says nothing: perhaps that one is damaged there, and the others
// are fine.
//
// It returns false when there is no body to wait for, and the head says all.
func (b *breaker) heed(ctx context.Context, method string, resp *http.Response) bool {
	if b == nil || method == http.MethodHead || resp == nil || resp.ContentLength == 0 || resp.Body == nil || resp.Body == http.NoBody {
		return false
	}
	resp.Body = &heededBody{
		ReadCloser: resp.Body, breaker: b, left: resp.ContentLength,
		ended:   func() bool { return ctx.Err() != nil },
		verdict: func(err error) Outcome { return outcome(ctx, nil, err) },
	}
	return true
}

// A heededBody tells the breaker, once, what came of it.
type heededBody struct {
	io.ReadCloser
	breaker *breaker
	left    int64 // bytes; below 0: not known
	ended   func() bool
	verdict func(error) Outcome
	said    sync.Once
}

func (h *heededBody) Read(b []byte) (int, error) {
	early := h.ended() // then it is not the upstream that stood still
	n, err := h.ReadCloser.Read(b)
	h.left -= int64(n)
	switch {
	case errors.Is(err, io.EOF) || h.left == 0:
		h.say(Answered)
	case err != nil && !early && h.verdict(err) == TimedOut:
		h.say(TimedOut)
	case err != nil:
		h.say(Cancelled) // which says nothing
	}
	return n, err
}

// Close is by whoever has what it wanted, or does not want it any more. What came
// came in time.
func (h *heededBody) Close() error {
	if h.ended() {
		h.say(Cancelled)
	}
	h.say(Answered)
	return h.ReadCloser.Close()
}

func (h *heededBody) say(o Outcome) {
	h.said.Do(func() { h.breaker.leave(false, o) })
}
