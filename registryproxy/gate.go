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

	// MayMove is nil if a tag may mean the digest from now on. It is a
	// tenant.ErrConflict with the reason for a tag of a version that is
	// published and does not follow it. The same digest again is fine.
	MayMove(ctx context.Context, repository, tag string, d entitlement.Digest) error

	// Pushed tells that the upstream has taken a manifest. If it refers to
	// something that is published it belongs to that from then on, and a
	// version that follows the tag moves to it. The manifest's push is answered
	// when Pushed returns; when it fails, with trouble, and the client pushes
	// again.
	Pushed(ctx context.Context, p tenant.Principal, repository string, m entitlement.Push) error
}

// A Locator is a [Gatekeeper] that knows where each repository's bytes lie.
// Without it all of them lie in Config.Upstream, under the names that customers
// use.
type Locator interface {
	// Origin is where the repository lies, and how to log in there: for
	// content that a grant of the principal's allows, with that grant's own
	// login if it brings one. The grant is empty for staff.
	Origin(ctx context.Context, p tenant.Principal, repository string, grant entitlement.GrantID) (entitlement.Origin, error)
}

// A KeyHolder is a [Gatekeeper] that keeps the keys by which access tokens are
// signed, so that they outlive the process and are the same in every replica.
// Without it they are Config.Keys.
type KeyHolder interface {
	// SigningKeys are the keys that are good now; the first one signs. The
	// proxy asks on every request, so it is answered from memory, with the very
	// same slice until something has changed. A token that was signed with
	// a key that is no longer among them is good no more. None: Config.Keys.
	SigningKeys(context.Context) ([]tenant.SigningKey, error)
}
