package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/mail"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/registryproxy"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Config is what a server serves. Hub, Vendor and Registry are needed.
type Config struct {
	Hub       *distr.Hub
	Vendor    tenant.VendorID
	Registry  *embedded.Registry     // what stands behind the proxy
	Listen    string                 // default: 127.0.0.1:5000; port 0 takes a free one
	PublicURL string                 // default: what each client calls us
	Refusals  registryproxy.Refusals // default: explain
	Log       *slog.Logger           // default: discards
	Ready     func(url string)       // called once, when connections are accepted
	Spill     string                 // a file for what the store does not take in time of the pull log; default: none
	Drain     time.Duration          // default: 30 s; how long requests may go on when the server ends
	Now       func() time.Time       // default: time.Now; the Hub's, if that has one of its own

	// Certificate and Key are files in PEM, by which the server speaks TLS, and
	// which may change while it runs. Default: none, and it speaks HTTP.
	Certificate, Key string
	TrustedProxies   []netip.Prefix // whose forwarded headers count; default: nobody's
	FollowEvery      time.Duration  // default: 1 min; how often followed tags are looked at

	Blobs         *registryproxy.Blobs // keeps what is pulled from other registries than Registry; the caller closes it after Run; default: nothing is kept
	Limits        registryproxy.Limits // default: on logins that fail
	AccessLog     bool                 // a line of the log for each request; default: none
	MetricsListen string               // /metrics, and /healthz and /readyz once more, on a port of their own; default: nowhere
	MetricsReady  func(url string)     // called before Ready, if there is such a port
	Pprof         bool                 // /debug/pprof/ on that port too
	// Letters says how letters are sent; its Vendor, Log and Now are the server's.
	// Default: none are.
	Letters mail.Config

	Scans Scans // default: nothing is scanned

	WebhooksPrivate bool          // webhooks may lead to any address, for tests; default: to public ones
	TracesTo        string        // where to send traces by OTLP, as http://127.0.0.1:4318; default: nowhere
	Grace           time.Duration // default: none; how long to go on while /readyz says no, when the server ends
}

// Run serves until ctx ends, and then lets the requests that run come to their
// end. It returns nil when they did.
func Run(ctx context.Context, c Config) (err error) {
	c = c.complete()
	tlsConfig, err := c.tls()
	if err != nil {
		return err
	}
	mailer, err := c.mailer()
	if err != nil {
		return fmt.Errorf("letters: %w", err)
	}
	scans, err := c.Scans.config(c.Now)
	if err != nil {
		return fmt.Errorf("scans: %w", err)
	}
	f, err := newFront(ctx, c)
	if err != nil {
		return err
	}
	defer f.end()
	vendor := c.Hub.Vendor(c.Vendor).As(distr.Program("distr serve"))
	end, err := keep(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	if err := vendor.EnsureKeys(ctx); err != nil {
		return fmt.Errorf("making the keys that sign access tokens: %w", err)
	}
	listener, err := listen(ctx, c.Listen, "--listen")
	if err != nil {
		return err
	}
	behind, err := c.listenPrivately(ctx, f.private)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{
		Handler:           f.public,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		TLSConfig:         tlsConfig,
		ErrorLog:          slog.NewLogLogger(c.Log.Handler(), slog.LevelWarn),
		// There is one door, also for OPTIONS *.
		DisableGeneralOptionsHandler: true,
	}
	scheme := "http://"
	if tlsConfig != nil {
		scheme = "https://"
	}
	if c.Ready != nil {
		c.Ready(scheme + reachable(listener.Addr()))
	}
	following, stop := context.WithCancel(ctx)
	var background sync.WaitGroup
	background.Go(func() { follow(following, c, vendor) })
	background.Go(func() { tell(following, c) })
	background.Go(func() { write(following, c, mailer) })
	background.Go(func() { remind(following, c, vendor) })
	background.Go(func() { sweep(following, c, vendor) })
	background.Go(func() { carryOut(following, c, vendor, scans) })
	background.Go(func() { forget(following, c, vendor) })
	background.Go(behind.serve)
	defer background.Wait()
	defer behind.close()
	defer stop()
	return f.serve(ctx, c, server, listener)
}

// complete fills in the defaults.
func (c Config) complete() Config {
	if c.Listen == "" {
		c.Listen = "127.0.0.1:5000"
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Log = slog.New(traceable{c.Log.Handler()})
	if c.Drain == 0 {
		c.Drain = 30 * time.Second
	}
	if c.FollowEvery == 0 {
		c.FollowEvery = time.Minute
	}
	return c
}

// reachable is an address that somebody on this machine can use: whoever listens
// on all of them has none to call it by.
func reachable(a net.Addr) string {
	at, err := netip.ParseAddrPort(a.String())
	if err != nil || !at.Addr().IsUnspecified() {
		return a.String()
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), at.Port()).String()
}

// tls is nil for a server that speaks HTTP.
func (c Config) tls() (*tls.Config, error) {
	if c.Certificate == "" && c.Key == "" {
		return nil, nil
	}
	if c.Certificate == "" || c.Key == "" {
		return nil, errors.New("TLS needs both a certificate and its key")
	}
	cert, err := newCertificate(c.Certificate, c.Key, c.Log)
	if err != nil {
		return nil, err
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: cert.get}, nil
}

// serve goes on until ctx ends. Then whoever watches is told to send requests
// elsewhere, and gets the time to do so; from then on no more are accepted.
func (f *front) serve(ctx context.Context, c Config, server *http.Server, listener net.Listener) error {
	ended := make(chan error, 1)
	go func() {
		if server.TLSConfig != nil {
			ended <- server.ServeTLS(listener, "", "")
			return
		}
		ended <- server.Serve(listener)
	}()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	f.readiness.draining.Store(true)
	grace := time.NewTimer(c.Grace)
	defer grace.Stop()
	select {
	case err := <-ended:
		return err
	case <-grace.C:
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.Drain)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		_ = server.Close()
		return fmt.Errorf("some requests had not ended after %s and were cut off", c.Drain)
	}
	return nil
}
