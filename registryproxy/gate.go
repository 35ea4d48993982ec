package registryproxy

import (
	"context"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Gatekeeper knows one vendor's customers and what they hold. It is all that
// a vendor has to implement to put a [Proxy] in front of tables of their own; a
// *distr.Vendor is one.
//
// Every request is decided anew with what Holding returns, so it answers from
// memory when it can. An error that none of the comments names is taken for
// trouble behind the proxy: the client gets 503 and the text goes to the log.
type Gatekeeper interface {
	// Authenticate says whose token it is. The error for a token that opens
	// nothing, or no longer, is a tenant.ErrUnauthenticated. Its text is shown
	// to whoever sent the token, so it tells a stranger nothing.
	Authenticate(context.Context, tenant.Token) (tenant.Principal, error)

	// Repositories lists the repositories in which the principal holds
	// anything, for the vendor's staff all of the vendor's, in any order: the
	// catalog shows just these. It is a tenant.ErrUnauthenticated once the
	// credential has been revoked.
	Repositories(context.Context, tenant.Principal) ([]string, error)

	// Holding is what the principal holds of the product that has the
	// repository, prepared with Over for the repository's contents, and these
	// contents. It is a tenant.ErrUnauthenticated once the credential has been
	// revoked, and a tenant.ErrNotFound when no product has the repository.
	Holding(ctx context.Context, p tenant.Principal, repository string) (entitlement.Holding, *entitlement.Contents, error)

	// LogPull writes a pull down. When it fails, the pull goes on.
	LogPull(context.Context, tenant.Principal, entitlement.Pull) error
}

// A Publisher is a [Gatekeeper] whose vendor's staff push through the proxy.
// Without it the proxy only ever reads.
type Publisher interface {
	// MayPush is nil for the vendor's staff and a repository that a product
	// has. Otherwise it is a tenant.ErrForbidden, a tenant.ErrNotFound when no
	// product has the repository, or a tenant.ErrUnauthenticated.
	MayPush(ctx context.Context, p tenant.Principal, repository string) error
}
