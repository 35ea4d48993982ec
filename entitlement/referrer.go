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
