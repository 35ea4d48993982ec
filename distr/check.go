package distr

import (
	"context"
	"fmt"
	"strings"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Check says whether the customer may pull a reference now: repository:tag or
// repository@digest, without a host. It is the decision that the registry proxy
// makes. The vendor's people and the operator are told why not, with
// entitlement.Unknown for what is not published. To the customer's own people all that
// they do not hold is Unknown, as if it were not there; only that everything they held
// of a repository has ended is said, with the date. A reference that cannot be read is a tenant.ErrInvalid, and a customer
// whose tokens are refused altogether is a tenant.ErrUnauthenticated.
func (a *Account) Check(ctx context.Context, reference string) (entitlement.Decision, error) {
	repository, name, byDigest, err := splitReference(reference)
	if err != nil {
		return entitlement.Decision{}, err
	}
	want, err := parseWanted(name, byDigest)
	if err != nil {
		return entitlement.Decision{}, invalid(err)
	}
	if err := a.maySee(ctx); err != nil {
		return entitlement.Decision{}, err
	}
	if err := a.vendor.held.refresh(ctx); err != nil {
		return entitlement.Decision{}, err
	}
	r, err := a.vendor.held.resident(ctx, a.id)
	if err != nil {
		return entitlement.Decision{}, err
	}
	if err := a.vendor.held.stopped(ctx, &r.customer); err != nil {
		return entitlement.Decision{}, fmt.Errorf("customer %s: no token of its is accepted: %w", a.id, err)
	}
	h, err := a.vendor.held.holding(ctx, a.id, repository)
	if absent(err) {
		return entitlement.Decision{Reason: entitlement.Unknown}, nil
	}
	if err != nil {
		return entitlement.Decision{}, err
	}
	at := a.vendor.hub.now()
	return a.vendor.toldOf(h, at, want.decide(h, at)), nil
}

// splitReference divides repository:tag and repository@digest. As clients do, a
// digest outweighs a tag before it: repository:tag@digest.
func splitReference(s string) (r entitlement.RepositoryPath, name string, byDigest bool, err error) {
	path, name, byDigest := strings.Cut(s, "@")
	tagAt := strings.LastIndexByte(path, ':')
	if tagAt > strings.LastIndexByte(path, '/') {
		if !byDigest {
			name = path[tagAt+1:]
		}
		path = path[:tagAt]
	} else if !byDigest {
		return "", "", false, fmt.Errorf("%w reference %q: write repository:tag or repository@digest, such as acme/app:1.4.2", tenant.ErrInvalid, s)
	}
	r, err = entitlement.ParseRepositoryPath(path)
	if err != nil {
		return "", "", false, fmt.Errorf("reference %q: %w", s, invalid(err))
	}
	return r, name, byDigest, nil
}
