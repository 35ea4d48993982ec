package cli

import (
	"errors"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
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
	var refusals string
	cmd := verb("serve [--listen ADDR] [--public-url URL] [--refusals explain|conceal]", "Run the registry.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.enter(cmd.Context(), func(p place) (err error) {
				release, err := p.folder.Occupy()
				if err != nil {
					return err
				}
				defer func() { err = errors.Join(err, release()) }()
				log := slog.New(slog.NewTextHandler(c.stderr, nil))
				return p.images(log, func(hub *distr.Hub, registry *embedded.Registry) error {
					config.Hub, config.Vendor, config.Registry, config.Log = hub, p.vendor, registry, log
					config.Refusals = registryproxy.Refusals(refusals)
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

It speaks HTTP. Clients use that without being told only with 127.0.0.1 and
localhost: everywhere else put a server that speaks TLS in front, and say with
--public-url how clients reach it.`
	cmd.Example = `  distr serve
  distr serve --listen 0.0.0.0:5000 --public-url https://registry.acme.example`
	cmd.Flags().StringVar(&config.Listen, "listen", "127.0.0.1:5000", "listen on `ADDR`; port 0 takes a free one")
	cmd.Flags().StringVar(&config.PublicURL, "public-url", "", "clients reach it at `URL` (default: as each of them calls it)")
	cmd.Flags().StringVar(&refusals, "refusals", string(registryproxy.Explain), "`HOW` to answer what is not held: explain or conceal")
	return cmd
}
