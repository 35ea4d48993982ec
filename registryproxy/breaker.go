package registryproxy

import (
	"errors"
	"fmt"
	"sync"
	"time"
)

// A registry that has failed so often in a row, within the window, is not asked
// for a while: each request would wait for nothing, and hold a connection and a
// client while it does. Then one request finds out whether it is back.
const (
	breakerFailures = 5
	breakerWindow   = 30 * time.Second
	breakerRest     = retryAfter // as long as clients are told to wait
)

// A breaker counts the failures of one registry. A nil one never breaks.
type breaker struct {
	now func() time.Time // the network's, not the proxy's

	mu       sync.Mutex // guards what follows
	failures int        // in a row
	first    time.Time  // of these
	rests    time.Time  // until when it is not asked; zero: it is asked
	probing  bool       // one request is finding out
}

// errResting is the error of a request that was not sent.
var errResting = errors.New("the upstream has failed again and again, and is left alone for a moment")

// enter says whether the registry may be asked, and whether this is the request
// that finds out for the others. Who enters leaves.
func (b *breaker) enter() (probe bool, err error) {
	if b == nil {
		return false, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	switch {
	case b.rests.IsZero():
		return false, nil
	case b.probing || b.now().Before(b.rests):
		return false, fmt.Errorf("%w: %d failures in a row", errResting, b.failures)
	default:
		b.probing = true
		return true, nil
	}
}

// leave tells what came of the request.
func (b *breaker) leave(probe bool, o Outcome) {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if probe {
		b.probing = false
	}
	switch o {
	case Answered:
		b.failures, b.rests = 0, time.Time{}
	case Troubled, Unreachable, TimedOut:
		b.fail(probe)
	default: // that says nothing about the registry
	}
}

func (b *breaker) fail(probe bool) {
	at := b.now()
	if b.failures == 0 || b.rests.IsZero() && at.Sub(b.first) > breakerWindow {
		b.failures, b.first = 0, at
	}
	b.failures++
	if probe || b.rests.IsZero() && b.failures >= breakerFailures {
		b.rests = at.Add(breakerRest)
	}
}
