//go:build unix

package faults

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A ware is one version of an image, with all that it consists of.
type ware struct {
	version  string
	image    v1.Image
	digest   entitlement.Digest
	manifest []byte
	blobs    []blob // the config is the first
}

type blob struct {
	digest entitlement.Digest
	data   []byte
}

// newWare makes an image with layers of these sizes, in bytes, that are the same
// for the same seed.
func newWare(version string, seed uint64, sizes ...int) (ware, error) {
	w := ware{version: version}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	var layers []v1.Layer
	w.blobs = make([]blob, 1)
	for i, size := range sizes {
		data := noise(seed+uint64(i)<<32, size)
		w.blobs = append(w.blobs, blob{entitlement.SHA256(data), data})
		layers = append(layers, static.NewLayer(data, types.OCILayer))
	}
	var err error
	if w.image, err = mutate.AppendLayers(image, layers...); err != nil {
		return w, err
	}
	if w.blobs[0].data, err = w.image.RawConfigFile(); err != nil {
		return w, err
	}
	w.blobs[0].digest = entitlement.SHA256(w.blobs[0].data)
	w.manifest, err = w.image.RawManifest()
	w.digest = entitlement.SHA256(w.manifest)
	return w, err
}

// noise is n bytes that are the same for the same seed, and compress as badly as a
// layer.
func noise(seed uint64, n int) []byte {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	b := make([]byte, n)
	_, _ = rand.NewChaCha8(key).Read(b) // never fails
	return b
}

// push pushes a ware to a host, as whoever has the token; the zero one is nobody's.
func (w ware) push(ctx context.Context, host string, r entitlement.RepositoryPath, token tenant.Token, over http.RoundTripper) error {
	ref, err := name.NewTag(host+"/"+string(r)+":"+w.version, name.Insecure)
	if err != nil {
		return err
	}
	as := authn.Anonymous
	if token != (tenant.Token{}) {
		as = &authn.Basic{Username: "ci", Password: token.Reveal()}
	}
	once := remote.Backoff{Duration: 1, Steps: 1} // what was acknowledged is the question, and not what comes of trying
	return remote.Write(ref, w.image, remote.WithContext(ctx), remote.WithAuth(as), remote.WithTransport(over),
		remote.WithRetryBackoff(once), remote.WithRetryStatusCodes())
}

// named are the blobs that a manifest names, the config first.
func named(manifest []byte) ([]ocispec.Descriptor, error) {
	var m ocispec.Manifest
	err := json.Unmarshal(manifest, &m)
	return append([]ocispec.Descriptor{m.Config}, m.Layers...), err
}
