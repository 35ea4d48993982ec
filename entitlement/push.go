package entitlement

// A Push is a manifest that the registry has taken.
type Push struct {
	Tag       string // empty if it was pushed by its digest
	Digest    Digest // of the manifest
	Subject   Digest // what it refers to, or what its derived tag is made of; zero: nothing
	MediaType string
	Manifest  []byte // the exact bytes
}
