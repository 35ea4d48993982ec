package scan

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/netip"
	"runtime/debug"
	"sync"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A round is a look at all targets of a job, several sites at a time.
type round struct {
	*Web

	job   distr.ScanJob
	found func(distr.Finding) error
	log   *log
	stop  context.CancelFunc

	mu    sync.Mutex // also: found, the log and the progress are told one at a time
	told  error      // what found has answered
	came  []came     // of each target
	sites int        // of all targets
	done  int        // of these
}

// A came is what came of one target so far.
type came struct {
	left   int // sites to look at
	found  int
	failed int    // sites
	first  error  // of these
	at     string // that one, of several
	place  int
}

// A spot is one site of a target: all of it, or one address of a range.
type spot struct {
	target, place int
	at            string
	one           bool // of several
}

func newRound(w *Web, job distr.ScanJob, found func(distr.Finding) error) *round {
	r := &round{Web: w, job: job, found: found, log: newLog(job.Log), came: make([]came, len(job.Targets))}
	for i, target := range job.Targets {
		n := 1
		if prefix, err := netip.ParsePrefix(target.Text); err == nil {
			n <<= min(prefix.Addr().BitLen()-prefix.Bits(), 40) // more than anybody can look at
		}
		r.came[i].left = n
		r.sites += n
	}
	return r
}

// spots are all sites there are.
func (r *round) spots() iter.Seq[spot] {
	return func(yield func(spot) bool) {
		for i, target := range r.job.Targets {
			prefix, notRange := netip.ParsePrefix(target.Text)
			if notRange != nil {
				if !yield(spot{i, 0, target.Text, false}) {
					return
				}
				continue
			}
			at := prefix.Masked().Addr()
			for n := 0; prefix.Contains(at); n++ {
				if !yield(spot{i, n, at.String(), true}) {
					return
				}
				at = at.Next()
			}
		}
	}
}

// all looks at all of them.
func (r *round) all(ctx context.Context) error {
	looking, stop := context.WithCancel(ctx)
	defer stop()
	r.stop = stop
	work := make(chan spot)
	var lookers sync.WaitGroup
	for range min(r.config.AtOnce, r.sites) {
		lookers.Go(func() {
			for p := range work {
				r.look(looking, p)
			}
		})
	}
	for p := range r.spots() {
		if looking.Err() != nil {
			break
		}
		select {
		case work <- p:
		case <-looking.Done():
		}
	}
	close(work)
	lookers.Wait()
	switch {
	case r.told != nil:
		return r.told
	case ctx.Err() != nil:
		return ctx.Err()
	}
	var not unchecked
	for i, target := range r.job.Targets {
		if err := r.came[i].err(); err != nil {
			not.add(target.Text, err)
		}
	}
	return not.err()
}

// look looks at one site, and notes what came of it.
func (r *round) look(ctx context.Context, p spot) {
	if ctx.Err() != nil {
		return
	}
	v := visit{Web: r.Web, target: r.job.Targets[p.target].Text, found: r.tell, known: map[string]bool{}, one: p.one}
	err := r.guarded(ctx, &v, p.at)
	r.mu.Lock()
	defer r.mu.Unlock()
	if ctx.Err() != nil { // that may be why it failed
		return
	}
	c := &r.came[p.target]
	c.found += len(v.known)
	if err != nil {
		r.log.line("%s: %s", cleanLine(p.at), cleanLine(err.Error()))
		c.add(p, err)
	}
	if c.left--; c.left == 0 && c.failed == 0 {
		r.log.line("%s: %d findings", cleanLine(v.target), c.found)
	}
	r.done++
	if r.job.Progress != nil {
		r.job.Progress(r.done, r.sites)
	}
}

// tell hands a finding on, unless somebody is told already that no more are wanted.
func (r *round) tell(f distr.Finding) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.told == nil {
		if r.told = r.found(f); r.told != nil {
			r.stop()
		}
	}
	return r.told
}

// add notes that a site could not be looked at.
func (c *came) add(p spot, err error) {
	if c.failed++; c.failed > 1 && c.place < p.place {
		return
	}
	c.place, c.first = p.place, err
	if p.one {
		c.at = p.at
	}
}

// err is why the target could not be checked; nil if it was.
func (c *came) err() error {
	if c.failed == 0 {
		return nil
	}
	err := forCustomers(c.first)
	if c.at != "" {
		err = fmt.Errorf("%s: %w", c.at, err)
	}
	if c.failed > 1 {
		return fmt.Errorf("%w; and so it is with %d more of its addresses", err, c.failed-1)
	}
	return err
}

// guarded looks at a site. What a stranger answers is to end no process: a panic is a site
// that could not be checked.
func (r *round) guarded(ctx context.Context, v *visit, at string) (err error) {
	defer func() {
		if why := recover(); why != nil {
			r.log.line("%s: %v\n%s", cleanLine(at), why, debug.Stack())
			err = errors.New("the scanner panicked")
		}
	}()
	return v.site(ctx, at)
}
