// Command scanner shows how a vendor plugs a scanner of their own into distr: it looks
// whether the web sites of a customer say whom to tell of a security problem (RFC 9116),
// has the SDK carry it out by a schedule, and prints the report.
//
//	go run ./examples/scanner https://www.example.com
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/distr/scan"
	"github.com/seed361c4c3e/distr-go/license"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, newContact(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1) //nolint:gocritic // stop has nothing left to do
	}
}

// run scans sites of one customer, and writes what was found.
func run(ctx context.Context, out io.Writer, scanner distr.Scanner, sites []string) (err error) {
	if len(sites) == 0 {
		return errors.New("say which sites, as in: go run ./examples/scanner https://www.example.com")
	}
	// A portal has these for long: a store that outlives it, a vendor, a customer with a
	// license to have something scanned.
	hub := distr.New(memory.New(), distr.Config{Log: slog.New(slog.NewTextHandler(os.Stderr, nil))})
	acme := hub.Vendor("acme").As(distr.Program("acme-portal"))
	customer, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"})
	if err != nil {
		return err
	}
	globex := acme.Account(customer.ID)
	plan := license.Plan{Name: "all you can scan", Model: license.Unlimited, Every: license.Monthly}
	if err := acme.AddPlan(ctx, distr.PricedPlan{Plan: plan}); err != nil {
		return err
	}
	if _, err := globex.Sell(ctx, distr.NewContract{Plan: plan.Name}); err != nil {
		return err
	}

	// Each night, and when the customer gets another site. In a process that goes on,
	// this is all there is to do.
	_, err = acme.AddSchedule(ctx, distr.ScanSchedule{
		Name: "whom to tell", Profile: "contact", Targets: distr.ScanSelection{Kinds: []license.AssetKind{license.WebApp}},
		Every: license.EveryDay, Hour: 2, Minute: 30, Zone: "Europe/Berlin",
		On: []distr.Trigger{distr.OnNewAsset}, Debounce: time.Second,
	})
	if err != nil {
		return err
	}
	scanning, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		ended <- acme.KeepScanning(scanning, distr.ScanConfig{
			Scanners: map[string]distr.Scanner{"contact": scanner},
			Attempts: 1, // somebody waits for it; a portal leaves it out, and has what failed tried again in a while
		})
	}()
	defer func() {
		stop() // what has not ended is given back
		err = errors.Join(err, <-ended)
	}()

	// The customer gets sites, and the scan of them begins by itself.
	assets := make([]distr.NewAsset, len(sites))
	for i, site := range sites {
		assets[i] = distr.NewAsset{Text: site, Kind: license.WebApp}
	}
	added, err := globex.AddAssets(ctx, assets)
	if err != nil {
		return err
	}
	for _, r := range added.Results {
		if r.Err != nil {
			return r.Err
		}
	}
	last, err := wait(ctx, globex)
	if err != nil {
		return err
	}

	report, err := scan.ReportOf(ctx, globex, last.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s: %s, findings: %d\n", report.Customer, last.State, len(report.Findings))
	for _, f := range report.Sorted() {
		fmt.Fprintf(out, "%s at %s: %s %s\n", f.Level, f.Location, f.Title, f.Message)
	}
	if last.Error != "" {
		fmt.Fprintln(out, last.Error)
	}
	return nil // report.WriteHTML, WriteCSV, WriteSARIF and WriteJSON are for others to read
}

// wait returns when the customer's first scan has ended. A portal need not: it shows
// what Runs lists, and a webhook tells scan.ended.
func wait(ctx context.Context, a *distr.Account) (distr.ScanRun, error) {
	for {
		runs, err := a.Runs(ctx, distr.RunQuery{})
		if err != nil {
			return distr.ScanRun{}, err
		}
		if len(runs) > 0 && runs[0].State.Final() {
			return runs[0], nil
		}
		select {
		case <-ctx.Done():
			return distr.ScanRun{}, ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// newContact is the scanner as it is used: it goes to no private address, since it goes
// where a customer has pointed it.
func newContact() contact {
	return contact{Client: &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{DialContext: publicDialer().DialContext}}, Now: time.Now}
}
