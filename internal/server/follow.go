package server

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// follow lets versions that follow a tag go where it went, until ctx ends. A tag
// that is pushed through the proxy is followed at once; this is for those that
// are moved past it.
func follow(ctx context.Context, c Config, vendor *distr.Vendor) {
	tick := time.NewTicker(c.FollowEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		moves, err := vendor.CatchUp(ctx)
		for _, m := range moves {
			c.Log.Info("server: a version followed its tag", "product", m.Product, "version", m.After.Version)
		}
		if err != nil && ctx.Err() == nil {
			c.Log.Error("server: a tag cannot be followed at the moment", "error", err)
		}
	}
}
