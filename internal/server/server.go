package server

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
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
}

// Run serves until ctx ends, and then lets the requests that run come to their
// end. It returns nil when they did.
func Run(ctx context.Context, c Config) error {
	if c.Listen == "" {
		c.Listen = "127.0.0.1:5000"
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Drain == 0 {
		c.Drain = 30 * time.Second
	}
	if c.FollowEvery == 0 {
		c.FollowEvery = time.Minute
	}
	tlsConfig, err := c.tls()
	if err != nil {
		return err
	}
	handler, err := Handler(c)
	if err != nil {
		return err
	}
	vendor := c.Hub.Vendor(c.Vendor).As(distr.Actor{Name: "distr serve"})
	end, err := keep(ctx, c)
	if err != nil {
		return err
	}
	defer end()
	if err := vendor.EnsureKeys(ctx); err != nil {
		return fmt.Errorf("making the keys that sign access tokens: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", c.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("listening on %s: the port is in use; end what uses it, or name another with --listen", c.Listen)
	}
	if err != nil {
		return fmt.Errorf("listening on %q: %w", c.Listen, err)
	}
	server := &http.Server{
		Handler:           handler,
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
	defer background.Wait()
	defer stop()
	return serve(ctx, server, listener, c.Drain)
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

func serve(ctx context.Context, server *http.Server, listener net.Listener, drain time.Duration) error {
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
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		_ = server.Close()
		return fmt.Errorf("some requests had not ended after %s and were cut off", drain)
	}
	return nil
}

// Handler is what Run answers requests with. The vendor's keys have to be there
// (distr.Vendor.EnsureKeys).
func Handler(c Config) (http.Handler, error) {
	proxy, err := registryproxy.New(c.Hub.Vendor(c.Vendor), registryproxy.Config{
		Upstream:       registryproxy.Upstream{Registry: "http://" + embedded.Host, Transport: c.Registry.Transport()},
		PublicURL:      c.PublicURL,
		TrustedProxies: c.TrustedProxies,
		Refusals:       c.Refusals,
		Log:            c.Log,
		Now:            c.Now,
	})
	if err != nil {
		return nil, err
	}
	// No http.ServeMux: it answers paths that are not clean with a redirect to
	// one that is, and such a path must meet the proxy as it is and be refused.
	return released(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/healthz" && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("X-Content-Type-Options", "nosniff")
			_, _ = io.WriteString(w, "ok\n")
			return
		}
		proxy.ServeHTTP(w, r)
	})), nil
}
