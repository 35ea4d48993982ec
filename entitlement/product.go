package entitlement

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// ErrInvalid says that an input cannot mean anything. It is wrapped with the
// value and with what would do.
var ErrInvalid = errors.New("invalid")

// A ProductID names one product within its vendor.
type ProductID string

// A Kind is what a product is to the customer, which decides the feature that
// gates it.
type Kind string

// The kinds of product.
const (
	Application Kind = "application" // deployed by agents; gated by the feature Deployments
	Artifact    Kind = "artifact"    // pulled from the registry; gated by the feature Artifacts
)

// A Product is what is sold and delivered: a name for one or more repositories
// that are released together.
type Product struct {
	ID           ProductID
	Kind         Kind
	Repositories []RepositoryPath // sorted, at least one
	Created      time.Time
	// Exact takes the aliases away: latest, 1 and 1.4 then mean nothing unless
	// a version was published from such a tag.
	Exact bool
}

// Check says what is wrong with a product, as [ErrInvalid].
func (p Product) Check() error {
	if p.Kind != Application && p.Kind != Artifact {
		return fmt.Errorf("%w kind %q of product %s: it is %s or %s", ErrInvalid, p.Kind, p.ID, Application, Artifact)
	}
	if len(p.Repositories) == 0 {
		return fmt.Errorf("%w product %s: it has no repository", ErrInvalid, p.ID)
	}
	for i, r := range p.Repositories {
		if _, err := ParseRepositoryPath(string(r)); err != nil {
			return err
		}
		if i > 0 && p.Repositories[i-1] >= r {
			return fmt.Errorf("%w product %s: its repositories are sorted, each once; %s is not", ErrInvalid, p.ID, r)
		}
	}
	return nil
}

// Has says whether the repository belongs to the product.
func (p Product) Has(r RepositoryPath) bool {
	return slices.Contains(p.Repositories, r)
}

// A RepositoryPath names a repository on its registry, without the registry's
// host: acme/app.
type RepositoryPath string

// maxPath is a bound that clients set, in bytes; the specification names 255 for
// host and path together.
const maxPath = 255

var pathForm = regexp.MustCompile(`^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$`)

// ParseRepositoryPath checks a path against the form that the OCI distribution
// specification gives for <name> ("Pulling manifests"). The error is an
// [ErrInvalid].
func ParseRepositoryPath(s string) (RepositoryPath, error) {
	if len(s) > maxPath {
		return "", fmt.Errorf("%w repository %.40q…: %d bytes, at most %d are allowed", ErrInvalid, s, len(s), maxPath)
	}
	if !pathForm.MatchString(s) {
		return "", fmt.Errorf("%w repository %q: it is lower-case letters, digits and single '.', '_', '-' in parts divided by '/', without a host, such as acme/app", ErrInvalid, s)
	}
	return RepositoryPath(s), nil
}
