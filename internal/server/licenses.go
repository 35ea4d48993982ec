package server

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// sweepEvery is how often it is looked whether a license has begun a new period.
const sweepEvery = 5 * time.Minute

// sweep begins the periods of licenses, now and then.
func sweep(ctx context.Context, c Config, vendor *distr.Vendor) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		n, err := vendor.SweepLicenses(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			c.Log.Error("server: periods of licenses cannot begin", "error", err)
		case n > 0:
			c.Log.Info("server: periods of licenses have begun with much in use", "alerts", n)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
