package distr

import (
	"errors"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// releaseHeld sends the invitations that were held until the customer's people get
// access: their seven days begin now. It goes by the customer as the room has it
// now, and does nothing as long as nobody could be invited; what was released is
// held no more. Who is of a domain that is not allowed any more stays held.
func (v *Vendor) releaseHeld(tx VendorTx, room CustomerTx, at time.Time) ([]Event, error) {
	var refused *tenant.Refusal
	if err := v.As(Operator()).may(tx, room, tenant.InviteMember); errors.As(err, &refused) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	c, err := room.Customer()
	if err != nil {
		return nil, err
	}
	p, err := v.Account(c.ID).people(tx, room)
	if err != nil {
		return nil, err
	}
	var events []Event
	for _, m := range p.team.Members {
		if !m.Held() || !c.AllowsDomain(m.Email) {
			continue
		}
		if m, _, err = p.send(m, m.By, at); err != nil {
			return nil, err
		}
		e, err := happened(MemberReleased, c.ID, personData(m, map[string]any{"role": m.Role, "expires": m.Expires, "letter": true}))
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// autoInvite invites a new customer's address, if that is what came out.
func (v *Vendor) autoInvite(room CustomerTx, c tenant.Customer, outcome tenant.Outcome, at time.Time) ([]Event, error) {
	if !outcome.Invites() {
		return nil, nil
	}
	m, err := v.memberOf(NewMember{Email: string(c.Email), Role: tenant.Administrator})
	if err != nil {
		return nil, err
	}
	p := people{
		vendor: v,
		room:   tenant.Invitee{Side: tenant.CustomerSide, Vendor: v.id, Customer: c.ID},
		team:   tenant.Team{Side: tenant.CustomerSide},
		asker:  tenant.Standing{Side: tenant.OperatorSide}, // it is the vendor's settings that invite
		put:    room.PutMember,
	}
	if outcome == tenant.AutoSent {
		_, events, err := p.invite(m, true, at)
		return events, err
	}
	m.Created, m.Invitation = at, tenant.Hold(v.actor.Name)
	return p.hold(m)
}

// hold keeps somebody whose invitation is held.
func (p people) hold(m tenant.Member) ([]Event, error) {
	m, _, err := p.team.Invite(m)
	if err != nil {
		return nil, err
	}
	if err := p.put(m); err != nil {
		return nil, err
	}
	return one(happened(MemberHeld, p.room.Customer, personData(m, map[string]any{"role": m.Role})))
}
