package distr

import (
	"context"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A Walker finds out what a tag or digest of a repository consists of, from the
// registry that holds it, and verifies every digest on the way.
// registryproxy.Walker is one.
//
// The origin says where the repository lies; the repository is named as
// customers know it. Something that is not there is a tenant.ErrNotFound,
// wrapped with the name.
type Walker interface {
	// Walk follows a reference down to the last layer.
	Walk(ctx context.Context, from entitlement.Origin, repository entitlement.RepositoryPath, reference string) (entitlement.Closure, error)
	// Digest is what a tag means now.
	Digest(ctx context.Context, from entitlement.Origin, repository entitlement.RepositoryPath, tag string) (entitlement.Digest, error)
	// Referrers finds all that refers to a manifest of the closure, and to
	// what is found, each subject before what refers to it.
	Referrers(ctx context.Context, from entitlement.Origin, repository entitlement.RepositoryPath, of entitlement.Closure) ([]entitlement.Referrer, error)
}
