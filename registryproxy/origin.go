package registryproxy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A source is where the bytes of a repository lie: in which registry, under which
// name, and with which login they are asked for. Routes name the repository as
// customers do; a source translates what goes there, and what comes back.
type source struct {
	client     *upstream
	repository entitlement.RepositoryPath // its name there
	login      entitlement.Login          // the zero one: the client's own
}

// do runs an errand at the source.
func (s source) do(ctx context.Context, e errand) (*http.Response, error) {
	on := e.on
	e.on, e.login = s.there(on), s.login
	resp, err := s.client.do(ctx, e)
	if err == nil && on.endpoint == endpointTags && on != e.on {
		err = rename(resp, on.repository)
	}
	return resp, err
}

// rename gives a list of tags the name of the repository that was asked for. What
// is no such list, or a huge one, stays as it is.
func rename(resp *http.Response, to entitlement.RepositoryPath) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxListPage))
	if err != nil {
		_ = resp.Body.Close() // it cannot be read
		return err
	}
	var list struct {
		Name string   `json:"name"`
		Tags []string `json:"tags"`
	}
	if resp.StatusCode == http.StatusOK && json.Unmarshal(body, &list) == nil {
		list.Name = string(to)
		if renamed, err := json.Marshal(list); err == nil {
			body = renamed
			resp.ContentLength = int64(len(body))
			resp.Header.Set("Content-Length", strconv.Itoa(len(body)))
		}
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(body), resp.Body), resp.Body}
	return nil
}

// there is a route as the source knows it.
func (s source) there(on route) route {
	on.repository = s.repository
	return on
}

// here turns a Location of the upstream's into ours: a path without a host, so
// that it is right under whatever name the client came in by.
func (s source) here(location string, on route) (string, error) {
	to, err := url.Parse(location)
	if err != nil || to.Host != "" && to.Host != s.client.registry.RegistryStr() {
		return "", fmt.Errorf("the upstream sends us to %.200q", location)
	}
	if !strings.HasPrefix(to.Path, "/") {
		to = (&url.URL{Path: s.there(on).path()}).ResolveReference(to)
	}
	back, no := parseRoute(to.EscapedPath())
	if no != nil || back.repository != s.repository {
		return "", fmt.Errorf("the upstream sends us to %.200q", location)
	}
	back.repository = on.repository
	if to.RawQuery == "" {
		return back.path(), nil
	}
	return back.path() + "?" + to.RawQuery, nil
}

// source asks the gate where a repository lies: for content that a grant allows,
// or with an empty grant for the vendor's staff.
func (p *Proxy) source(ctx context.Context, who bearer, repository entitlement.RepositoryPath, grant entitlement.GrantID) (source, error) {
	var o entitlement.Origin
	if p.locator != nil {
		if who.Side == tenant.VendorSide {
			grant = ""
		}
		var err error
		o, err = p.locator.Origin(ctx, who.Principal, string(repository), grant)
		if err != nil && !errors.Is(err, tenant.ErrNotFound) {
			return source{}, fmt.Errorf("asking where %s lies: %w", repository, err)
		}
	}
	return p.upstreams.source(o, repository)
}

// mounted translates the repository that a blob is to be taken from. One that
// does not lie in the same registry, under the same login, is left out, and the
// client uploads the blob.
func (p *Proxy) mounted(ctx context.Context, who bearer, to source, query url.Values) (url.Values, error) {
	if !query.Has("from") {
		return query, nil
	}
	from, err := p.source(ctx, who, entitlement.RepositoryPath(query.Get("from")), "")
	if err != nil {
		return nil, err
	}
	if from.client == to.client && from.login.Equal(to.login) {
		query.Set("from", string(from.repository))
		return query, nil
	}
	query.Del("mount")
	query.Del("from")
	return query, nil
}
