package distr

import (
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// NewMember is who is to be invited.
type NewMember struct {
	Email string
	Name  string      // optional; they may say another one when they come
	Role  tenant.Role // default: tenant.User

	// Letter sends the invitation by letter and in no other way: its secret is made
	// when the letter is written, and nobody else gets it. Default: the secret is
	// handed out, this once.
	Letter bool
}

// Invited is what became of an invitation.
type Invited struct {
	Member     tenant.Member
	Token      tenant.InviteToken // for the link in the letter, this once; zero: it goes by letter, or the first of the staff is in at once
	RoleForced bool               // the first is an Administrator, and it was not asked
	Resent     bool               // they had been invited before: that invitation opens nothing any more
}

// people are those of one side as they lie in their room. The rules are those of
// tenant.Team; here is what they need, and where their answers go.
type people struct {
	vendor *Vendor
	room   tenant.Invitee // whose people they are; no member
	team   tenant.Team
	asker  tenant.Standing // who changes something
	put    func(tenant.Member) error
}

// memberOf is the record of somebody who is to be invited.
func (v *Vendor) memberOf(n NewMember) (tenant.Member, error) {
	email, err := tenant.ParseEmail(n.Email)
	if err != nil {
		return tenant.Member{}, err
	}
	id, err := tenant.NewID("mem", v.hub.config.Rand)
	if err != nil {
		return tenant.Member{}, err
	}
	m := tenant.Member{ID: tenant.MemberID(id), Email: email, Name: n.Name, Role: n.Role}
	if m.Role == "" {
		m.Role = tenant.User
	}
	return m, m.Check()
}

// invite makes somebody a member who has not come yet, or invites them again.
func (p people) invite(m tenant.Member, letter bool, at time.Time) (Invited, []Event, error) {
	var out Invited
	if old, again := p.team.Find(m.Email); again {
		m.Super, out.Resent = old.Super, true
	}
	m.Created = at
	var err error
	if out.Member, out.RoleForced, err = p.team.Invite(m); err != nil {
		return Invited{}, nil, err
	}
	if err := p.team.CheckGrant(p.asker, out.Member.Role, out.Member.Super); err != nil {
		return Invited{}, nil, err
	}
	if out.Member, out.Token, err = p.send(out.Member, p.vendor.actor.Name, at); err != nil {
		return Invited{}, nil, err
	}
	data := map[string]any{
		"role": out.Member.Role, "expires": out.Member.Expires, "roleForced": out.RoleForced, "resent": out.Resent,
	}
	if letter {
		data["letter"], out.Token = true, tenant.InviteToken{} // nobody has seen it, so it opens nothing
	}
	events, err := one(happened(kindsOf(p.room.Side).invited, p.room.Customer, personData(out.Member, data)))
	return out, events, err
}

// resend invites somebody again who has not come yet.
func (p people) resend(id tenant.MemberID, letter bool, at time.Time) (Invited, []Event, error) {
	m, err := p.team.Get(id)
	if err != nil {
		return Invited{}, nil, err
	}
	return p.invite(m, letter, at)
}

// send gives a member an invitation that is good from now on, and keeps it.
func (p people) send(m tenant.Member, by string, at time.Time) (tenant.Member, tenant.InviteToken, error) {
	to := p.room
	to.Member = m.ID
	invitation, token, err := tenant.NewInvitation(to, by, at, tenant.InvitationLifetime, p.vendor.hub.config.Rand)
	if err != nil {
		return m, token, err
	}
	m.Invitation = invitation
	return m, token, p.put(m)
}

// setRole gives somebody another role.
func (p people) setRole(id tenant.MemberID, r tenant.Role) (tenant.Member, []Event, error) {
	before, err := p.team.Get(id)
	if err != nil {
		return tenant.Member{}, nil, err
	}
	m, err := p.team.SetRole(id, r, p.vendor.actor.side)
	if err != nil {
		return tenant.Member{}, nil, err
	}
	if err := p.team.CheckGrant(p.asker, r, false); err != nil {
		return tenant.Member{}, nil, err
	}
	if m.Role == before.Role {
		return m, nil, nil
	}
	if err := p.put(m); err != nil {
		return tenant.Member{}, nil, err
	}
	events, err := one(happened(kindsOf(p.room.Side).roleChanged, p.room.Customer,
		personData(m, map[string]any{"before": before.Role, "after": m.Role})))
	return m, events, err
}

// remove takes somebody away, or takes back that they were invited. take removes
// the record from the room.
func (p people) remove(id tenant.MemberID, take func(tenant.MemberID) error) ([]Event, error) {
	m, err := p.team.Remove(id, p.vendor.actor.side)
	if err != nil {
		return nil, err
	}
	if err := take(id); err != nil {
		return nil, err
	}
	kinds := kindsOf(p.room.Side)
	if m.Pending() {
		return one(happened(kinds.uninvited, p.room.Customer, personData(m, map[string]any{"role": m.Role})))
	}
	return one(happened(kinds.removed, p.room.Customer, personData(m, map[string]any{"name": m.Name, "role": m.Role})))
}
