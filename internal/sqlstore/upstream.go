package sqlstore

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

func readUpstream(scan Scan) (u distr.Upstream, err error) {
	err = scan(&u.Repository, &u.Origin.Registry, &u.Origin.Repository,
		jsonColumn{&u.Origin.TokenHosts}, jsonColumn{&u.Origin.RedirectHosts}, &u.Login.Username, bytesColumn{&u.Login.Password})
	return u, err
}

func (v *view) Upstreams() ([]distr.Upstream, error) {
	upstreams, err := list(v.q, readUpstream, `
		SELECT repository, registry, name, token_hosts, redirect_hosts, username, password FROM upstreams
		WHERE vendor = $1 ORDER BY repository`, v.vendor)
	if err != nil {
		return nil, fmt.Errorf("listing where the repositories lie: %w", err)
	}
	return upstreams, nil
}

// PutUpstream leaves the origin's login out: it would lie open.
func (t *tx) PutUpstream(u distr.Upstream) error {
	if err := t.putUpstream(u); err != nil {
		return fmt.Errorf("keeping the upstream of %q: %w", u.Repository, err)
	}
	return nil
}

func (t *tx) putUpstream(u distr.Upstream) error {
	tokenHosts, err := jsonText(u.Origin.TokenHosts)
	if err != nil {
		return err
	}
	redirectHosts, err := jsonText(u.Origin.RedirectHosts)
	if err != nil {
		return err
	}
	if err := t.raiseLists(); err != nil {
		return err
	}
	_, err = t.q.Exec(`
		INSERT INTO upstreams (vendor, repository, registry, name, token_hosts, redirect_hosts, username, password)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (vendor, repository) DO UPDATE
		SET registry = excluded.registry, name = excluded.name, token_hosts = excluded.token_hosts,
			redirect_hosts = excluded.redirect_hosts, username = excluded.username, password = excluded.password`,
		t.vendor, u.Repository, u.Origin.Registry, u.Origin.Repository, tokenHosts, redirectHosts, u.Login.Username, u.Login.Password)
	return err
}

func (t *tx) RemoveUpstream(r entitlement.RepositoryPath) error {
	if err := removed(t.q, t.raiseLists, `DELETE FROM upstreams WHERE vendor = $1 AND repository = $2`, t.vendor, r); err != nil {
		return fmt.Errorf("removing the upstream of %q: %w", r, err)
	}
	return nil
}
