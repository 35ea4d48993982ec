package scan_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/scan"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Errors of ours are told without what is of our machine, which is in the log.
func TestWebKeepsItsMachineToItself(t *testing.T) {
	t.Parallel()
	op := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Source: &net.TCPAddr{IP: net.IPv4(10, 1, 2, 3), Port: 4711}, Addr: &net.TCPAddr{IP: net.IPv4(10, 9, 9, 9), Port: 443}, Err: err}
	}
	for _, test := range []struct {
		name, want string
		err        error
	}{
		{"no such name", "there is no such name", op(&net.DNSError{Err: "no such host", Name: "a.example", Server: "10.255.255.53:53", IsNotFound: true})},
		{"a resolver that is silent", "its name was not looked up in time", op(&net.DNSError{Err: "i/o timeout", Name: "a.example", Server: "10.255.255.53:53", IsTimeout: true})},
		{"a resolver that refuses", "its name could not be looked up", op(&net.DNSError{Err: "server misbehaving", Name: "a.example", Server: "10.255.255.53:53"})},
		{"nobody there", "connection refused", op(os.NewSyscallError("connect", syscall.ECONNREFUSED))},
		{"no way", "no route to host", op(os.NewSyscallError("connect", syscall.EHOSTUNREACH))},
		{"silence", "it did not answer in time", op(os.NewSyscallError("connect", syscall.ETIMEDOUT))},
		{"more silence", "it did not answer in time", op(context.DeadlineExceeded)},
		{"a proxy", "it could not be connected to", op(op(errors.New("user distr of 10.9.9.9 is not let in")))},
		{"a tunnel", "it could not be connected to", errors.New("10.9.9.9 is down")},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w, err := scan.NewWeb(scan.WebConfig{Dial: func(context.Context, string, string) (net.Conn, error) { return nil, test.err }})
			require.NoError(t, err)
			_, log, err := scanAll(t.Context(), w, "https://a.example")
			require.EqualError(t, err, "a target could not be checked: https://a.example: "+test.want)
			require.NotErrorIs(t, err, tenant.ErrInvalid)
			require.NotErrorIs(t, err, context.DeadlineExceeded, "the scan itself is in time")
			require.Contains(t, log, "10.")
			rules, found, err := look(t, w, distr.ScanHost, "a.example")
			if _, unknown := errors.AsType[*net.DNSError](test.err); !unknown {
				require.Equal(t, []string{"http/silent"}, rules)
				require.Equal(t, !errors.Is(test.err, syscall.ECONNREFUSED), err != nil, "what may be there still is not taken for gone")
			} else {
				require.Error(t, err)
				require.Empty(t, rules)
			}
			for _, f := range found {
				require.Contains(t, f.Message, test.want)
				require.NotContains(t, f.Message, "10.")
			}
		})
	}

	w, err := scan.NewWeb(scan.WebConfig{})
	require.NoError(t, err)
	_, log, err := scanAll(t.Context(), w, "https://localhost", "localhost")
	const want = "it leads to an address which is not on the public Internet"
	require.EqualError(t, err, "2 targets could not be checked: https://localhost: "+want+"; localhost: "+want)
	require.ErrorIs(t, err, tenant.ErrInvalid, "and never will be")
	require.Contains(t, log, "1") // of an address, whichever version
}

// One target that cannot be checked keeps no other from having been.
func TestWebSaysWhatItHasNotChecked(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	n.serve(t, "a.example:443", n.good(t, "a.example"), fine("Set-Cookie", "a=b; Secure; HttpOnly"))
	found, _, err := scanAll(t.Context(), n.web(t), "ftp://a.example", "https://a.example", "https://dead.example")
	not, is := errors.AsType[*distr.NotChecked](err)
	require.True(t, is)
	require.Equal(t, []string{"ftp://a.example", "https://dead.example"}, not.Targets)
	require.NotErrorIs(t, err, tenant.ErrInvalid, "the second may be there the next time")
	require.Len(t, found, 1)

	w, err := scan.NewWeb(scan.WebConfig{})
	require.NoError(t, err)
	_, _, err = scanAll(t.Context(), w, "10.0.0.0/30")
	require.EqualError(t, err, "a target could not be checked: 10.0.0.0/30: 10.0.0.0: it leads to an address which is not on the public Internet; and so it is with 3 more of its addresses")
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

// Addresses of ranges are looked at several at once, and no more than may be, whoever
// scans; each is one at a time.
func TestWebLooksAtSeveralAtOnce(t *testing.T) {
	t.Parallel()
	const atOnce = 4
	var mu sync.Mutex
	open, most := map[string]int{}, 0
	all := make(chan struct{})
	w, err := scan.NewWeb(scan.WebConfig{AtOnce: atOnce, Dial: func(_ context.Context, _, address string) (net.Conn, error) {
		host, _, err := net.SplitHostPort(address)
		if err != nil {
			return nil, err
		}
		mu.Lock()
		open[host]++
		most = max(most, len(open), atOnce*open[host]-atOnce+1) // two at one host are too many
		if len(open) == atOnce {
			select {
			case <-all:
			default:
				close(all)
			}
		}
		mu.Unlock()
		select {
		case <-all:
		case <-time.After(time.Minute):
		}
		mu.Lock()
		defer mu.Unlock()
		if open[host]--; open[host] == 0 {
			delete(open, host)
		}
		return nil, syscall.ECONNREFUSED
	}})
	require.NoError(t, err)
	ended := make(chan error, 3)
	for range cap(ended) {
		go func() {
			var log bytes.Buffer
			last := 0
			ended <- errors.Join(w.Scan(t.Context(), distr.ScanJob{
				Targets: []distr.ScanTarget{{Text: "192.0.2.0/27"}, {Text: "2001:db8::/126"}}, Log: &log,
				Progress: func(done, total int) {
					if last++; done != last || total != 32+4 {
						ended <- fmt.Errorf("progress %d of %d", done, total)
					}
				},
			}, nil), hasLines(&log, "192.0.2.0/27: 0 findings", "2001:db8::/126: 0 findings"))
		}()
	}
	for range cap(ended) {
		require.NoError(t, <-ended)
	}
	require.Equal(t, atOnce, most)
}

func hasLines(log *bytes.Buffer, lines ...string) error {
	for _, line := range lines {
		if !strings.Contains(log.String(), line+"\n") {
			return fmt.Errorf("no %q in %q", line, log)
		}
	}
	return nil
}

// Whoever is told of findings is told of one at a time.
func TestWebTellsOneAtATime(t *testing.T) {
	t.Parallel()
	n := newInternet(t)
	n.serve(t, "192.0.2.0:80", nil, fine())
	for at := netip.MustParseAddr("192.0.2.1"); at.As4()[3] < 16; at = at.Next() {
		n.at[at.String()+":80"] = n.at["192.0.2.0:80"]
	}
	found := map[string]int{} // a race if it is told two at once
	err := n.web(t).Scan(t.Context(), distr.ScanJob{Targets: []distr.ScanTarget{{Text: "192.0.2.0/28"}}}, func(f distr.Finding) error {
		found[f.Location]++
		return nil
	})
	require.NoError(t, err)
	require.Len(t, found, 16)
}

// Of a range, addresses at which nobody is are checked. What keeps us from asking them, or
// from going on, is another matter.
func TestWebRangeNobodyAsked(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, want string
		dial       func() error
	}{
		{"nobody is there", "", func() error { return os.NewSyscallError("connect", syscall.ECONNREFUSED) }},
		{"no way to them", "", func() error { return os.NewSyscallError("connect", syscall.EHOSTUNREACH) }},
		{"no network", "network is unreachable", func() error { return os.NewSyscallError("connect", syscall.ENETUNREACH) }},
		{"no more files", "too many open files", func() error { return os.NewSyscallError("socket", syscall.EMFILE) }},
		{"a panic", "the scanner panicked", func() error { panic("out of bounds") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w, err := scan.NewWeb(scan.WebConfig{Dial: func(context.Context, string, string) (net.Conn, error) {
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: test.dial()}
			}})
			require.NoError(t, err)
			job := distr.ScanJob{Targets: []distr.ScanTarget{{Text: "192.0.2.0/30", Kind: distr.ScanAddress}}}
			err = w.Scan(t.Context(), job, func(distr.Finding) error { return nil })
			if test.want == "" {
				require.NoError(t, err)
				return
			}
			var not *distr.NotChecked
			require.ErrorAs(t, err, &not)
			require.Equal(t, []string{"192.0.2.0/30"}, not.Targets)
			require.ErrorContains(t, err, test.want)
		})
	}
}
