package embedded

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// OpenBlob opens a blob of a repository where distribution keeps it, for whoever
// sends it on without a copy. As over HTTP, it is there if it has been pushed to
// this repository, and not deleted from it since; else the error is an
// fs.ErrNotExist. Manifests are no blobs. A repository that is not called as the
// OCI distribution specification has it is an error too, since its name becomes a
// path.
//
// distribution verified the bytes when they were pushed. They are not verified
// again, and nobody may write to the file. The caller closes it, also before
// [Registry.Close].
func (r *Registry) OpenBlob(_ context.Context, repository entitlement.RepositoryPath, d entitlement.Digest) (*os.File, error) {
	name, err := entitlement.ParseRepositoryPath(string(repository))
	if err != nil {
		return nil, err
	}
	algorithm, hash, found := strings.Cut(d.String(), ":")
	if !found {
		return nil, fmt.Errorf("%w: the zero digest", fs.ErrNotExist)
	}
	// The layout of distribution: what a repository has is linked in it, and
	// what is linked lies once for all repositories.
	link, err := os.ReadFile(filepath.Join(r.storage, "repositories", filepath.FromSlash(string(name)), "_layers", algorithm, hash, "link"))
	if err != nil {
		return nil, err
	}
	// What was pushed by its sha512 is linked to its sha256.
	target, err := entitlement.ParseDigest(string(link))
	if err != nil {
		return nil, fmt.Errorf("the link of %s in %s: %w", d, name, err)
	}
	algorithm, hash, _ = strings.Cut(target.String(), ":")
	return os.Open(filepath.Join(r.storage, "blobs", algorithm, hash[:2], hash, "data"))
}

// storage is where distribution keeps everything, below its root.
func storage(root string) string { return filepath.Join(root, "docker", "registry", "v2") }
