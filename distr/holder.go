package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Holder is whose a token is.
type Holder struct {
	Customer     tenant.CustomerID // empty: the vendor's own people
	Credential   tenant.Credential
	Installation tenant.InstallationID // whose service account it is; empty: it is none's
}

// WhoHas says whose a token is, also if it was revoked: Credential.Revoked says so.
// A token that nobody has, or that a rotation has replaced, is a
// tenant.ErrNotFound, as is one of a customer whom the actor may not see.
func (v *Vendor) WhoHas(ctx context.Context, t tenant.Token) (Holder, error) {
	var found Holder
	err := v.view(ctx, func(view VendorView) (err error) {
		found, err = v.holder(view, t)
		return err
	})
	if absent(err) {
		return Holder{}, fmt.Errorf("token: %w; nobody has it, or not any more since it was rotated", tenant.ErrNotFound)
	}
	if err != nil {
		return Holder{}, err
	}
	return found, nil
}

func (v *Vendor) holder(view VendorView, t tenant.Token) (h Holder, err error) {
	claim := t.Claim()
	if claim.Vendor != v.id {
		return h, tenant.ErrNotFound
	}
	if claim.Side != tenant.CustomerSide {
		if err := v.may(view, nil, tenant.SeeStaff); err != nil {
			return h, err
		}
		h.Credential, err = view.StaffCredential(claim.Credential)
		return h, provenBy(h.Credential, t, err)
	}
	room, err := v.Account(claim.Customer).open(view, tenant.SeeTokens)
	if err != nil {
		return h, err
	}
	h.Credential, err = room.Credential(claim.Credential)
	if err := provenBy(h.Credential, t, err); err != nil {
		return h, err
	}
	h.Customer = claim.Customer
	h.Installation, err = installationWith(room, claim.Credential)
	return h, err
}

// provenBy says whether t is the token of a credential that was looked up, live or
// not: what it claims is a stranger's word.
func provenBy(c tenant.Credential, t tenant.Token, err error) error {
	if err != nil {
		return err
	}
	asLive := c
	asLive.Revoked = time.Time{}
	if !asLive.Matches(t, c.Created) {
		return tenant.ErrNotFound
	}
	return nil
}
