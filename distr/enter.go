package distr

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

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
