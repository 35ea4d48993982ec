package scan

import (
	"errors"
	"fmt"
	"io"
	"os"
)

var errFull = errors.New("no more is taken")

// A bounded writes so much to a file, and then no more.
type bounded struct {
	to   *os.File
	left int64
	over func()
}

func (b *bounded) Write(p []byte) (int, error) {
	if int64(len(p)) > b.left {
		b.over()
		return 0, errFull
	}
	b.left -= int64(len(p))
	return b.to.Write(p)
}

// A log is what is written down about a run. Control characters in it are left out,
// and an error of who keeps it does not end a scan.
type log struct{ to io.Writer }

func newLog(to io.Writer) *log {
	if to == nil {
		to = io.Discard
	}
	return &log{to}
}

func (l *log) line(text string, args ...any) {
	fmt.Fprintf(l.to, text+"\n", args...)
}

// part is a part of the log of so many bytes. What is more is taken and thrown away,
// so that a program that talks is not held up.
func (l *log) part(most int64) *part { return &part{log: l, left: most} }

type part struct {
	*log

	left, lost int64
}

func (p *part) Write(text []byte) (int, error) {
	kept := text[:min(int64(len(text)), p.left)]
	p.left -= int64(len(kept))
	p.lost += int64(len(text) - len(kept))
	clean := make([]byte, len(kept))
	for i, c := range kept {
		if c < ' ' && c != '\n' && c != '\t' || c == 0x7f {
			c = ' '
		}
		clean[i] = c
	}
	_, _ = p.to.Write(clean)
	return len(text), nil
}

// end says how much was thrown away.
func (p *part) end() {
	if p.lost > 0 {
		p.line("\n… and %d bytes more, which were not kept", p.lost)
	}
}
