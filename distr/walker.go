package distr

import (
	"context"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// A Walker finds out what a tag or digest of a repository consists of, from the
// registry that holds it, and verifies every digest on the way.
// registryproxy.Walker is one.
//
// It returns a tenant.ErrNotFound, wrapped with the name, when the reference or
// something below it is not there.
type Walker interface {
	Walk(ctx context.Context, repository entitlement.RepositoryPath, reference string) (entitlement.Closure, error)
}
