package server

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
)

// forgetEvery is how often runs are removed that ended long ago.
const forgetEvery = 24 * time.Hour

// Scans says what a server scans with, and how much of it at once.
type Scans struct {
	// Scanners are further ones, by the names of their profiles, besides the built-in
	// one, which is distr.DefaultProfile.
	Scanners map[string]distr.Scanner
	AtOnce   int  // runs that go on at the same time; default: 0, and this process scans nothing
	Private  bool // the built-in scanner connects to any address, for those who scan their own network; default: to public ones

	Timeout, Every, Beat time.Duration // see distr.ScanConfig
}

// config is how scans are carried out.
func (s Scans) config(now func() time.Time) (c distr.ScanConfig, err error) {
	if s.Scanners[distr.DefaultProfile] != nil {
		return c, fmt.Errorf("the profile %q is that of the built-in scanner; call yours something else", distr.DefaultProfile)
	}
	web, err := scan.NewWeb(scan.WebConfig{Private: s.Private, Now: now})
	if err != nil {
		return c, err
	}
	c = distr.ScanConfig{Scanners: map[string]distr.Scanner{distr.DefaultProfile: web}, AtOnce: s.AtOnce, Timeout: s.Timeout, Every: s.Every, Beat: s.Beat}
	maps.Copy(c.Scanners, s.Scanners)
	return c, nil
}

// carryOut hands out what is due to be scanned and scans it, until ctx ends; what runs
// then is given back. Pulls go on if it cannot.
func carryOut(ctx context.Context, c Config, vendor *distr.Vendor, scans distr.ScanConfig) {
	if scans.AtOnce <= 0 {
		return
	}
	if err := vendor.KeepScanning(ctx, scans); err != nil {
		c.Log.Error("server: nothing is scanned", "error", err)
	}
}

// forget removes runs that ended long ago, now and then, where nobody scans: who does so
// forgets them, too.
func forget(ctx context.Context, c Config, vendor *distr.Vendor) {
	if c.Scans.AtOnce > 0 {
		return
	}
	tick := time.NewTicker(forgetEvery)
	defer tick.Stop()
	for {
		if err := vendor.ForgetRuns(ctx); err != nil && ctx.Err() == nil {
			c.Log.Error("server: old scans cannot be forgotten", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
