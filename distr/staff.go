package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// NewStaffToken makes a token with which the vendor's own people and machines
// push and pull. The token is returned this once.
func (v *Vendor) NewStaffToken(ctx context.Context, name string) (tenant.Credential, tenant.Token, error) {
	c, token, err := v.hub.newCredential(tenant.Principal{Side: tenant.VendorSide, Vendor: v.id}, name)
	if err != nil {
		return tenant.Credential{}, tenant.Token{}, err
	}
	err = v.update(ctx, tenant.ManageStaff, func(tx VendorTx, _ time.Time) ([]Event, error) {
		if err := tx.PutStaffCredential(c); err != nil {
			return nil, err
		}
		return one(tokenEvent(TokenAdded, "", c))
	})
	if err != nil {
		return tenant.Credential{}, tenant.Token{}, err
	}
	return c, token, nil
}

// StaffTokens lists the credentials of the vendor's own people and machines,
// revoked ones too, oldest first.
func (v *Vendor) StaffTokens(ctx context.Context) (cs []tenant.Credential, err error) {
	err = v.look(ctx, tenant.SeeStaff, func(view VendorView) error {
		cs, err = view.StaffCredentials()
		return err
	})
	return cs, err
}

// RevokeStaffToken ends a token at once and for good.
func (v *Vendor) RevokeStaffToken(ctx context.Context, id tenant.CredentialID) error {
	return v.update(ctx, tenant.ManageStaff, func(tx VendorTx, at time.Time) ([]Event, error) {
		c, err := tx.StaffCredential(id)
		if err != nil {
			return nil, err
		}
		if !c.Revoked.IsZero() {
			return nil, nil
		}
		if err := tx.PutStaffCredential(c.Revoke(at)); err != nil {
			return nil, err
		}
		return one(tokenEvent(TokenRevoked, "", c))
	})
}
