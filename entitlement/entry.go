package entitlement

// An entry has no pointers, so that the garbage collector passes a million of
// them over.
type entry struct {
	size     int64
	set      uint32 // index into sets; 0 in an entry that is not there yet
	media    uint32 // index into media
	manifest uint32 // index into manifests plus one; 0: a blob
	root     bool
	part     bool // a manifest that a release has itself, and not by what refers to it
}

// An Entry is one digest of a repository's contents. It reads from them when it
// is asked, so it is as cheap to hand around as a pointer. The zero value is
// content that is not there.
type Entry struct {
	in *Contents
	at *entry
}

// Size is how many bytes the content has.
func (e Entry) Size() int64 {
	if e.in == nil {
		return 0
	}
	return e.at.size
}

// MediaType is what the content is.
func (e Entry) MediaType() string {
	if e.in == nil {
		return ""
	}
	return e.in.media[e.at.media]
}

// Manifest is the exact bytes of a manifest or index, only to be read; nil for a
// blob.
func (e Entry) Manifest() []byte {
	if e.in == nil || e.at.manifest == 0 {
		return nil
	}
	return e.in.manifests[e.at.manifest-1]
}

// Root says whether a release begins here.
func (e Entry) Root() bool { return e.in != nil && e.at.root }

// Part says whether this is a manifest of a release itself: its root, or one
// below it. A manifest that only refers to a release is none.
func (e Entry) Part() bool { return e.in != nil && e.at.part }

// Versions are the releases that hold the entry, in the order in which they were
// published.
func (e Entry) Versions() []string {
	var versions []string
	if e.in != nil {
		for ordinal := range e.in.sets[e.at.set].each {
			versions = append(versions, e.in.releases[ordinal].version)
		}
	}
	return versions
}
