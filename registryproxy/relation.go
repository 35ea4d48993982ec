package registryproxy

import (
	"encoding/json"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A relation is what a manifest refers to and how it is listed there (OCI image
// specification, "subject"; OCI distribution specification, "Listing Referrers").
// Manifests of Docker's types refer to nothing.
type relation struct {
	subject      entitlement.Digest // zero: nothing
	artifactType string             // its own, else the type of an image's config
	annotations  map[string]string  // nil: none
}

// parseRelation reads what the fields of a manifest say of it.
func (m manifest) parseRelation(mediaType string, top map[string]json.RawMessage) (r relation, err error) {
	if mediaType == dockerManifest || mediaType == dockerList {
		return relation{}, nil
	}
	if raw, there := top["subject"]; there {
		subject, err := parseDescriptor(raw)
		if err != nil {
			return relation{}, manifestError("subject: %v", err)
		}
		r.subject = subject.digest
	}
	if r.artifactType, err = text(top, "artifactType"); err != nil {
		return relation{}, manifestError("%v", err)
	}
	if r.artifactType == "" && len(m.config) > 0 {
		r.artifactType = m.config[0].mediaType
	}
	if raw, there := top["annotations"]; there {
		var annotations map[string]*string
		if err := json.Unmarshal(raw, &annotations); err != nil {
			return relation{}, manifestError("annotations is not an object of strings")
		}
		for key, value := range annotations {
			if value == nil {
				return relation{}, manifestError("the annotation %.50q is not a string", key)
			}
			if r.annotations == nil {
				r.annotations = make(map[string]string, len(annotations))
			}
			r.annotations[key] = *value
		}
	}
	return r, nil
}
