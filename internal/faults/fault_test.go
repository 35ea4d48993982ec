//go:build unix

package faults

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"time"
)

// A trouble is a kind of fault.
type trouble string

const (
	fine     trouble = "none"
	slow     trouble = "slow"      // so many bytes a second
	cut      trouble = "cut"       // closed in an orderly way
	reset    trouble = "reset"     // as by a firewall
	halfOpen trouble = "half-open" // nothing comes any more, and nobody says so
	tiny     trouble = "tiny"      // in segments of a few bytes
	late     trouble = "late"      // each piece a little later
)

// A fault is what happens to one direction of a connection, after so many bytes.
type fault struct {
	trouble trouble
	up      bool // on the way from who dialled; else on the way to it
	after   int64
	rate    int64 // bytes a second
	delay   time.Duration
}

func (f fault) String() string {
	return fmt.Sprintf("%s (up %v, after %d, rate %d, delay %s)", f.trouble, f.up, f.after, f.rate, f.delay)
}

// draw draws a fault; one connection of four has none. Where it strikes is as often
// among the first bytes as among the last ones of a blob.
func draw(chance *rand.Rand) fault {
	troubles := [...]trouble{fine, fine, slow, cut, cut, reset, halfOpen, tiny, late}
	return fault{
		trouble: troubles[chance.IntN(len(troubles))],
		up:      chance.IntN(4) == 0, // less is sent that way
		after:   chance.Int64N(1 << chance.IntN(21)),
		rate:    256<<10 + chance.Int64N(2<<20),
		delay:   time.Duration(chance.Int64N(int64(20 * time.Millisecond))),
	}
}

var (
	errCut      = errors.New("cut")
	errReset    = errors.New("reset")
	errHalfOpen = errors.New("half open")
)

// relay brings what comes from src to dst, until either ends or the fault strikes.
func (f fault) relay(dst, src *net.TCPConn, ended <-chan struct{}) error {
	// The kernel would copy through pipes that Go keeps for later, and somebody
	// counts descriptors.
	to, from := struct{ io.Writer }{dst}, struct{ io.Reader }{src}
	if f.trouble != fine {
		if _, err := io.CopyN(to, from, f.after); err != nil {
			return err
		}
	}
	switch f.trouble {
	case cut:
		return errCut
	case reset:
		return errReset
	case halfOpen:
		return errHalfOpen
	case fine:
		_, err := io.Copy(to, from)
		return errors.Join(err, io.EOF)
	default:
		return f.hinder(dst, src, ended)
	}
}

// pace is how often a slow connection sends something.
const pace = 20 * time.Millisecond

// tinyBytes are sent in segments of a few bytes; the rest is let through, since a
// blob would take minutes.
const tinyBytes = 4 << 10

// hinder is relay for what goes on, but worse.
func (f fault) hinder(dst, src *net.TCPConn, ended <-chan struct{}) error {
	buffer := make([]byte, 64<<10)
	for sent := 0; ; {
		piece, wait := buffer, f.delay
		switch {
		case f.trouble == slow:
			piece, wait = buffer[:min(int64(len(buffer)), f.rate*int64(pace)/int64(time.Second))], pace
		case f.trouble == tiny && sent < tinyBytes:
			piece, wait = buffer[:1+sent%7], 0
		case f.trouble == tiny:
			wait = 0
		}
		n, err := src.Read(piece)
		if n > 0 && wait > 0 {
			select {
			case <-time.After(wait):
			case <-ended:
				return net.ErrClosed
			}
		}
		if sent += n; err == nil {
			_, err = dst.Write(piece[:n])
		}
		if err != nil {
			return err
		}
	}
}
