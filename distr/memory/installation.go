package memory

import (
	"fmt"
	"slices"

	"github.com/seed361c4c3e/distr-go/tenant"
)

func (v *customerView) Members() ([]tenant.Member, error) {
	return inside(v, func(c *customer) ([]tenant.Member, error) { return copies(c.members, copyMember), nil })
}

func (v *customerView) Installations() ([]tenant.Installation, error) {
	return inside(v, func(c *customer) ([]tenant.Installation, error) {
		return copies(c.installations, copyInstallation), nil
	})
}

func (t *customerTx) PutMember(m tenant.Member) error {
	return t.change(func(_ *state, c *customer) error {
		members, err := putMember(c.members, m)
		if err == nil {
			c.members = members
		}
		return err
	})
}

func (t *customerTx) RemoveMember(id tenant.MemberID) error {
	return t.change(func(_ *state, c *customer) error {
		members, err := removeMember(c.members, id)
		if err == nil {
			c.members = members
		}
		return err
	})
}

func (t *customerTx) PutInstallation(n tenant.Installation) error {
	return t.change(func(_ *state, c *customer) error {
		if !slices.ContainsFunc(c.credentials, func(cred tenant.Credential) bool { return cred.ID == n.Credential }) {
			return fmt.Errorf("keeping installation %s: credential %s: %w", n.ID, n.Credential, tenant.ErrNotFound)
		}
		for _, other := range c.installations {
			if other.Credential == n.Credential && other.ID != n.ID {
				return fmt.Errorf("keeping installation %s: %w: credential %s belongs to installation %s", n.ID, tenant.ErrConflict, n.Credential, other.ID)
			}
		}
		c.installations = put(c.installations, copyInstallation(n), func(other tenant.Installation) bool { return other.ID == n.ID })
		return nil
	})
}

func (t *customerTx) RemoveInstallation(id tenant.InstallationID) error {
	return t.change(func(_ *state, c *customer) error {
		i := slices.IndexFunc(c.installations, func(n tenant.Installation) bool { return n.ID == id })
		if i < 0 {
			return fmt.Errorf("installation %s: %w", id, tenant.ErrNotFound)
		}
		account := c.installations[i].Credential
		c.installations = slices.Concat(c.installations[:i], c.installations[i+1:])
		c.credentials = slices.DeleteFunc(slices.Clone(c.credentials), func(cred tenant.Credential) bool { return cred.ID == account })
		c.uses = usesWithout(c.uses, id)
		return nil
	})
}
