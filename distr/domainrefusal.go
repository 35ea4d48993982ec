package distr

import (
	"fmt"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A DomainRefusal is the error about an address that nobody can be invited with, or
// let in for the first time, since the customer allows certain domains only. It is
// a tenant.ErrForbidden.
type DomainRefusal struct {
	Domain tenant.Domain // that of the address
}

func (r *DomainRefusal) Error() string {
	return fmt.Sprintf("domain_not_allowed: the customer's list of domains lacks %s; add it there, or lift the restriction", r.Domain)
}

// Unwrap is the error that the refusal is.
func (r *DomainRefusal) Unwrap() error { return tenant.ErrForbidden }

func checkDomain(c tenant.Customer, e tenant.Email) error {
	if c.AllowsDomain(e) {
		return nil
	}
	return &DomainRefusal{e.Domain()}
}
