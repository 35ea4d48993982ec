package cli

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// A progress says on stderr how far a walk, or a long list, has come: on a terminal in one line
// that is written over and wiped out at the end, elsewhere in a line now and then.
type progress struct {
	w     io.Writer
	over  bool // each line is written over the one before
	every time.Duration
	last  time.Time
}

func newProgress(w io.Writer) *progress {
	p := &progress{w: w, over: terminal(w), every: 10 * time.Second, last: time.Now()}
	if p.over {
		p.every = 100 * time.Millisecond
	}
	return p
}

func (p *progress) show(at registryproxy.Progress) {
	p.say(func() string {
		return fmt.Sprintf("%s: %s, %d of %s looked at", printable(string(at.Repository)), count(at.Manifests, "manifest", "manifests"), at.BlobsChecked, count(at.Blobs, "blob", "blobs"))
	})
}

// say says a text, unless it has just said another.
func (p *progress) say(text func() string) {
	now := time.Now()
	if now.Sub(p.last) < p.every {
		return
	}
	p.last = now
	p.wipe()
	fmt.Fprint(p.w, text())
	if !p.over {
		fmt.Fprintln(p.w)
	}
}

// wipe makes room for the next line.
func (p *progress) wipe() {
	if p.over {
		fmt.Fprint(p.w, "\r\x1b[K")
	}
}

func terminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
