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
// makes, with entitlement.Unknown for what is not published, since who asks here
// may know. A reference that cannot be read is a tenant.ErrInvalid.
func (a *Account) Check(ctx context.Context, reference string) (entitlement.Decision, error) {
	repository, name, byDigest, err := splitReference(reference)
	if err != nil {
		return entitlement.Decision{}, err
	}
	var d entitlement.Digest
	if byDigest {
		d, err = entitlement.ParseDigest(name)
	} else {
		err = checkPlainTag(name)
	}
	if err != nil {
		return entitlement.Decision{}, invalid(err)
	}
	if err := a.vendor.held.refresh(ctx); err != nil {
		return entitlement.Decision{}, err
	}
	if _, err := a.vendor.held.resident(ctx, a.id); err != nil {
		return entitlement.Decision{}, err
	}
	h, err := a.vendor.held.holding(ctx, a.id, repository)
	if absent(err) {
		return entitlement.Decision{Reason: entitlement.Unknown}, nil
	}
	if err != nil {
		return entitlement.Decision{}, err
	}
	at := a.vendor.hub.now()
	if byDigest {
		return a.checkDigest(h, d)
	}
	if d, derived := h.Contents().Derived(name); derived {
		// That there is such a tag says that there is its subject, and one
		// signature may be that of two.
		if of, err := a.checkDigest(h, entitlement.DerivedFrom(name)); err != nil || !of.Allowed {
			return of, err
		}
		return a.checkDigest(h, d)
	}
	version, _, found := h.Resolve(at, name)
	if !found {
		return entitlement.Decision{Reason: entitlement.Unknown}, nil
	}
	decision := h.Decide(at, version)
	decision.Version = version
	return decision, nil
}

func (a *Account) checkDigest(h entitlement.Holding, d entitlement.Digest) (entitlement.Decision, error) {
	e, found := h.Contents().Find(d)
	if !found {
		return entitlement.Decision{Reason: entitlement.Unknown}, nil
	}
	decision := h.DecideEntry(a.vendor.hub.now(), e)
	if versions := e.Versions(); decision.Version == "" && len(versions) > 0 {
		decision.Version = versions[len(versions)-1]
	}
	return decision, nil
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

// checkPlainTag checks a tag that somebody asks about, which may be one derived
// from a digest.
func checkPlainTag(s string) error {
	if entitlement.DerivedTag(s) {
		return nil
	}
	return entitlement.CheckTag(s)
}
