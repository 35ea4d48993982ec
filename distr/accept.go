package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Accepted is who came in by an invitation, and where.
type Accepted struct {
	Side     tenant.Side       // CustomerSide, or VendorSide for the vendor's own people
	Customer tenant.CustomerID // empty on the vendor's side
	Member   tenant.Member
}

// Opened is what somebody sees who opens an invitation, before they accept it.
type Opened struct {
	Side     tenant.Side
	Customer tenant.Customer // ID and Name, and nothing else of it; empty on the vendor's side
	Email    tenant.Email    // whom it is for
	Role     tenant.Role
	By       string // who invited
	Expires  time.Time
}

// LookAt shows what an invitation is for, and does not use it up: the programs that
// look at links in letters open no door. The errors are those of [Vendor.Accept].
func (v *Vendor) LookAt(ctx context.Context, t tenant.InviteToken) (Opened, error) {
	e, err := v.entering(ctx, t, "")
	if err != nil {
		return Opened{}, err
	}
	m := e.Member
	return Opened{Side: e.Side, Customer: e.customer, Email: m.Email, Role: m.Role, By: m.By, Expires: m.Expires}, nil
}

// Accept lets in who brings the secret of an invitation, once: a customer's people
// and the vendor's own alike. The name is what they say they are called, and may be
// empty. It goes by the secret, so the handle needs no As; one that is in the hands
// of somebody else whom the vendor has signed in is refused.
//
// A secret that opens nothing, or was used or has expired, is a
// *tenant.InviteRefusal; a domain that the customer does not allow any more a
// [*DomainRefusal]; and a customer whose portal is closed, whose people have no
// access or that is archived a *tenant.Refusal. Whoever brings no right secret
// learns nothing of all that. Who invited may be gone.
func (v *Vendor) Accept(ctx context.Context, t tenant.InviteToken, name string) (Accepted, error) {
	e, err := v.entering(ctx, t, name) // whoever brings rubbish does not wait in the line of those who write
	if err != nil {
		return Accepted{}, err
	}
	err = v.As(e.person.From(v.actor.Via, v.actor.Address)).write(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
		if e, err = v.enter(tx, t, at, name); err != nil {
			return nil, err
		}
		if err := putPerson(tx, e.Accepted); err != nil {
			return nil, err
		}
		return one(happened(kindsOf(e.Side).joined, e.Customer, joinedData(e.Member)))
	})
	if err != nil {
		return Accepted{}, err
	}
	return e.Accepted, nil
}

func joinedData(m tenant.Member) map[string]any {
	return personData(m, map[string]any{"name": m.Name, "role": m.Role, "via": m.Via})
}

func putPerson(tx VendorTx, a Accepted) error {
	if a.Side == tenant.VendorSide {
		return tx.PutStaff(a.Member)
	}
	room, err := tx.Edit(a.Customer)
	if err != nil {
		return err
	}
	return room.PutMember(a.Member)
}
