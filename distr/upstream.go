package distr

import "github.com/seed361c4c3e/distr-go/entitlement"

// An Upstream is where the bytes of a repository lie, as it is kept.
type Upstream struct {
	Repository entitlement.RepositoryPath // whose; empty: of every repository that has none of its own
	Origin     entitlement.Origin         // without its Login
	Login      SealedLogin                // the zero one: nobody's
}

// A SealedLogin is a login with its password sealed, so that who reads the
// database cannot use it.
type SealedLogin struct {
	Username string
	Password []byte // sealed
}
