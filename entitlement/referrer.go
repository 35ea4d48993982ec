package entitlement

// A Referrer is a manifest that belongs to content of a release without lying
// below its root: a signature, an SBOM, an attestation. Whoever may have its
// subject may have it, and what it names; it grants nothing of its subject (OCI
// image specification, "subject").
type Referrer struct {
	Subject Digest
	// Tag is the tag, made of the subject's digest, under which clients look
	// for it: sha256-….sig, sha256-…. It is empty for a manifest that names its
	// subject itself, and only such a one is listed.
	Tag     string
	Closure Closure // its manifest is the root
}

// A Descriptor is a referrer as it is listed (OCI distribution specification,
// "Listing Referrers").
type Descriptor struct {
	MediaType    string
	Digest       Digest
	Size         int64 // bytes
	ArtifactType string
	Annotations  map[string]string // nil: none
}

type derived struct{ subject, root Digest }

// Attached counts the referrers that [Contents.With] was given, those whose
// subject is unknown too.
func (c *Contents) Attached() int {
	if c == nil {
		return 0
	}
	return len(c.referrers)
}

// Referrers lists what names a subject in its manifest, each digest once, in the
// order in which it came; nil if there is nothing, or no such subject. It is only
// to be read.
func (c *Contents) Referrers(subject Digest) []Descriptor {
	if _, there := c.Find(subject); !there {
		return nil
	}
	return c.listed[subject]
}

// Derived is what a tag made of a digest names, which is the referrer that came
// last with it; nothing as long as its subject is unknown. To say that such a tag
// is there is to say that its subject is: ask whether the subject may be used
// too.
func (c *Contents) Derived(tag string) (Digest, bool) {
	if c == nil {
		return Digest{}, false
	}
	named, found := c.derived[tag]
	if !found {
		return Digest{}, false
	}
	if _, there := c.Find(named.subject); !there {
		return Digest{}, false
	}
	return named.root, true
}
