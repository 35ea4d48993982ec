package distr

import (
	"context"
	"errors"
	"fmt"
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

// An entry is somebody who may come in.
type entry struct {
	Accepted
	customer tenant.Customer
	person   Actor
}

func (v *Vendor) entering(ctx context.Context, t tenant.InviteToken, name string) (e entry, err error) {
	at := v.hub.now()
	err = v.view(ctx, func(view VendorView) error {
		e, err = v.enter(view, t, at, name)
		return err
	})
	return e, err
}

// enter finds out whether an invitation lets somebody in. The secret comes first:
// without it nothing is said of anybody. Then comes the domain, then the
// invitation, then what the customer's state allows.
func (v *Vendor) enter(view VendorView, t tenant.InviteToken, at time.Time, name string) (entry, error) {
	claim := t.Claim()
	e := entry{Accepted: Accepted{Side: claim.Side, Customer: claim.Customer}}
	room, old, err := v.invitee(view, claim)
	if err != nil {
		return e, err
	}
	var late error
	if e.Member, late = old.Accept(t, at, name, tenant.ViaInvitation); late != nil && !expired(late) {
		return e, late
	}
	if err := v.sameHands(old); err != nil {
		return e, err
	}
	if room == nil {
		e.person = Staff(old.Email)
		return e, late
	}
	c, err := room.Customer()
	if err != nil {
		return e, err
	}
	e.customer.ID, e.customer.Name, e.person = c.ID, c.Name, CustomerUser(old.Email)
	if err := checkDomain(c, old.Email); err != nil {
		return e, err
	}
	if late != nil {
		return e, late
	}
	return e, v.As(e.person).may(view, room, tenant.JoinCustomer)
}

// invitee looks up whom an invitation says it is for, and in which customer's room.
// What is not there is like a wrong secret.
func (v *Vendor) invitee(view VendorView, claim tenant.Invitee) (room CustomerView, m tenant.Member, err error) {
	team := tenant.Team{Side: claim.Side}
	switch {
	case claim.Vendor != v.id:
		err = tenant.ErrNotFound
	case claim.Side == tenant.VendorSide:
		team.Members, err = view.Staff()
	default:
		if room, err = view.Open(claim.Customer); err == nil {
			team.Members, err = room.Members()
		}
	}
	if err == nil {
		m, err = team.Get(claim.Member)
	}
	if absent(err) {
		err = &tenant.InviteRefusal{Reason: tenant.InviteInvalid}
	}
	return room, m, err
}

func expired(err error) bool {
	var refused *tenant.InviteRefusal
	return errors.As(err, &refused) && refused.Reason == tenant.InviteExpired
}

// sameHands refuses to let one person in while another is signed in: a link that
// somebody was sent must not tie the two together.
func (v *Vendor) sameHands(m tenant.Member) error {
	person := v.actor.side == tenant.VendorSide || v.actor.side == tenant.CustomerSide
	if person && v.actor.Name != string(m.Email) {
		return fmt.Errorf("%w: the invitation is for another address than %s; sign out first", tenant.ErrForbidden, v.actor.Name)
	}
	return nil
}
