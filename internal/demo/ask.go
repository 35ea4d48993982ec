package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/remote/transport"
	"github.com/google/go-containerregistry/pkg/v1/validate"
)

// An answer is what came back to a customer who asked.
type answer struct {
	status int
	code   string // of the error, as the OCI specification names them; empty if none
	text   string // what was pulled, or why not
}

// An ask is one thing that a customer tries, and what should come of it.
type ask struct {
	who, what string
	before    func(context.Context) error // what the vendor does first; may be nil
	try       func(context.Context) (string, error)
	want      answer // without text
}

// run asks, and puts into words what came back.
func (a ask) run(ctx context.Context) (answer, error) {
	if a.before != nil {
		if err := a.before(ctx); err != nil {
			return answer{}, err
		}
	}
	text, err := a.try(ctx)
	if err == nil {
		return answer{status: http.StatusOK, text: text}, nil
	}
	var refused *transport.Error
	if !errors.As(err, &refused) {
		return answer{}, fmt.Errorf("%s asks for %s: %w", a.who, a.what, err)
	}
	got := answer{status: refused.StatusCode, text: http.StatusText(refused.StatusCode)}
	if len(refused.Errors) > 0 {
		got.code, got.text = string(refused.Errors[0].Code), refused.Errors[0].Message
	}
	return got, nil
}

// cameOut says whether an answer is the one that was wanted.
func (a ask) cameOut(got answer) bool {
	return got.status == a.want.status && got.code == a.want.code
}

// pullNewest pulls without naming a version, and says which one came.
func (s *stage) pullNewest(c customer) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		at, err := s.reference(image, name.DefaultTag)
		if err != nil {
			return "", err
		}
		got, err := remote.Head(at, remote.WithContext(ctx), login(c.name, c.token))
		if err != nil {
			return "", err
		}
		for version, app := range s.apps {
			if digest, err := app.Digest(); err == nil && digest == got.Digest {
				return "the highest version held: " + version, nil
			}
		}
		return "", fmt.Errorf("%s is none of the versions", got.Digest)
	}
}

// pullImage pulls every platform of an image and verifies every layer.
func (s *stage) pullImage(c customer, tag string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		at, err := s.reference(image, tag)
		if err != nil {
			return "", err
		}
		index, err := remote.Index(at, remote.WithContext(ctx), login(c.name, c.token))
		if err != nil {
			return "", err
		}
		if err := validate.Index(index); err != nil {
			return "", err
		}
		manifest, err := index.IndexManifest()
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%d platforms, every layer verified", len(manifest.Manifests)), nil
	}
}

func (s *stage) pullChart(c customer, tag string) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		at, err := s.reference(chart, tag)
		if err != nil {
			return "", err
		}
		packed, err := remote.Image(at, remote.WithContext(ctx), login(c.name, c.token))
		if err != nil {
			return "", err
		}
		layers, err := packed.Layers()
		if err != nil {
			return "", err
		}
		size, err := drain(layers[0])
		return fmt.Sprintf("%d bytes of chart", size), err
	}
}

func (s *stage) pullManifest(c customer, digest v1.Hash) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		at, err := name.NewDigest(s.host + "/" + image + "@" + digest.String())
		if err != nil {
			return "", err
		}
		d, err := remote.Get(at, remote.WithContext(ctx), login(c.name, c.token))
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%d bytes of manifest", d.Size), nil
	}
}

func (s *stage) pullLayer(c customer, digest v1.Hash) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		at, err := name.NewDigest(s.host + "/" + image + "@" + digest.String())
		if err != nil {
			return "", err
		}
		layer, err := remote.Layer(at, remote.WithContext(ctx), login(c.name, c.token))
		if err != nil {
			return "", err
		}
		size, err := drain(layer)
		return fmt.Sprintf("%d bytes, verified", size), err
	}
}

func (s *stage) listTags(c customer) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		repository, err := name.NewRepository(s.host + "/" + image)
		if err != nil {
			return "", err
		}
		tags, err := remote.List(repository, remote.WithContext(ctx), login(c.name, c.token))
		return strings.Join(tags, ", "), err
	}
}

// drain reads a layer to its end, which verifies its digest.
func drain(layer v1.Layer) (int64, error) {
	content, err := layer.Compressed()
	if err != nil {
		return 0, err
	}
	size, err := io.Copy(io.Discard, content)
	return size, errors.Join(err, content.Close())
}
