package registryproxy

import (
	"context"
	"encoding/json"
	"mime"
	"net/http"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// listsReferrers says whether an answer is a list of referrers. One that has the
// API says 200 of every digest; one that has not says 404, another 4xx, or what
// it has for people.
func listsReferrers(resp *http.Response) bool {
	mediaType, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch status := resp.StatusCode; {
	case status == http.StatusOK:
		return err == nil && mediaType == ocispec.MediaTypeImageIndex
	case status == http.StatusNotImplemented:
		return false
	default: // what is not about the endpoint is told as trouble
		return !passable(status) || status == http.StatusNotModified
	}
}

// serveFallback lists what refers to a digest from the fallback tag. Nothing
// there is an empty list.
func (p *Proxy) serveFallback(ctx context.Context, w http.ResponseWriter, r *http.Request, on route, from source) {
	list, err := readFallback(ctx, from, fallbackRoute(on.repository, on.digest))
	if err != nil {
		p.badGateway(w, r, on, nil, because(ctx, err))
		return
	}
	wanted := r.URL.Query().Get("artifactType")
	kept := list.manifests[:0]
	for _, item := range list.manifests {
		var of wired
		if err := json.Unmarshal(item, &of); err == nil && (wanted == "" || of.ArtifactType == wanted) {
			kept = append(kept, item)
		}
	}
	list.manifests = kept
	body, err := list.write()
	if err != nil {
		p.badGateway(w, r, on, nil, err)
		return
	}
	serveReferrers(w, body, wanted != "")
}

// listFallback puts a manifest that arrived into the list of what refers to its
// subject. One at a time does it: who reads a list while another writes it would
// write it without what the other has added.
func (p *Proxy) listFallback(ctx context.Context, a *arrival) error {
	on := fallbackRoute(a.on.repository, a.subject)
	there := a.from.there(on)
	leave, err := p.lists.enter(ctx, laneKey{a.from.client.registry.RegistryStr(), string(there.repository), there.tag})
	if err != nil {
		return err
	}
	defer leave()
	list, err := readFallback(ctx, a.from, on)
	if err != nil {
		return err
	}
	if list.has(a.digest) {
		return nil
	}
	item, err := listed{a.mediaType, a.digest, int64(len(a.body)), a.artifactType, a.annotations}.append(nil)
	if err != nil {
		return err
	}
	list.manifests = append(list.manifests, item)
	body, err := list.write()
	if err != nil {
		return err
	}
	return putFallback(ctx, a.from, on, body)
}
