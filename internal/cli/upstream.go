package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

type upstreamRecord struct {
	Repository    string   `json:"repository"` // empty: of every repository that has none of its own
	Registry      string   `json:"registry"`
	Path          string   `json:"path"` // empty: the same name
	Username      string   `json:"username"`
	TokenHosts    []string `json:"token_hosts"`
	RedirectHosts []string `json:"redirect_hosts"`
}

func newUpstreamRecord(u distr.Upstream) upstreamRecord {
	return upstreamRecord{
		Repository: string(u.Repository), Registry: u.Origin.Registry, Path: string(u.Origin.Repository), Username: u.Login.Username,
		TokenHosts: texts(u.Origin.TokenHosts), RedirectHosts: texts(u.Origin.RedirectHosts),
	}
}

func (r upstreamRecord) fields() []field {
	whose, path := r.Repository, r.Path
	if whose == "" {
		whose = "(all others)"
	}
	if path == "" {
		path = "(the same)"
	}
	return []field{
		{"repository", whose},
		{"registry", r.Registry},
		{"path", path},
		{"username", r.Username},
		{"token hosts", join(r.TokenHosts)},
		{"redirect hosts", join(r.RedirectHosts)},
	}
}

func upstreamCommand(c *call) *cobra.Command {
	return noun("upstream", "Say in which registry repositories lie.", upstreamSet(c), upstreamList(c), upstreamRemove(c))
}

func upstreamSet(c *call) *cobra.Command {
	var repository string
	var login loginFlags
	var tokenHosts, redirectHosts words
	cmd := verb("set REGISTRY[/PATH] [--repository PATH] [--username U --password-stdin] [--token-host H...] [--redirect-host H...]",
		"Say in which registry repositories lie.", operands("REGISTRY"),
		func(cmd *cobra.Command, args []string) error {
			where := parsePlace(args[0])
			where.TokenHosts, where.RedirectHosts = tokenHosts, redirectHosts
			var err error
			if where.Login, err = login.read(cmd); err != nil {
				return err
			}
			return c.changeSecrets(cmd.Context(), func(v *distr.Vendor) error {
				r := entitlement.RepositoryPath(repository)
				if err := v.SetUpstream(cmd.Context(), r, where); err != nil {
					return err
				}
				all, err := v.Upstreams(cmd.Context())
				if err != nil {
					return err
				}
				for _, u := range all {
					if u.Repository == r {
						return c.show(newUpstreamRecord(u))
					}
				}
				return nil
			})
		})
	cmd.Long = `Images then lie in that registry, and customers pull them through this one: they
never see where they lie, nor the login. Without --repository it holds for all
repositories that have no upstream of their own; without any, images lie in the
data folder. REGISTRY is a host and perhaps a port, asked over https, or http:// or
https:// and these. PATH is the repository's name there, if it is another.

The login is sealed with the master key and shown to nobody. Set without a login,
an upstream keeps the one that it has as long as the registry stays the same.

A registry may send us to another host for a token only if a --token-host names it,
and for a blob to any host with a public address; --redirect-host names the only
ones, which may then be private. *.example.com is every host below example.com.`
	cmd.Example = `  distr upstream set registry.acme.example
  distr upstream set ghcr.io/acme-inc/app --repository acme/app --username ci --password-stdin < token.txt
  distr upstream set docker.io/acme/app --repository acme/app --token-host auth.docker.io`
	cmd.Flags().StringVar(&repository, "repository", "", "of the repository `PATH` only (default: of all others)")
	login.define(cmd)
	cmd.Flags().Var(&tokenHosts, "token-host", "let it send us to `HOST` for a token; several with commas, or the flag again")
	cmd.Flags().Var(&redirectHosts, "redirect-host", "let it send us to `HOST` for a blob, and nowhere else; several as above")
	return cmd
}

// parsePlace divides a registry from the repository's name in it.
func parsePlace(s string) entitlement.Origin {
	scheme, rest, whole := strings.Cut(s, "://")
	if !whole {
		scheme, rest = "", s
	} else {
		scheme += "://"
	}
	host, path, _ := strings.Cut(rest, "/")
	return entitlement.Origin{Registry: scheme + host, Repository: entitlement.RepositoryPath(path)}
}

func upstreamList(c *call) *cobra.Command {
	cmd := verb("list", "List in which registries repositories lie.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.as(cmd.Context(), func(v *distr.Vendor) error {
				all, err := v.Upstreams(cmd.Context())
				if err != nil {
					return err
				}
				return list(c, collect(all, newUpstreamRecord), `All repositories lie in the data folder. Name a registry with "distr upstream set REGISTRY".`)
			})
		})
	cmd.Example = `  distr upstream list`
	return cmd
}

func upstreamRemove(c *call) *cobra.Command {
	var repository string
	cmd := verb("remove [--repository PATH]", "Forget in which registry repositories lie, and the login there.", operands(),
		func(cmd *cobra.Command, _ []string) error {
			return c.change(cmd.Context(), func(v *distr.Vendor) error {
				if err := v.RemoveUpstream(cmd.Context(), entitlement.RepositoryPath(repository)); err != nil {
					return about(anUpstream, err)
				}
				return c.say(removed{repository}, "removed")
			})
		})
	cmd.Example = `  distr upstream remove --repository acme/app`
	cmd.Flags().StringVar(&repository, "repository", "", "of the repository `PATH` (default: of all others)")
	return cmd
}

// removed is what was forgotten.
type removed struct {
	Removed string `json:"removed"`
}
