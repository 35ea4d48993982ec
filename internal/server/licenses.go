package server

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// sweepEvery is how often it is looked whether a license has begun a new period.
const sweepEvery = 5 * time.Minute

// sweep begins the periods of licenses, and charges those that have begun, now and
// then.
func sweep(ctx context.Context, c Config, vendor *distr.Vendor) {
	tick := time.NewTicker(sweepEvery)
	defer tick.Stop()
	for {
		begin(ctx, c, vendor)
		charge(ctx, c, vendor)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func begin(ctx context.Context, c Config, vendor *distr.Vendor) {
	n, err := vendor.SweepLicenses(ctx)
	switch {
	case ctx.Err() != nil:
	case err != nil:
		c.Log.Error("server: periods of licenses cannot begin", "error", err)
	case n > 0:
		c.Log.Info("server: periods of licenses have begun with much in use", "alerts", n)
	}
}

// charge logs both: one license of which it fails does not keep the others from it.
func charge(ctx context.Context, c Config, vendor *distr.Vendor) {
	n, err := vendor.ChargePeriods(ctx)
	if n > 0 {
		c.Log.Info("server: periods of licenses were charged", "periods", n)
	}
	if err != nil && ctx.Err() == nil {
		c.Log.Error("server: periods of licenses cannot be charged", "error", err)
	}
}
