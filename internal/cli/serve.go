package cli

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/internal/server"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// A listening is what serve says when it accepts connections.
type listening struct {
	URL     string `json:"url"`
	Metrics string `json:"metrics"` // the address of the port that --metrics-listen opens
}

// String is what people get to read.
func (l listening) String() string {
	if l.Metrics == "" {
		return "distr: listening on " + l.URL
	}
	return "distr: listening on " + l.URL + ", metrics on " + l.Metrics
}

func serveCommand(c *call) *cobra.Command {
	var config server.Config
	var letters mailCall
	var refusals, upstream, blobs string
	var repositories, trusted words
	var scans scansCall
	var pulls int
	cmd := verb("serve [--listen ADDR] [--public-url URL] [--tls-cert FILE --tls-key FILE] [--upstream REGISTRY] [--repository PATH=REGISTRY/PATH]... [--refusals explain|conceal] [--trusted-proxies CIDR...] [--blobs SIZE] [--pull-limit N] [--access-log] [--metrics-listen ADDR] [--pprof] [--traces-to URL] [--scanners FILE] [--scans N] [--scan-timeout DURATION] [--scans-private] [--webhooks-private] [--smtp-url URL | --smtp-host HOST...] [--smtp-password-file FILE] [--mail-from ADDRESS] [--grace DURATION]",
		"Run the registry.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			if err := c.alone(); err != nil {
				return err
			}
			return c.enter(cmd.Context(), func(p place) (err error) {
				release, err := p.folder.Occupy()
				if err != nil {
					return err
				}
				defer func() { err = errors.Join(err, release()) }()
				log := slog.New(slog.NewTextHandler(c.stderr, nil))
				if config.TrustedProxies, err = parsePrefixes(trusted); err != nil {
					return err
				}
				if config.Limits.PullsPerCredential, err = perMinute(pulls); err != nil {
					return err
				}
				if config.Scans, err = scans.config(); err != nil {
					return err
				}
				if config.Letters, err = letters.config(p.folder.Letters(p.vendor), log); err != nil {
					return err
				}
				config.Letters.Alone = true // the folder is ours
				kept, err := parseSize(blobs)
				if err != nil {
					return err
				}
				if config.Grace < 0 {
					return fmt.Errorf("grace %s: it is a time such as 10s", config.Grace)
				}
				return p.images(cmd.Context(), log, nil, func(hub *distr.Hub, registry *embedded.Registry) error {
					if err := setUpstreams(cmd, hub.Vendor(p.vendor).As(distr.Operator()), upstream, repositories); err != nil {
						return err
					}
					config.Hub, config.Vendor, config.Registry, config.Log = hub, p.vendor, registry, log
					config.Refusals = registryproxy.Refusals(refusals)
					config.Spill = p.folder.Spill()
					var told listening
					config.MetricsReady = func(url string) { told.Metrics = url }
					config.Ready = func(url string) {
						told.URL = url
						if err := c.say(told, told.String()); err != nil {
							log.Warn("nobody was told that we are listening", "url", url, "error", err)
						}
					}
					return p.keeping(kept, log, func(store *registryproxy.Blobs) error {
						config.Blobs = store
						return server.Run(cmd.Context(), config)
					})
				})
			})
		})
	cmd.Long = `It serves one vendor. When connections are accepted it prints one line, "distr:
listening on" and its address; the log goes to stderr. GET /healthz says whether it
runs, and GET /readyz whether requests should be sent to it. After SIGTERM /readyz
says no; when --grace is over no more requests are accepted, and those that run come
to their end. The other commands work beside it, and what they change is in force
when they return; a second serve on the same data folder is refused.

Without --tls-cert it speaks HTTP. Clients use that without being told only with
127.0.0.1 and localhost: everywhere else give it a certificate, which may be renewed
while it runs, or put a server that speaks TLS in front, and say with --public-url
how clients reach it. Instead of that, --trusted-proxies names servers in front whose
X-Forwarded-Proto and X-Forwarded-Host count.

--metrics-listen opens a port of its own for GET /metrics, for Prometheus, and with
--pprof for Go's profiles below /debug/pprof/. Both are for those who run the server:
profiles show what is in its memory. --traces-to sends spans by OTLP, at most 50
traces a second unless OTEL_TRACES_SAMPLER says otherwise; the other environment
variables of OpenTelemetry count too. Every answer has an X-Request-Id, which stands
in the log lines about it: a customer who is answered 502 or 503 can tell you which
one it was.

Logins that fail are slowed down by themselves. --pull-limit refuses more pulls than
that with 429; one image is a request for each manifest and layer.

It also tells webhooks what happens; see "distr webhook add --help". And it sends
letters: by the mail server that is named, or else into the folder "letters" in the
data folder, each as a file that a mail program opens. What they hold opens doors, so
they are for the folder's owner alone. "distr mail history" shows what became of each.

` + scansHelp + `

--upstream and --repository are written down, as "distr upstream set" does, so that
"distr release publish" goes by them too; a login is given there. Layers that are
pulled from there are kept in the data folder, and are served from it from then on,
also while the upstream is down. --blobs says how much may lie there: what was not
used for longest makes way. Images in the data folder itself are not kept twice.`
	cmd.Example = `  distr serve
  distr serve --listen 0.0.0.0:5000 --public-url https://registry.acme.example
  distr serve --listen 0.0.0.0:443 --tls-cert cert.pem --tls-key key.pem
  distr serve --access-log --metrics-listen 127.0.0.1:9090 --grace 10s
  distr serve --scanners scanners.json --scans 4 --scan-timeout 3h
  distr serve --smtp-url smtps://letters%40acme.example@smtp.acme.example --smtp-password-file smtp.password
  distr serve --repository acme/app=registry.acme.example/private/app --blobs 200GiB`
	letters.define(cmd)
	scans.define(cmd)
	cmd.Flags().StringVar(&config.Listen, "listen", "127.0.0.1:5000", "listen on `ADDR`; port 0 takes a free one")
	cmd.Flags().StringVar(&config.PublicURL, "public-url", "", "clients reach it at `URL` (default: as each of them calls it)")
	cmd.Flags().StringVar(&config.Certificate, "tls-cert", "", "speak TLS with the certificate chain in `FILE`, in PEM")
	cmd.Flags().StringVar(&config.Key, "tls-key", "", "and its private key in `FILE`, in PEM")
	cmd.Flags().StringVar(&upstream, "upstream", "", "images lie in `REGISTRY`, a host or http:// or https:// and a host")
	cmd.Flags().Var(&repositories, "repository", "those of one repository lie elsewhere: `PATH=REGISTRY/PATH`; several with commas, or the flag again")
	cmd.Flags().Var(&trusted, "trusted-proxies", "believe forwarded headers from `CIDR`, such as 10.0.0.0/8; several with commas, or the flag again")
	cmd.Flags().StringVar(&blobs, "blobs", defaultKept, "keep up to `SIZE` of what is pulled from elsewhere, such as 500MB; 0 keeps none")
	cmd.Flags().IntVar(&pulls, "pull-limit", 0, "let a token ask for `N` manifests and blobs a minute (default: as many as it likes)")
	cmd.Flags().BoolVar(&config.AccessLog, "access-log", false, "write a line into the log for each request")
	cmd.Flags().StringVar(&config.MetricsListen, "metrics-listen", "", "show numbers on `ADDR`, such as 127.0.0.1:9090")
	cmd.Flags().BoolVar(&config.Pprof, "pprof", false, "show profiles there too")
	cmd.Flags().StringVar(&config.TracesTo, "traces-to", "", "send traces by OTLP to `URL`, such as http://127.0.0.1:4318")
	cmd.Flags().BoolVar(&config.WebhooksPrivate, "webhooks-private", false, "let webhooks lead to addresses that are not public, for tests")
	cmd.Flags().DurationVar(&config.Grace, "grace", 0, "when it is to end, say so at /readyz for `DURATION` before it does")
	cmd.Flags().StringVar(&refusals, "refusals", string(registryproxy.Explain), "`HOW` to answer what is not held: explain or conceal")
	return cmd
}

// setUpstreams writes down what the command line says of where repositories lie.
func setUpstreams(cmd *cobra.Command, v *distr.Vendor, upstream string, repositories []string) error {
	if upstream != "" {
		if err := v.SetUpstream(cmd.Context(), "", parsePlace(upstream)); err != nil {
			return err
		}
	}
	for _, mapping := range repositories {
		r, where, both := strings.Cut(mapping, "=")
		if !both {
			return misuse(cmd, "--repository %q: it is PATH=REGISTRY/PATH, such as acme/app=registry.acme.example/private/app", mapping)
		}
		if err := v.SetUpstream(cmd.Context(), entitlement.RepositoryPath(r), parsePlace(where)); err != nil {
			return err
		}
	}
	return nil
}

// perMinute is a rate of so many a minute, as many as one likes if it is 0.
func perMinute(n int) (registryproxy.Rate, error) {
	switch {
	case n < 0 || n > 1_000_000:
		return registryproxy.Rate{}, fmt.Errorf("pull limit %d: it is 1 to 1000000 a minute, or 0 for none", n)
	case n == 0:
		return registryproxy.Rate{}, nil
	default:
		return registryproxy.Rate{Every: time.Minute / time.Duration(n), AtOnce: n}, nil
	}
}

// parsePrefixes reads address ranges; a single address is one too.
func parsePrefixes(texts []string) ([]netip.Prefix, error) {
	var prefixes []netip.Prefix
	for _, text := range texts {
		p, err := netip.ParsePrefix(text)
		if address, alone := netip.ParseAddr(text); alone == nil {
			p, err = netip.PrefixFrom(address, address.BitLen()), nil
		}
		if err != nil {
			return nil, fmt.Errorf("trusted proxies %q: it is an address or a range of them, such as 10.0.0.0/8", text)
		}
		prefixes = append(prefixes, p.Masked())
	}
	return prefixes, nil
}
