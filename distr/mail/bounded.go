package mail

import (
	"context"
	"net"
	"time"
)

// A bounded connection waits no longer than so long for anything, whatever deadline
// others set, and is closed when its context ends.
type bounded struct {
	net.Conn
	ctx  context.Context //nolint:containedctx // it is the life of the connection
	each time.Duration
	stop func() bool
}

func newBounded(ctx context.Context, c net.Conn, each time.Duration) *bounded {
	b := &bounded{Conn: c, ctx: ctx, each: each}
	b.stop = context.AfterFunc(ctx, func() { _ = c.Close() })
	return b
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.Conn.SetReadDeadline(time.Now().Add(b.each)); err != nil { //nolint:forbidigo // the network goes by the clock of the machine
		return 0, err
	}
	return b.Conn.Read(p)
}

func (b *bounded) Write(p []byte) (int, error) {
	if err := b.Conn.SetWriteDeadline(time.Now().Add(b.each)); err != nil { //nolint:forbidigo // as above
		return 0, err
	}
	return b.Conn.Write(p)
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
