package distr

import (
	"context"
	"io"
)

// A Scanner finds out what is wrong with a customer's assets. It is the plug for
// scanners: package distr/scan has one that runs any command that writes SARIF, and
// one that is built in.
//
// A Scanner is safe to share: runs of several customers go on at the same time.
type Scanner interface {
	// Scan checks all targets of a job, and calls found with each finding, as it
	// comes and one at a time. When found returns an error, Scan ends with it.
	//
	// nil says that every target was checked: what was found before and is not
	// found now has been resolved. A *NotChecked says that some were not, which,
	// and that all others were; any other error that nobody can tell what was.
	// What was found all the same has been told to found.
	//
	// The text of an error is shown to the customer, too: what it could tell of
	// the machine that scans, such as paths, addresses and names of programs,
	// belongs into the job's Log.
	//
	// Scan has ended, with all that it started, when it returns, and that is soon
	// after ctx ends.
	Scan(ctx context.Context, job ScanJob, found func(Finding) error) error
}

// A ScanJob is what to scan in one run. It names no customer: a scanner need not
// know whose the targets are.
type ScanJob struct {
	Run     string       // the ID of the run, for what a scanner writes down
	Profile string       // what to look for, by the vendor's name for it; a scanner may not know any
	Targets []ScanTarget // at least one

	// Log takes what the vendor's people may want to read about the run: lines of
	// plain text. nil discards. How much is kept is bounded by the caller.
	Log io.Writer
	// Progress is told how much is done, if it is not nil: how many of the targets,
	// or of more and smaller parts, such as the addresses of a range.
	Progress func(done, total int)
}

// A ScanTarget is one asset to scan.
type ScanTarget struct {
	Text string // in the canonical form of license.Asset, such as "https://example.com/app"
	Kind ScanKind
}

// A ScanKind is how a target is approached.
type ScanKind string

const (
	ScanHost    ScanKind = "host"    // a domain or subdomain, such as "www.example.com"
	ScanWebApp  ScanKind = "webapp"  // the URL of an application for people
	ScanAPI     ScanKind = "api"     // the base URL of an API
	ScanAddress ScanKind = "address" // an IP address, or a range as a prefix, such as "192.0.2.0/29"
)
