package distr_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestRun(t *testing.T) {
	onEachStore(t, "run", func(t *testing.T, o *office) {
		ofRuns(t, o)
		asked, err := o.globex.StartScan(t.Context(), distr.NewScan{})
		require.NoError(t, err)
		require.Equal(t, distr.ScanRun{
			ID: asked.ID, Cause: distr.ByHand, Asked: "operator", Profile: "web", State: distr.RunQueued, Created: o.clock.now(), Ready: o.clock.now(),
		}, asked)
		o.clock.move(time.Minute)
		var job distr.ScanJob
		scanner := scanFunc(func(ctx context.Context, j distr.ScanJob, found func(distr.Finding) error) error {
			job = j
			j.Progress(1, len(j.Targets))
			_, err := fmt.Fprintln(j.Log, "\x1b[31mlooking\x1b[0m at", j.Targets[0].Text)
			require.NoError(t, err)
			return finds(weak("tls/expired", "example.com"), weak("tls/expired", "example.com"), weak("header", "https://example.com/app"))(ctx, j, found)
		})
		stop := scanning(t, o.acme, quick(scanner))
		run := until(t, o.globex, asked.ID, final)
		stop()
		require.Equal(t, string(asked.ID), job.Run)
		require.Equal(t, "web", job.Profile)
		targets := []distr.ScanTarget{{Text: "example.com", Kind: distr.ScanHost}, {Text: "192.0.2.0/29", Kind: distr.ScanAddress}, {Text: "https://example.com/app", Kind: distr.ScanWebApp}}
		require.Equal(t, targets, job.Targets)

		want := asked
		want.State, want.Started, want.Begun, want.Ended, want.Attempts = distr.RunSucceeded, o.clock.now(), o.clock.now(), o.clock.now(), 1
		want.Done, want.Total, want.Counted, want.Found, want.New = 3, 3, true, 2, 2
		require.Equal(t, want, run)
		detail, err := o.globex.RunDetail(t.Context(), run.ID)
		require.NoError(t, err)
		require.Equal(t, targets, detail.Targets)
		require.Equal(t, "\ufffd[31mlooking\ufffd[0m at example.com", detail.Log)
		found, err := o.globex.FindingsOf(t.Context(), run.ID)
		require.NoError(t, err)
		require.Len(t, found, 2)
		for i, f := range found {
			require.Equal(t, detail.Found[i], f.Fingerprint)
			require.Equal(t, []any{"web", o.clock.now(), run.ID, o.clock.now(), run.ID, time.Time{}}, []any{f.Profile, f.First, f.FirstRun, f.Last, f.LastRun, f.Resolved})
		}
		require.EqualValues(t, 1, used(t, o.globex))
		require.Equal(t, []distr.RunState{distr.RunSucceeded}, endings(t, o, "globex")[run.ID])
		list, err := o.acme.List(t.Context(), distr.CustomerList{})
		require.NoError(t, err)
		require.Equal(t, o.clock.now(), list.Rows[0].Scanned)
		all, err := o.acme.Runs(t.Context(), distr.RunQuery{})
		require.NoError(t, err)
		require.Equal(t, []distr.CustomerRun{{Customer: "globex", ScanRun: run}}, all)
		_, err = o.acme.VerifyEvents(t.Context(), distr.Head{})
		require.NoError(t, err)
	})
}

func TestStartScanRefuses(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	addAssets(t, o.open(t, "initech"), "initech.example")
	addAssets(t, o.globex, "old.example")
	_, err := o.globex.ArchiveAssets(t.Context(), []string{"old.example"})
	require.NoError(t, err)
	for _, test := range []struct {
		name string
		scan distr.NewScan
		is   error
		says string
	}{
		{"a profile that is none", distr.NewScan{Profile: "../web"}, tenant.ErrInvalid, `"../web"`},
		{"an asset that is no key", distr.NewScan{Targets: distr.ScanSelection{Assets: []string{"example.com"}}}, tenant.ErrInvalid, `"example.com": an asset is named by its key, such as host:example.com`},
		{"another customer's asset", distr.NewScan{Targets: distr.ScanSelection{Assets: []string{"host:example.com", "host:initech.example"}}}, tenant.ErrNotFound, `"host:initech.example"`},
		{"an archived asset", distr.NewScan{Targets: distr.ScanSelection{Assets: []string{"host:old.example"}}}, tenant.ErrNotFound, `"host:old.example"`},
		{"too many assets", distr.NewScan{Targets: distr.ScanSelection{Assets: make([]string, distr.MaxTargets+1)}}, tenant.ErrInvalid, "at most 10000 assets"},
		{"no kind", distr.NewScan{Targets: distr.ScanSelection{Kinds: []license.AssetKind{"host"}}}, tenant.ErrInvalid, `kind "host"`},
		{"below a URL", distr.NewScan{Targets: distr.ScanSelection{Below: []string{"https://example.com"}}}, tenant.ErrInvalid, "it is no name"},
		{"below nothing", distr.NewScan{Targets: distr.ScanSelection{Below: []string{""}}}, tenant.ErrInvalid, "empty"},
		{"nothing", distr.NewScan{Targets: distr.ScanSelection{Below: []string{"example.org"}}}, tenant.ErrInvalid, "none of the customer's monitored assets is selected"},
		{"nothing of the kind", distr.NewScan{Targets: distr.ScanSelection{Kinds: []license.AssetKind{license.API}}}, tenant.ErrInvalid, "select others"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := o.globex.StartScan(t.Context(), test.scan)
			require.ErrorIs(t, err, test.is)
			require.ErrorContains(t, err, test.says)
		})
	}
	runs, err := o.globex.Runs(t.Context(), distr.RunQuery{})
	require.NoError(t, err)
	require.Empty(t, runs)
	for range distr.MaxQueued {
		ask(t, o.globex)
	}
	_, err = o.globex.StartScan(t.Context(), distr.NewScan{})
	require.ErrorIs(t, err, tenant.ErrConflict)
	require.ErrorContains(t, err, "cancel some")
	_, err = o.globex.Run(t.Context(), "run_none")
	require.ErrorIs(t, err, tenant.ErrNotFound)
	_, err = o.globex.RunDetail(t.Context(), "run_none")
	require.ErrorIs(t, err, tenant.ErrNotFound)
	_, err = o.globex.CancelRun(t.Context(), "run_none")
	require.ErrorIs(t, err, tenant.ErrNotFound)
	_, err = o.globex.FindingsOf(t.Context(), "run_none")
	require.ErrorIs(t, err, tenant.ErrNotFound)
}

func TestSelection(t *testing.T) {
	o := newOffice(t)
	_, err := o.globex.AddAssets(t.Context(), []distr.NewAsset{
		{Text: "example.com"}, {Text: "www.example.com"}, {Text: "notexample.com"}, {Text: "https://example.com:8443/app"}, {Text: "https://api.example.com/v1", Kind: license.API}, {Text: "192.0.2.1"}, {Text: "http://[2001:db8::1]:81/"},
	})
	require.NoError(t, err)
	licensed(t, o, o.globex, nil)
	for _, test := range []struct {
		name    string
		targets distr.ScanSelection
		want    string
	}{
		{"all", distr.ScanSelection{}, "example.com notexample.com www.example.com 192.0.2.1 http://[2001:db8::1]:81/ https://api.example.com/v1 https://example.com:8443/app"},
		{"by key, twice", distr.ScanSelection{Assets: []string{"host:www.example.com", "host:example.com", "host:example.com"}}, "example.com www.example.com"},
		{"one kind", distr.ScanSelection{Kinds: []license.AssetKind{license.API}}, "https://api.example.com/v1"},
		{"two kinds", distr.ScanSelection{Kinds: []license.AssetKind{license.API, license.Address}}, "192.0.2.1 https://api.example.com/v1"},
		{"below a name", distr.ScanSelection{Below: []string{"Example.COM."}}, "example.com www.example.com https://api.example.com/v1 https://example.com:8443/app"},
		{"all at once", distr.ScanSelection{Below: []string{"example.com"}, Kinds: []license.AssetKind{license.WebApp, license.Subdomain}, Assets: []string{"host:www.example.com", "host:notexample.com"}}, "www.example.com"},
	} {
		t.Run(test.name, func(t *testing.T) {
			stop := scanning(t, o.acme, quick(finds()))
			defer stop()
			run, err := o.globex.StartScan(t.Context(), distr.NewScan{Targets: test.targets})
			require.NoError(t, err)
			require.Equal(t, distr.RunSucceeded, until(t, o.globex, run.ID, final).State)
			d, err := o.globex.RunDetail(t.Context(), run.ID)
			require.NoError(t, err)
			var texts []string
			for _, target := range d.Targets {
				texts = append(texts, target.Text)
			}
			require.Equal(t, test.want, strings.Join(texts, " "))
		})
	}
}

// What customers' people read of a run is not who of the vendor's asked for it, which
// process it was, nor what the scanner wrote.
func TestRunsAsToldToCustomers(t *testing.T) {
	o := ofRuns(t, newOffice(t))
	o.join(t, o.globex, "ann@globex.example", tenant.Administrator)
	o.hire(t, "boss@acme.example", tenant.Administrator)
	ann := o.user("ann@globex.example")
	theirs := ask(t, o.as(distr.Staff("boss@acme.example")).Account("globex"))
	o.clock.move(time.Second)
	own := ask(t, ann)
	going := make(chan struct{})
	stop := scanning(t, o.acme, quick(scanFunc(func(ctx context.Context, j distr.ScanJob, found func(distr.Finding) error) error {
		_, _ = fmt.Fprintln(j.Log, "/home/acme/.scanner/token")
		<-going
		return found(weak("rule", "example.com"))
	})))
	until(t, o.globex, theirs, func(r distr.ScanRun) bool { return r.Holder != "" })
	told, err := ann.Runs(t.Context(), distr.RunQuery{})
	require.NoError(t, err)
	require.Len(t, told, 2)
	require.Equal(t, "the vendor", told[0].Asked)
	require.Equal(t, "ann@globex.example", told[1].Asked)
	require.Empty(t, told[0].Holder)
	one, err := ann.Run(t.Context(), theirs)
	require.NoError(t, err)
	require.Equal(t, []string{"the vendor", ""}, []string{one.Asked, one.Holder})
	one, err = ann.CancelRun(t.Context(), theirs)
	require.NoError(t, err)
	require.Equal(t, []string{"the vendor", ""}, []string{one.Asked, one.Holder})
	close(going)
	until(t, o.globex, own, final)
	stop()
	d, err := ann.RunDetail(t.Context(), theirs)
	require.NoError(t, err)
	require.Empty(t, d.Log)
	require.Len(t, d.Found, 1)
	d, err = o.globex.RunDetail(t.Context(), theirs)
	require.NoError(t, err)
	require.Equal(t, "/home/acme/.scanner/token", d.Log)
	require.Equal(t, []string{"rule example.com"}, known(t, ann))
}

func TestForgetRuns(t *testing.T) {
	onEachStore(t, "forget", func(t *testing.T, o *office) {
		ofRuns(t, o)
		old := carried(t, o, o.globex, finds(weak("rule", "example.com")))
		o.clock.move(time.Hour)
		waiting := ask(t, o.globex)
		o.clock.move(distr.RunsStay - time.Hour)
		require.NoError(t, o.acme.ForgetRuns(t.Context()))
		_, err := o.globex.Run(t.Context(), old.ID)
		require.NoError(t, err)
		o.clock.move(2 * time.Hour)
		require.NoError(t, o.acme.ForgetRuns(t.Context()))
		_, err = o.globex.Run(t.Context(), old.ID)
		require.ErrorIs(t, err, tenant.ErrNotFound)
		_, err = o.globex.Run(t.Context(), waiting)
		require.NoError(t, err, "it has not ended")
		require.Equal(t, []string{"rule example.com"}, known(t, o.globex))
	})
}
