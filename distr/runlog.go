package distr

import (
	"fmt"
	"strings"
	"sync"
)

// maxRunLog bounds what is kept of what a scanner writes, in bytes: one half from the
// beginning, and the other from the end.
const maxRunLog = 64 << 10

// A runLog takes what a scanner writes, and keeps the beginning and the end of it. The
// zero value is ready. It is safe to share, and never fails: a scanner need not care.
type runLog struct {
	mu      sync.Mutex
	first   []byte
	last    []byte // a ring once it is full
	next    int    // where in the ring the next byte goes
	all     int64  // bytes that were written
	changed bool   // since it was last read
	closed  bool
}

func (l *runLog) Write(p []byte) (int, error) {
	const half = maxRunLog / 2
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || len(p) == 0 {
		return len(p), nil
	}
	n := len(p)
	l.all, l.changed = l.all+int64(n), true
	head := min(half-len(l.first), len(p))
	l.first, p = append(l.first, p[:head]...), p[head:]
	if len(p) > half {
		p = p[len(p)-half:]
	}
	fill := min(half-len(l.last), len(p))
	l.last, p = append(l.last, p[:fill]...), p[fill:]
	for len(p) > 0 {
		done := copy(l.last[l.next:], p)
		l.next, p = (l.next+done)%half, p[done:]
	}
	return n, nil
}

// text is what is kept, as plain text.
func (l *runLog) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.changed = false
	var b strings.Builder
	b.Write(l.first)
	if left := l.all - int64(len(l.first)+len(l.last)); left > 0 {
		fmt.Fprintf(&b, "\n… %d bytes are left out here …\n", left)
	}
	b.Write(l.last[l.next:])
	b.Write(l.last[:l.next])
	return cut(plainText(b.String()), maxRunLog+1<<10)
}

// fresh says whether something was written since it was last read.
func (l *runLog) fresh() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.changed
}

// close has nothing more taken: a scanner that was left behind may still write.
func (l *runLog) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
}
