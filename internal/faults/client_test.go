//go:build unix

package faults

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/go-containerregistry/pkg/v1/types"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A client pulls over connections of its own.
type client struct {
	host   string
	bearer string
	over   *http.Transport
}

func newClient(host string) *client {
	return &client{host: host, over: &http.Transport{DisableCompression: true, MaxIdleConnsPerHost: 4}}
}

// close closes its connections.
func (c *client) close() { c.over.CloseIdleConnections() }

// login gets an access token for repositories.
func (c *client) login(ctx context.Context, token tenant.Token, repositories ...entitlement.RepositoryPath) error {
	query := url.Values{"service": {"registry"}}
	for _, r := range repositories {
		query.Add("scope", "repository:"+string(r)+":pull,push")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.host+"/token?"+query.Encode(), nil)
	if err != nil {
		return err
	}
	req.SetBasicAuth("globex", token.Reveal())
	a, err := c.ask(req)
	if err != nil {
		return err
	}
	var answer struct {
		Token string `json:"token"`
	}
	if err := json.Unmarshal(a.body, &answer); err != nil || a.status != http.StatusOK {
		return fmt.Errorf("logging in: %d %s: %w", a.status, a.body, errors.Join(err, errAnswer))
	}
	c.bearer = answer.Token
	return nil
}

// An answer is one that came whole: nothing of the transport says otherwise.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// errAnswer says that an answer came whole and is not the one that it should be.
var errAnswer = errors.New("wrong answer")

// get asks for something below /v2/. The header is pairs of name and value.
func (c *client) get(ctx context.Context, path string, header ...string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.host+path, nil)
	if err != nil {
		return answer{}, err
	}
	req.Header.Set("Authorization", "Bearer "+c.bearer)
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	return c.ask(req)
}

func (c *client) ask(req *http.Request) (answer, error) {
	resp, err := c.over.RoundTrip(req)
	if err != nil {
		return answer{}, err
	}
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header, body}, errors.Join(err, resp.Body.Close())
}

func blobPath(r entitlement.RepositoryPath, d entitlement.Digest) string {
	return fmt.Sprintf("/v2/%s/blobs/%s", r, d)
}

func manifestPath(r entitlement.RepositoryPath, reference string) string {
	return fmt.Sprintf("/v2/%s/manifests/%s", r, reference)
}

// pull fetches a version with all that it names, and verifies every byte.
func (c *client) pull(ctx context.Context, r entitlement.RepositoryPath, version string) error {
	m, err := c.verified(ctx, manifestPath(r, version), entitlement.Digest{})
	if err != nil {
		return fmt.Errorf("%s: %w", version, err)
	}
	parts, err := named(m)
	if err != nil {
		return fmt.Errorf("%s: %w: %w", version, errAnswer, err)
	}
	for _, part := range parts {
		d, err := entitlement.ParseDigest(part.Digest.String())
		if err != nil {
			return fmt.Errorf("%s: %w: %w", version, errAnswer, err)
		}
		if _, err := c.verified(ctx, blobPath(r, d), d); err != nil {
			return fmt.Errorf("%s: %w", version, err)
		}
	}
	return nil
}

// verified gets something that has to be there, of a digest, or of the one that the
// answer names if that is zero.
func (c *client) verified(ctx context.Context, path string, d entitlement.Digest) ([]byte, error) {
	a, err := c.get(ctx, path, "Accept", string(types.OCIManifestSchema1)+", */*")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	said := a.header.Get("Docker-Content-Digest")
	if d.IsZero() {
		if d, err = entitlement.ParseDigest(said); err != nil {
			return nil, fmt.Errorf("%s: %w: %d %.500s", path, errAnswer, a.status, a.body)
		}
	}
	if a.status != http.StatusOK || !strings.EqualFold(said, d.String()) || !d.Verify(a.body) {
		return nil, fmt.Errorf("%s: %w: %d, %d bytes of %s, beginning with %.200q", path, errAnswer, a.status, len(a.body), said, a.body)
	}
	return a.body, nil
}
