package memory

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A customerView is a customer's room, to be read. It looks the customer up each
// time, so that one opened in a transaction sees what the transaction has
// written since.
type customerView struct {
	open  *span
	state *state
	id    tenant.CustomerID
}

var _ distr.CustomerView = (*customerView)(nil)

// inside reads from the customer's room.
func inside[R any](v *customerView, fn func(c *customer) (R, error)) (R, error) {
	return read(v.open, func() (R, error) {
		c, err := v.state.customer(v.id)
		if err != nil {
			var none R
			return none, err
		}
		return fn(c)
	})
}

func (v *customerView) Customer() (tenant.Customer, error) {
	return inside(v, func(c *customer) (tenant.Customer, error) { return copyCustomer(c.Customer), nil })
}

func (v *customerView) Credential(id tenant.CredentialID) (tenant.Credential, error) {
	return inside(v, func(c *customer) (tenant.Credential, error) {
		return find(c.credentials, func(c tenant.Credential) bool { return c.ID == id }, copyCredential, "credential", id)
	})
}

func (v *customerView) Credentials() ([]tenant.Credential, error) {
	return inside(v, func(c *customer) ([]tenant.Credential, error) { return copies(c.credentials, copyCredential), nil })
}

func (v *customerView) Grant(id entitlement.GrantID) (entitlement.Grant, error) {
	return inside(v, func(c *customer) (entitlement.Grant, error) {
		return find(c.grants, func(g entitlement.Grant) bool { return g.ID == id }, copyGrant, "grant", id)
	})
}

func (v *customerView) Grants() ([]entitlement.Grant, error) {
	return inside(v, func(c *customer) ([]entitlement.Grant, error) { return copies(c.grants, copyGrant), nil })
}

func (v *customerView) Logins() (map[entitlement.GrantID]distr.SealedLogin, error) {
	return inside(v, func(c *customer) (map[entitlement.GrantID]distr.SealedLogin, error) {
		logins := make(map[entitlement.GrantID]distr.SealedLogin, len(c.logins))
		for id, l := range c.logins {
			logins[id] = copyLogin(l)
		}
		return logins, nil
	})
}

// A customerTx is a customer's room, open for changes.
type customerTx struct {
	customerView
	tx *tx
}

var _ distr.CustomerTx = (*customerTx)(nil)

// change replaces the customer's room by a copy that fn has changed.
func (t *customerTx) change(fn func(s *state, c *customer) error) error {
	return t.tx.change(func(s *state) error {
		i, there := s.place(t.id)
		if !there {
			return fmt.Errorf("customer %s: %w", t.id, tenant.ErrNotFound)
		}
		changed := *s.customers[i]
		changed.changedAt = t.tx.next
		if err := fn(s, &changed); err != nil {
			return err
		}
		s.customers = slices.Clone(s.customers)
		s.customers[i] = &changed
		return nil
	})
}

func (t *customerTx) SetProfile(p tenant.Profile) error {
	return t.change(func(_ *state, c *customer) error {
		c.Profile = copyProfile(p)
		return nil
	})
}

func (t *customerTx) PutCredential(cred tenant.Credential) error {
	return t.change(func(_ *state, c *customer) error {
		c.credentials = put(c.credentials, copyCredential(cred), func(other tenant.Credential) bool { return other.ID == cred.ID })
		return nil
	})
}

func (t *customerTx) PutGrant(g entitlement.Grant) error {
	return t.change(func(s *state, c *customer) error {
		if _, err := s.product(g.Product); err != nil {
			return fmt.Errorf("granting %s: %w", g.ID, err)
		}
		c.grants = put(c.grants, copyGrant(g), func(other entitlement.Grant) bool { return other.ID == g.ID })
		return nil
	})
}

func (t *customerTx) PutLogin(id entitlement.GrantID, l distr.SealedLogin) error {
	return t.change(func(_ *state, c *customer) error {
		if !slices.ContainsFunc(c.grants, func(g entitlement.Grant) bool { return g.ID == id }) {
			return fmt.Errorf("keeping a login for grant %s: %w", id, tenant.ErrNotFound)
		}
		logins := make(map[entitlement.GrantID]distr.SealedLogin, len(c.logins)+1)
		maps.Copy(logins, c.logins)
		logins[id] = copyLogin(l)
		c.logins = logins
		return nil
	})
}

func (t *customerTx) RemoveLogin(id entitlement.GrantID) error {
	return t.change(func(_ *state, c *customer) error {
		if _, there := c.logins[id]; !there {
			return fmt.Errorf("login of grant %s: %w", id, tenant.ErrNotFound)
		}
		c.logins = maps.Clone(c.logins)
		delete(c.logins, id)
		return nil
	})
}
