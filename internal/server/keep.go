package server

import (
	"context"

	"github.com/seed361c4c3e/distr-go/distr"
)

// keep lets somebody keep the pull log, from when it returns until end is called:
// before the first pull and after the last. The error of end says what is lost.
func keep(ctx context.Context, c Config) (end func() error, err error) {
	keeping, stop := context.WithCancel(context.WithoutCancel(ctx))
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- c.Hub.KeepPulls(keeping, distr.PullLog{Spill: c.Spill, Ready: func() { close(ready) }})
	}()
	select {
	case <-ready:
	case err := <-ended:
		stop()
		return nil, err
	}
	return func() error {
		stop()
		return <-ended
	}, nil
}
