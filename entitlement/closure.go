package entitlement

// A Role is what a piece of content is within a release.
type Role string

// The roles.
const (
	RoleRoot   Role = "root"   // the manifest or index that the release's tag names
	RoleChild  Role = "child"  // a manifest or index below the root
	RoleConfig Role = "config" // a manifest's config
	RoleLayer  Role = "layer"  // a manifest's layer, or another blob that it names
)

// An Item is one piece of content of a release.
type Item struct {
	Digest    Digest
	Role      Role
	Size      int64 // bytes
	MediaType string
	Manifest  []byte // the exact bytes of a root or a child; nil for a blob
}

// A Closure is all that a walk found in one repository from one manifest on: the
// root and everything below it, each digest once, verified.
type Closure struct {
	Root  Digest
	Items []Item // the root first

	// What the root's manifest says of itself. Subject is what it refers to,
	// the zero digest if it refers to nothing.
	Subject      Digest
	ArtifactType string
	Annotations  map[string]string // nil: none
}

// Manifests counts the manifests and indexes.
func (c Closure) Manifests() int { return len(c.Items) - c.Blobs() }

// Blobs counts the configs and layers.
func (c Closure) Blobs() int {
	n := 0
	for _, item := range c.Items {
		if item.Manifest == nil {
			n++
		}
	}
	return n
}

// Bytes adds up the sizes.
func (c Closure) Bytes() int64 {
	var n int64
	for _, item := range c.Items {
		n += item.Size
	}
	return n
}
