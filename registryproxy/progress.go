package registryproxy

import (
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A Progress is how far a walk has come.
type Progress struct {
	Repository   entitlement.RepositoryPath
	Reference    string // what is walked; of a search for referrers, the digest of what they may refer to
	Manifests    int    // fetched and verified
	Blobs        int    // found in manifests
	BlobsChecked int    // of these, how many the registry was asked about, or need not be
	Bytes        int64  // of all manifests and blobs found
}

// went counts something and tells how far the trip has come.
func (t *trip) went(count func(*Progress)) {
	t.telling.Lock()
	defer t.telling.Unlock()
	if count(&t.progress); t.tell != nil {
		t.tell(t.progress)
	}
}
