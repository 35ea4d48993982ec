package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"syscall"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// A contact is a scanner for web sites: does /.well-known/security.txt say whom to tell
// of a problem (RFC 9116)?
type contact struct {
	Client *http.Client
	Now    func() time.Time
}

var _ distr.Scanner = contact{}

// Scan looks at one target after the other. A site that does not answer keeps no other
// from being looked at, and is named in the end: nothing that was found there before is
// taken for resolved.
func (c contact) Scan(ctx context.Context, job distr.ScanJob, found func(distr.Finding) error) error {
	var not distr.NotChecked
	for i, target := range job.Targets {
		wrong, err := c.look(ctx, target.Text)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			not.Targets = append(not.Targets, target.Text)
			not.Err = errors.Join(not.Err, fmt.Errorf("%s: %w", target.Text, err))
		case wrong != "":
			f, err := distr.Finding{
				Rule: "contact/security-txt", Level: distr.LevelNote, Title: "Nobody can tell you of a problem.",
				Message: wrong, Target: target.Text, Location: address(target.Text),
				Help: "Serve a file by RFC 9116 with the lines Contact and Expires.",
				// What makes it the same finding in the next scan: not the message, which may change.
				Fingerprint: distr.FingerprintOf("contact/security-txt", target.Text),
			}.Complete()
			if err != nil {
				return err
			}
			if err := found(f); err != nil {
				return err
			}
		}
		if job.Progress != nil {
			job.Progress(i+1, len(job.Targets))
		}
	}
	if len(not.Targets) > 0 {
		return &not
	}
	return nil
}

func address(site string) string { return strings.TrimRight(site, "/") + "/.well-known/security.txt" }

// look says what is wrong with a site's file; "" if nothing is.
func (c contact) look(ctx context.Context, site string) (wrong string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address(site), nil)
	if err != nil {
		return "", err
	}
	resp, err := c.Client.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	if resp.StatusCode != http.StatusOK {
		return fmt.Sprintf("The file is not there: %d.", resp.StatusCode), nil
	}
	has := map[string]string{}
	lines := bufio.NewScanner(io.LimitReader(resp.Body, 64<<10)) // a stranger's file is read up to here
	for lines.Scan() {
		if name, value, field := strings.Cut(lines.Text(), ":"); field {
			has[strings.ToLower(strings.TrimSpace(name))] = strings.TrimSpace(value)
		}
	}
	if has["contact"] == "" {
		return "It has no line Contact.", lines.Err()
	}
	expires, bad := time.Parse(time.RFC3339, has["expires"])
	switch {
	case bad != nil:
		return "It has no line Expires with a time of RFC 3339.", lines.Err()
	case expires.Before(c.Now()):
		return fmt.Sprintf("It has expired on %s.", expires.UTC().Format(time.DateOnly)), lines.Err()
	}
	return "", lines.Err()
}

// publicDialer connects to no private address. What counts is the address that a name has
// led to when the connection is made. Whoever scans what strangers name wants a longer
// list: RFC 6890 has the addresses that are no public ones, and clouds have their own.
func publicDialer() *net.Dialer {
	return &net.Dialer{Control: func(_, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if ip := at.Addr().Unmap(); err != nil || !ip.IsGlobalUnicast() || ip.IsPrivate() {
			return fmt.Errorf("%s is not on the public Internet", address)
		}
		return nil
	}}
}
