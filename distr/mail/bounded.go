package mail

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// longestAnswer is how much a server may say at a time, in bytes: its certificates are
// the most that one has to say.
const longestAnswer = 1 << 20

var errTalks = errors.New("the mail server says more than a mail server has to say")

// A bounded connection waits no longer than so long for anything, whatever deadline
// others set, and is closed when its context ends. What the server says before we
// speak again is one answer: one that comes byte by byte, each of them just in time,
// has no longer than one that comes at once.
type bounded struct {
	net.Conn
	each time.Duration
	stop func() bool

	mu     sync.Mutex
	answer time.Time // until when what is being read is to be there; zero: we spoke last
	length int       // of it, so far
	broken error     // what the first trouble was; nothing is read or written after it
}

func newBounded(ctx context.Context, c net.Conn, each time.Duration) *bounded {
	b := &bounded{Conn: c, each: each}
	b.stop = context.AfterFunc(ctx, func() { _ = c.Close() })
	return b
}

func (b *bounded) Read(p []byte) (int, error) {
	b.mu.Lock()
	if b.answer.IsZero() {
		b.answer = time.Now().Add(b.each) //nolint:forbidigo // the network goes by the clock of the machine
	}
	until, most := b.answer, longestAnswer-b.length
	b.mu.Unlock()
	if most <= 0 {
		return 0, b.after(errTalks)
	}
	if err := b.after(b.Conn.SetReadDeadline(until)); err != nil {
		return 0, err
	}
	n, err := b.Conn.Read(p[:min(len(p), most)])
	b.mu.Lock()
	b.length += n
	b.mu.Unlock()
	return n, b.after(err)
}

func (b *bounded) Write(p []byte) (int, error) {
	b.mu.Lock()
	b.answer, b.length = time.Time{}, 0
	b.mu.Unlock()
	if err := b.after(b.Conn.SetWriteDeadline(time.Now().Add(b.each))); err != nil { //nolint:forbidigo // as above
		return 0, err
	}
	n, err := b.Conn.Write(p)
	return n, b.after(err)
}

// after is the first trouble that there was, this one included. Readers of lines take
// half a line for a whole one when the connection breaks in it, so whoever goes by
// what a line said asks for it too.
func (b *bounded) after(err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken == nil {
		b.broken = err
	}
	return b.broken
}

func (b *bounded) Close() error {
	b.stop()
	return b.Conn.Close()
}

// SetDeadline changes nothing: each reading and writing has one of its own.
func (b *bounded) SetDeadline(time.Time) error { return nil }

// SetReadDeadline changes nothing.
func (b *bounded) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline changes nothing.
func (b *bounded) SetWriteDeadline(time.Time) error { return nil }
