package storetest

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// A recorder is a test that may fail: it keeps what a check complains about.
type recorder struct {
	context func() context.Context

	mu         sync.Mutex
	complaints []string
}

func (r *recorder) Helper()                  {}
func (r *recorder) Context() context.Context { return r.context() }
func (r *recorder) FailNow()                 { runtime.Goexit() }

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.complaints = append(r.complaints, fmt.Sprintf(format, args...))
}

// complaints runs a check where it is to fail, and returns what it complains
// about: nothing, if the check is content.
func complaints(t *testing.T, check func(t T)) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute) // a machine that does much else is slow
	defer cancel()
	r := &recorder{context: func() context.Context { return ctx }}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer func() {
			if value := recover(); value != nil {
				r.Errorf("panic: %v", value)
			}
		}()
		check(r)
	}()
	<-ended
	return strings.Join(r.complaints, "\n")
}
