package registryproxy

import (
	"fmt"
	"strings"

	"github.com/opencontainers/image-spec/specs-go/v1"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// The types of manifest besides those of the OCI image specification.
const (
	dockerList     = "application/vnd.docker.distribution.manifest.list.v2+json"
	dockerManifest = "application/vnd.docker.distribution.manifest.v2+json"
	ociArtifact    = "application/vnd.oci.artifact.manifest.v1+json" // of a draft; some registries still hold it
)

// acceptManifests is an Accept header with every type that we read. A registry that is asked
// without one of them may say that the manifest is not there, or make another
// one of it.
func acceptManifests() string {
	return strings.Join([]string{v1.MediaTypeImageIndex, v1.MediaTypeImageManifest, dockerList, dockerManifest, ociArtifact}, ", ")
}

// A shape is which parts a document has, by its type. No document has the parts
// of two shapes: what one client reads as an index would be an image to another
// (CVE-2021-41190).
type shape struct {
	children string   // the key of a list of manifests; empty: none
	config   string   // the key of one blob
	blobs    string   // the key of a list of blobs
	never    []string // keys of other shapes
}

func shapeOf(mediaType string) (shape, bool) {
	switch mediaType {
	case v1.MediaTypeImageIndex, dockerList:
		return shape{children: "manifests", never: []string{"layers", "config", "blobs", "fsLayers"}}, true
	case v1.MediaTypeImageManifest, dockerManifest:
		return shape{config: "config", blobs: "layers", never: []string{"manifests", "blobs", "fsLayers"}}, true
	case ociArtifact:
		return shape{blobs: "blobs", never: []string{"manifests", "layers", "config", "fsLayers"}}, true
	default:
		return shape{}, false
	}
}

// A manifest is what a manifest or index names.
type manifest struct {
	children []descriptor
	config   []descriptor // one or none
	blobs    []descriptor
	relation
}

// parseManifest reads a manifest or index of the type with which it was stored.
// Readers of JSON differ in what they make of a key that comes twice, or in other
// letters, so neither is let through. What it refers to is not part of it: what is
// signed is not part of its signature.
func parseManifest(mediaType string, document []byte) (manifest, error) {
	s, known := shapeOf(mediaType)
	if !known {
		return manifest{}, manifestError("its type is %.100q; push it as an OCI or Docker (schema 2) image or index", mediaType)
	}
	if len(document) > maxManifest {
		return manifest{}, manifestError("it has %d bytes, at most %d are allowed", len(document), maxManifest)
	}
	if err := strictJSON(document); err != nil {
		return manifest{}, manifestError("%v", err)
	}
	top, err := object(document, "schemaVersion", "mediaType", "manifests", "layers", "config", "blobs", "fsLayers", "subject", "artifactType", "annotations")
	if err != nil {
		return manifest{}, manifestError("%v", err)
	}
	for _, key := range s.never {
		if _, there := top[key]; there {
			return manifest{}, manifestError("%q has no place in %s", key, mediaType)
		}
	}
	if version, there := top["schemaVersion"]; mediaType != ociArtifact && (!there || string(version) != "2") {
		return manifest{}, manifestError("schemaVersion is not 2")
	}
	if own, err := text(top, "mediaType"); err != nil || own != "" && own != mediaType {
		return manifest{}, manifestError("it says of itself that it is %.100q, and was stored as %s", own, mediaType)
	}
	var m manifest
	if s.config != "" {
		d, err := parseDescriptor(top[s.config])
		if err != nil {
			return manifest{}, manifestError("%s: %v", s.config, err)
		}
		m.config = []descriptor{d}
	}
	if m.children, err = parseDescriptors(top, s.children); err != nil {
		return manifest{}, err
	}
	if m.blobs, err = parseDescriptors(top, s.blobs); err != nil {
		return manifest{}, err
	}
	m.relation, err = m.parseRelation(mediaType, top)
	return m, err
}

func manifestError(format string, args ...any) error {
	return fmt.Errorf("%w manifest: %s", entitlement.ErrInvalid, fmt.Sprintf(format, args...))
}
