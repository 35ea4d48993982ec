package distr_test

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A lookout is a scanner of our own: it finds that a site speaks an old protocol, until
// it does not any more.
type lookout struct{ mended bool }

func (l *lookout) Scan(_ context.Context, job distr.ScanJob, found func(distr.Finding) error) error {
	for i, target := range job.Targets {
		if target.Text == "example.com" && !l.mended {
			err := found(distr.Finding{Rule: "tls/old", Level: distr.LevelError, Target: target.Text, Title: "An old protocol", Message: "It speaks TLS 1.0."})
			if err != nil {
				return err
			}
		}
		job.Progress(i+1, len(job.Targets))
	}
	return nil
}

// A scan is asked for by whoever may, and carried out by whoever runs KeepScanning:
// this process, or another on the same store. What it finds is known once, however
// often it is found, and is resolved when it is not found any more.
func ExampleVendor_KeepScanning() {
	ctx, stop := context.WithCancel(context.Background())
	acme, globex, _ := ofScans(ctx)
	_, err := globex.AddAssets(ctx, []distr.NewAsset{{Text: "example.com"}, {Text: "https://example.com/app"}})
	must(err)

	scanner := &lookout{}
	ended := make(chan error)
	go func() {
		ended <- acme.KeepScanning(ctx, distr.ScanConfig{Scanners: map[string]distr.Scanner{"tls": scanner}})
	}()
	for range 2 {
		run, err := globex.StartScan(ctx, distr.NewScan{Profile: "tls"})
		must(err)
		for !run.State.Final() {
			time.Sleep(time.Millisecond)
			run, err = globex.Run(ctx, run.ID)
			must(err)
		}
		fmt.Println(run.State, "targets", run.Total, "found", run.Found, "new", run.New, "resolved", run.Resolved)
		scanner.mended = true
	}

	for f, err := range globex.EachFinding(ctx, distr.FindingQuery{}) {
		must(err)
		fmt.Println(f.Rule, f.Target, f.Message, "resolved:", !f.Resolved.IsZero())
	}
	standings, err := globex.Standing(ctx)
	must(err)
	fmt.Println("scans used:", standings[0].Standing.Used)
	stop()
	must(<-ended)
	// Output:
	// succeeded targets 2 found 1 new 1 resolved 0
	// succeeded targets 2 found 0 new 0 resolved 1
	// tls/old example.com It speaks TLS 1.0. resolved: true
	// scans used: 2
}
