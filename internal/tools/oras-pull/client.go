package main

import (
	"context"
	"fmt"
	"io"
	"net"

	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content"
	"oras.land/oras-go/v2/content/memory"
	"oras.land/oras-go/v2/registry"
	"oras.land/oras-go/v2/registry/remote"
	"oras.land/oras-go/v2/registry/remote/auth"
	"oras.land/oras-go/v2/registry/remote/retry"
)

// A client asks for one reference.
type client struct {
	repository *remote.Repository
	reference  string // the tag or the digest
}

// newClient logs in as user, or as nobody if both are empty.
func newClient(reference, user, password string) (client, error) {
	r, err := remote.NewRepository(reference)
	if err != nil {
		return client{}, err
	}
	if err := r.Reference.ValidateReference(); err != nil {
		return client{}, err
	}
	host, _, err := net.SplitHostPort(r.Reference.Registry)
	r.PlainHTTP = err == nil && net.ParseIP(host).IsLoopback()
	r.Client = &auth.Client{
		Client:     retry.DefaultClient,
		Cache:      auth.NewCache(),
		Credential: auth.StaticCredential(r.Reference.Registry, auth.Credential{Username: user, Password: password}),
	}
	return client{r, r.Reference.Reference}, nil
}

// pull copies all that lies below the reference.
func (c client) pull(ctx context.Context, out io.Writer) error {
	root, err := oras.Copy(ctx, c.repository, c.reference, memory.New(), "", oras.DefaultCopyOptions)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, root.Digest)
	return err
}

// blob fetches one blob.
func (c client) blob(ctx context.Context, out io.Writer) error {
	blob, body, err := c.repository.Blobs().FetchReference(ctx, c.reference)
	if err != nil {
		return err
	}
	defer body.Close()
	if _, err := content.ReadAll(body, blob); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, blob.Digest)
	return err
}

// referrers lists what refers to the reference.
func (c client) referrers(ctx context.Context, out io.Writer) error {
	root, err := c.repository.Resolve(ctx, c.reference)
	if err != nil {
		return err
	}
	found, err := registry.Referrers(ctx, c.repository, root, "")
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
