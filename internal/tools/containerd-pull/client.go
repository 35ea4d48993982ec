package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/containerd/containerd/v2/core/images"
	"github.com/containerd/containerd/v2/core/remotes"
	"github.com/containerd/containerd/v2/core/remotes/docker"
	"github.com/containerd/containerd/v2/plugins/content/local"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// A client is what containerd asks a registry with.
type client struct{ resolver remotes.Resolver }

// newClient logs in as user, or as nobody if both are empty.
func newClient(user, password string) client {
	authorizer := docker.NewDockerAuthorizer(docker.WithAuthCreds(func(string) (string, string, error) {
		return user, password, nil
	}))
	return client{docker.NewResolver(docker.ResolverOptions{Hosts: docker.ConfigureDefaultRegistries(
		docker.WithAuthorizer(authorizer),
		docker.WithPlainHTTP(docker.MatchLocalhost),
	)})}
}

// resolve asks what a reference means and opens its repository.
func (c client) resolve(ctx context.Context, reference string) (ocispec.Descriptor, remotes.Fetcher, error) {
	name, root, err := c.resolver.Resolve(ctx, reference)
	if err != nil {
		return root, nil, fmt.Errorf("failed to resolve reference %q: %w", reference, err)
	}
	fetcher, err := c.resolver.Fetcher(ctx, name)
	return root, fetcher, err
}

// pull fetches all that lies below a reference.
func (c client) pull(ctx context.Context, out io.Writer, reference string) error {
	root, fetcher, err := c.resolve(ctx, reference)
	if err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "containerd-pull")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	store, err := local.NewStore(folder)
	if err != nil {
		return err
	}
	handler := images.Handlers(remotes.FetchHandler(store, fetcher), images.ChildrenHandler(store))
	if err := images.Dispatch(ctx, handler, nil, root); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, root.Digest)
	return err
}

// referrers lists what refers to a reference.
func (c client) referrers(ctx context.Context, out io.Writer, reference string) error {
	root, fetcher, err := c.resolve(ctx, reference)
	if err != nil {
		return err
	}
	lister, ok := fetcher.(remotes.ReferrersFetcher)
	if !ok {
		return fmt.Errorf("%T lists no referrers", fetcher)
	}
	found, err := lister.FetchReferrers(ctx, root.Digest)
	if err != nil {
		return err
	}
	for _, d := range found {
		if _, err := fmt.Fprintln(out, d.Digest, d.ArtifactType); err != nil {
			return err
		}
	}
	return nil
}
