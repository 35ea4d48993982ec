package scan

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
)

// WebConfig says how a Web looks. The zero value is ready.
type WebConfig struct {
	Agent   string           // the User-Agent, which says who scans and where to complain; default: "distr-scan/1"
	Timeout time.Duration    // of one answer, and of one connection, which may take 5 seconds at most, and 2 to an address of a range; default: 10 seconds
	AtOnce  int              // hosts that are looked at at the same time; default: 16
	MaxBody int64            // of an answer that is read, in bytes; default: 64 KiB
	Soon    time.Duration    // before its end that a certificate expires soon; default: 21 days
	Roots   *x509.CertPool   // whom browsers trust; default: whom the system trusts
	Now     func() time.Time // default: time.Now
	Private bool             // connect to any address, for those who scan their own network; default: to public ones

	// Dial connects, for those who scan through a tunnel. Where it leads is not
	// looked at, whatever Private says. Default: directly, and through no proxy.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// A Web is a scanner for web applications, APIs, hosts and addresses, which looks at
// what everybody is shown. It signs in nowhere, fills in nothing, and tries no attack:
// for one target it makes about ten connections, one after the other. It is safe to
// share, and makes one connection to a host at a time, and to so many hosts as AtOnce
// says, whoever scans.
//
// Of a URL, its host and port are looked at and the page itself; of a host or address,
// ports 443 and 80.
type Web struct {
	config WebConfig
	turns  *turns
	places chan struct{} // has as many values as hosts are looked at
}

var _ distr.Scanner = (*Web)(nil)

// NewWeb makes a Web. It connects to nobody yet.
func NewWeb(c WebConfig) (*Web, error) {
	if strings.ContainsFunc(c.Agent, func(r rune) bool { return r < ' ' || r > '~' }) {
		return nil, fmt.Errorf("scan: the User-Agent %q cannot be sent; write it in ASCII", c.Agent)
	}
	if c.Agent == "" {
		c.Agent = "distr-scan/1"
	}
	if c.Timeout <= 0 {
		c.Timeout = 10 * time.Second
	}
	if c.AtOnce <= 0 {
		c.AtOnce = 16
	}
	if c.MaxBody <= 0 {
		c.MaxBody = 64 << 10
	}
	if c.Soon <= 0 {
		c.Soon = 21 * 24 * time.Hour
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Dial == nil {
		c.Dial = dialer(c).DialContext
	}
	return &Web{c, newTurns(), make(chan struct{}, c.AtOnce)}, nil
}

// Scan implements distr.Scanner. Targets are looked at several at a time, and so are the
// addresses of a range, which count one by one in the progress; findings are told one at a
// time. It is a *distr.NotChecked, at the end, when the name of a target does not resolve
// or leads to an address that is not public, and when nobody answers at a URL. An address
// of a range at which nobody is counts as checked.
func (w *Web) Scan(ctx context.Context, job distr.ScanJob, found func(distr.Finding) error) error {
	if err := anyTarget(job); err != nil {
		return err
	}
	return newRound(w, job, found).all(ctx)
}

// A visit is one site that is being looked at: a target, or one address of a range.
type visit struct {
	*Web

	target string
	found  func(distr.Finding) error
	known  map[string]bool // fingerprints of what was told
	told   error           // what found has answered
	addr   bool            // the host is an address, which has no name of its own
	one    bool            // of several addresses
	asked  bool            // the server wants a certificate of ours
}

// tell tells a finding, unless it is known: of one rule, at one place, on one
// subject. The message may say more, such as a date.
func (v *visit) tell(rule, location, subject, message string, args ...any) {
	r := ruleOf(rule)
	mark := distr.FingerprintOf("web", rule, v.target, location, subject)
	if v.told != nil || v.known[mark] {
		return
	}
	v.known[mark] = true
	f, err := distr.Finding{
		Fingerprint: mark, Rule: r.ID, Level: r.Level, Title: r.Title, Help: r.Help,
		Message: fmt.Sprintf(message, args...), Target: v.target, Location: location,
	}.Complete()
	if err == nil {
		err = v.found(f)
	}
	v.told = err
}
