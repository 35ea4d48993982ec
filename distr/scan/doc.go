// Package scan has scanners for [distr.Scanner], reads what others find, and writes
// reports.
//
//	trivy, err := scan.NewCommand(scan.CommandConfig{
//		Path: "/usr/bin/scanner", Args: []string{"--format", "sarif", "--", "{target}"}})
//	web, err := scan.NewWeb(scan.WebConfig{})
//	err = web.Scan(ctx, job, func(f distr.Finding) error { … })
//
// [Command] runs any program that writes SARIF 2.1.0: without a shell, with an
// environment of what is named, in a folder of its own, and no longer, no larger and no
// louder than it may. [Web] is built in, and looks at what every web site, API and host
// shows to everybody: certificates, protocols, redirects, headers, cookies.
// [ReadSARIF] reads a file as it comes, in bounded memory. [ReportOf] collects what runs
// have found for a customer, and a [Report] is written as HTML, JSON, SARIF or CSV.
//
// # What findings go by
//
// The same problem has the same fingerprint in each run. Numbers of lines are no part
// of it, and neither are the day or the number of days in the message of a finding of
// Web. A scanner that gives fingerprints of its own is believed, for each target by itself.
//
// # The traps
//
// A file that [ReadSARIF] reads well may be that of a tool that failed:
// [Summary].Failure says so. A Command looks at it.
//
// A finding is a stranger's text. It is bounded and has no control characters, but it
// is not HTML: escape it. What looks like a path or an address in it is not to be
// opened.
//
// A program that is run is not locked in. It may read what the user may read under
// whom this process runs, and connect to whom it likes; on other systems than Linux,
// what it starts in a session of its own outlives it. Where this process is killed, what
// the program has started goes on until the next scan in the same
// [CommandConfig].Folder, which clears it away. A vendor who does not trust a
// scanner runs it in a container: that is a program, too. Where this process is number 1
// of a container itself, start that with an init: what is killed there has to be buried
// by somebody.
//
// Web goes where a customer has pointed it, and it is our machine that goes there. Only
// addresses of the public Internet are connected to; what counts is the address that a
// name has resolved to when the connection is made. Redirects are followed within the
// host only. [WebConfig].Private switches that off, for those who scan their own
// network.
package scan
