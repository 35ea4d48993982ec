package registryproxy

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A fallback is the list of what refers to a digest, as clients keep it under a
// tag where the registry has no referrers API (OCI distribution specification,
// "Pushing Manifests with Subject", "Unavailable Referrers API"). What others
// wrote into it is kept as it is.
type fallback struct {
	fields    map[string]json.RawMessage
	manifests []json.RawMessage
}

func fallbackRoute(repository entitlement.RepositoryPath, subject entitlement.Digest) route {
	return route{endpoint: endpointManifest, repository: repository, tag: entitlement.FallbackTag(subject)}
}

// readFallback reads a list. It is empty if there is none.
func readFallback(ctx context.Context, from source, on route) (fallback, error) {
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	resp, err := from.do(ctx, errand{method: http.MethodGet, on: on, header: http.Header{"Accept": {acceptManifests()}}})
	if err != nil {
		return fallback{}, err
	}
	defer func() { _ = resp.Body.Close() }() // it was only read
	switch resp.StatusCode {
	case http.StatusOK:
	case http.StatusNotFound:
		return fallback{fields: map[string]json.RawMessage{
			"schemaVersion": json.RawMessage("2"), "mediaType": json.RawMessage(strconv.Quote(ocispec.MediaTypeImageIndex)),
		}}, nil
	default:
		return fallback{}, fmt.Errorf("the upstream answers %s about %s", resp.Status, on.path())
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxManifest+1))
	if err != nil {
		return fallback{}, fmt.Errorf("reading %s: %w", on.path(), err)
	}
	if text := resp.Header.Get("Docker-Content-Digest"); text != "" {
		if d, err := entitlement.ParseDigest(text); err != nil || !d.Verify(body) {
			return fallback{}, fmt.Errorf("the upstream sent other bytes of %s than those of %.200q", on.path(), text)
		}
	}
	return parseFallback(on, body)
}

func parseFallback(on route, body []byte) (list fallback, err error) {
	if _, err := parseManifest(ocispec.MediaTypeImageIndex, body); err != nil {
		return fallback{}, fmt.Errorf("%s is no list of referrers: %w", on.path(), err)
	}
	if err := json.Unmarshal(body, &list.fields); err != nil {
		return fallback{}, err
	}
	return list, json.Unmarshal(list.fields["manifests"], &list.manifests)
}

// has says whether a digest is in the list.
func (f *fallback) has(d entitlement.Digest) bool {
	for _, item := range f.manifests {
		var of wired
		if json.Unmarshal(item, &of) == nil && of.Digest == d.String() {
			return true
		}
	}
	return false
}

// write makes the document of a list.
func (f *fallback) write() ([]byte, error) {
	manifests := f.manifests
	if manifests == nil {
		manifests = []json.RawMessage{} // and never null
	}
	raw, err := json.Marshal(manifests)
	if err != nil {
		return nil, err
	}
	f.fields["manifests"] = raw
	return json.Marshal(f.fields)
}

// errListFull is that a list has no room for another entry.
var errListFull = errors.New("the list of what refers to it is full")

// putFallback writes a list.
func putFallback(ctx context.Context, from source, on route, body []byte) error {
	if len(body) > maxManifest {
		return fmt.Errorf("%w: tag %s would have %d bytes, at most %d are allowed; delete what is no longer needed there", errListFull, on.tag, len(body), maxManifest)
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	resp, err := from.do(ctx, errand{
		method: http.MethodPut, on: on, push: true, header: http.Header{"Content-Type": {ocispec.MediaTypeImageIndex}},
		body: bytes.NewReader(body), length: int64(len(body)),
	})
	if err != nil {
		return err
	}
	_ = resp.Body.Close() // it is not read
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("the upstream answers %s to %s", resp.Status, on.path())
	}
	return nil
}
