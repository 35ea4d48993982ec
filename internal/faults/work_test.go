//go:build unix

package faults

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A work is what clients do to a server until it is killed.
type work struct {
	*killing
	p       *process
	round   int
	clients sync.WaitGroup
	fetched atomic.Int64

	mu     sync.Mutex // guards what follows
	kept   []kept
	logged []string
	wrong  error
}

func newWork(k *killing, p *process, round int, chance *rand.Rand) *work {
	w := &work{killing: k, p: p, round: round}
	for _, do := range []func(context.Context, *rand.Rand) error{w.push, w.push, w.pullFar, w.pullFar, w.pullNear} {
		own := rand.New(rand.NewPCG(chance.Uint64(), 0))
		w.clients.Go(func() {
			if err := do(context.Background(), own); !p.killed.Load() || errors.Is(err, errAnswer) {
				w.mu.Lock()
				defer w.mu.Unlock()
				w.wrong = errors.Join(w.wrong, fmt.Errorf("before it was killed: %w", err))
			}
		})
	}
	return w
}

// wait waits for the clients of a server that was killed.
func (w *work) wait() error {
	w.clients.Wait()
	return w.wrong
}

// push pushes one version after another, publishes what was pushed, and takes down
// what was acknowledged.
func (w *work) push(ctx context.Context, chance *rand.Rand) error {
	over := &http.Transport{}
	defer over.CloseIdleConnections()
	for {
		version := fmt.Sprintf("2.%d.%d", w.round, chance.Uint32())
		made, err := newWare(version, chance.Uint64(), 100<<10, 2<<10)
		if err == nil {
			err = made.push(ctx, w.p.host, near, w.shop.staff, over)
		}
		if err != nil {
			return err
		}
		err = w.publish(ctx, version, chance.IntN(2) == 0)
		w.mu.Lock()
		w.kept = append(w.kept, kept{version, err == nil})
		w.mu.Unlock()
		if err != nil {
			return err
		}
	}
}

// publish publishes in the process that is going to be killed, or beside it.
func (w *work) publish(ctx context.Context, version string, beside bool) error {
	if beside {
		_, err := w.beside.vendor().Publish(ctx, "near", version, "")
		time.Sleep(distr.Freshness) // then every process goes by it
		return err
	}
	answer, err := w.p.tell("publish near " + version)
	if err == nil && answer != "done" {
		err = fmt.Errorf("publishing %s: %w: %s", version, errAnswer, answer)
	}
	return err
}

// pullFar pulls what lies elsewhere, through the store of blobs.
func (w *work) pullFar(ctx context.Context, chance *rand.Rand) error {
	c := newClient(w.p.host)
	defer c.close()
	err := c.login(ctx, w.shop.globex, far)
	for err == nil {
		w.fetched.Add(1)
		err = c.pull(ctx, far, pick(chance, w.wares).version)
	}
	return err
}

// pullNear pulls what was published just now, and takes it down when it is in the
// pull log.
func (w *work) pullNear(ctx context.Context, _ *rand.Rand) error {
	c := newClient(w.p.host)
	defer c.close()
	err := c.login(ctx, w.shop.globex, near)
	for n := 0; err == nil; {
		for _, version := range w.publishedFrom(n) {
			n++
			if err := c.pull(ctx, near, version); err != nil {
				return err
			}
		}
		// The killed server ends this, also when nothing was published.
		if _, err = c.get(ctx, "/v2/"); err == nil {
			err = w.look(ctx, n)
		}
	}
	return err
}

// look finds out which of the first n published versions are in the log by now.
func (w *work) look(ctx context.Context, n int) error {
	pulls, err := w.beside.vendor().Pulls(ctx, distr.PullQuery{Repository: near, Limit: 100})
	if err != nil {
		return fmt.Errorf("reading the log: %w: %w", errAnswer, err)
	}
	there := map[string]bool{}
	for _, pull := range pulls {
		there[pull.Version] = true
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range w.kept[:min(n, len(w.kept))] {
		if there[one.version] {
			w.logged = append(w.logged, one.version)
		}
	}
	return nil
}

// publishedFrom are the versions that were published, without the first n.
func (w *work) publishedFrom(n int) (versions []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, one := range w.kept {
		if one.published {
			versions = append(versions, one.version)
		}
	}
	return versions[n:]
}
