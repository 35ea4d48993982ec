package cli

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/internal/server"
	"github.com/seed361c4c3e/distr-go/registryproxy"
)

// A listening is what serve says when it accepts connections.
type listening struct {
	URL string `json:"url"`
}

func serveCommand(c *call) *cobra.Command {
	var config server.Config
	var refusals, upstream string
	var repositories, trusted words
	cmd := verb("serve [--listen ADDR] [--public-url URL] [--tls-cert FILE --tls-key FILE] [--upstream REGISTRY] [--repository PATH=REGISTRY/PATH]... [--refusals explain|conceal] [--trusted-proxies CIDR...]",
		"Run the registry.", operands(),
		func(cmd *cobra.Command, _ []string) error {
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
				return p.images(cmd.Context(), log, nil, func(hub *distr.Hub, registry *embedded.Registry) error {
					if err := setUpstreams(cmd, hub.Vendor(p.vendor).As(distr.Operator()), upstream, repositories); err != nil {
						return err
					}
					config.Hub, config.Vendor, config.Registry, config.Log = hub, p.vendor, registry, log
					config.Refusals = registryproxy.Refusals(refusals)
					config.Spill = p.folder.Spill()
					config.Ready = func(url string) {
						if err := c.say(listening{url}, "distr: listening on "+url); err != nil {
							log.Warn("nobody was told that we are listening", "url", url, "error", err)
						}
					}
					return server.Run(cmd.Context(), config)
				})
			})
		})
	cmd.Long = `It serves one vendor. When connections are accepted it prints one line, "distr:
listening on" and its address; the log goes to stderr. GET /healthz says whether it
runs. SIGTERM lets the requests that run come to their end. The other commands work
beside it, and what they change is in force when they return; a second serve on the
same data folder is refused.

Without --tls-cert it speaks HTTP. Clients use that without being told only with
127.0.0.1 and localhost: everywhere else give it a certificate, which may be renewed
while it runs, or put a server that speaks TLS in front, and say with --public-url
how clients reach it. Instead of that, --trusted-proxies names servers in front whose
X-Forwarded-Proto and X-Forwarded-Host count.

--upstream and --repository are written down, as "distr upstream set" does, so that
"distr release publish" goes by them too; a login is given there.`
	cmd.Example = `  distr serve
  distr serve --listen 0.0.0.0:5000 --public-url https://registry.acme.example
  distr serve --listen 0.0.0.0:443 --tls-cert cert.pem --tls-key key.pem
  distr serve --repository acme/app=registry.acme.example/private/app`
	cmd.Flags().StringVar(&config.Listen, "listen", "127.0.0.1:5000", "listen on `ADDR`; port 0 takes a free one")
	cmd.Flags().StringVar(&config.PublicURL, "public-url", "", "clients reach it at `URL` (default: as each of them calls it)")
	cmd.Flags().StringVar(&config.Certificate, "tls-cert", "", "speak TLS with the certificate chain in `FILE`, in PEM")
	cmd.Flags().StringVar(&config.Key, "tls-key", "", "and its private key in `FILE`, in PEM")
	cmd.Flags().StringVar(&upstream, "upstream", "", "images lie in `REGISTRY`, a host or http:// or https:// and a host")
	cmd.Flags().Var(&repositories, "repository", "those of one repository lie elsewhere: `PATH=REGISTRY/PATH`; several with commas, or the flag again")
	cmd.Flags().Var(&trusted, "trusted-proxies", "believe forwarded headers from `CIDR`, such as 10.0.0.0/8; several with commas, or the flag again")
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
