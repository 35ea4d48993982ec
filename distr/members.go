package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Members lists the customer's people, those too who are invited and have not come
// yet.
func (a *Account) Members(ctx context.Context) (ms []tenant.Member, err error) {
	err = a.look(ctx, tenant.SeeMembers, func(room CustomerView) error {
		ms, err = room.Members()
		return err
	})
	return ms, err
}

// people are the customer's.
func (a *Account) people(view VendorView, room CustomerTx) (people, error) {
	p := people{
		vendor: a.vendor,
		room:   tenant.Invitee{Side: tenant.CustomerSide, Vendor: a.vendor.id, Customer: a.id},
		team:   tenant.Team{Side: tenant.CustomerSide},
		put:    room.PutMember,
	}
	var err error
	if p.team.Members, err = room.Members(); err != nil {
		return p, err
	}
	p.asker, err = a.vendor.standingOf(view, room)
	return p, err
}

// Invite invites somebody to the customer's portal: with the link in their letter
// they come in, within seven days and once. The first is an Administrator whatever
// was asked. Who has been invited before and has not come is invited again, and the
// link that they had opens nothing any more; who is in already is a
// tenant.ErrConflict.
//
// While the portal is closed or the customer's people have no access, nobody is
// invited. A domain that the customer does not allow is a [*DomainRefusal].
func (a *Account) Invite(ctx context.Context, n NewMember) (Invited, error) {
	m, err := a.vendor.memberOf(n)
	if err != nil {
		return Invited{}, err
	}
	return a.inviting(ctx, func(p people, c tenant.Customer, at time.Time) (Invited, []Event, error) {
		if err := checkDomain(c, m.Email); err != nil {
			return Invited{}, nil, err
		}
		return p.invite(m, n.Letter, at)
	})
}

// Resend invites somebody again who has not come yet, with a new link and seven
// more days. The link that they had opens nothing any more.
func (a *Account) Resend(ctx context.Context, id tenant.MemberID) (Invited, error) {
	return a.resend(ctx, id, false)
}

// ResendLetter is [Account.Resend] by letter: nobody but the reader gets the link.
func (a *Account) ResendLetter(ctx context.Context, id tenant.MemberID) (Invited, error) {
	return a.resend(ctx, id, true)
}

func (a *Account) resend(ctx context.Context, id tenant.MemberID, letter bool) (Invited, error) {
	return a.inviting(ctx, func(p people, c tenant.Customer, at time.Time) (Invited, []Event, error) {
		m, err := p.team.Get(id)
		if err != nil {
			return Invited{}, nil, err
		}
		if err := checkDomain(c, m.Email); err != nil {
			return Invited{}, nil, err
		}
		return p.resend(id, letter, at)
	})
}

func (a *Account) inviting(ctx context.Context, fn func(p people, c tenant.Customer, at time.Time) (Invited, []Event, error)) (Invited, error) {
	var out Invited
	err := a.updateWide(ctx, tenant.InviteMember, func(tx VendorTx, room CustomerTx, at time.Time) (events []Event, err error) {
		c, err := room.Customer()
		if err != nil {
			return nil, err
		}
		p, err := a.people(tx, room)
		if err != nil {
			return nil, err
		}
		out, events, err = fn(p, c, at)
		return events, err
	})
	if err != nil {
		return Invited{}, err
	}
	return out, nil
}

// SetRole gives one of the customer's people another role, from their next request
// on. The customer's last Administrator stays one, unless the vendor says so.
func (a *Account) SetRole(ctx context.Context, id tenant.MemberID, r tenant.Role) (tenant.Member, error) {
	var m tenant.Member
	err := a.updateWide(ctx, tenant.ManageMembers, func(tx VendorTx, room CustomerTx, _ time.Time) (events []Event, err error) {
		p, err := a.people(tx, room)
		if err != nil {
			return nil, err
		}
		m, events, err = p.setRole(id, r)
		return events, err
	})
	if err != nil {
		return tenant.Member{}, err
	}
	return m, nil
}

// RemoveMember removes one of the customer's people, whose access ends with their
// next request, or takes an invitation back. The customer's last Administrator
// stays, unless the vendor says so. Whoever is among the people may remove
// themself. The vendor's people may also while the customer is archived, so that
// nobody comes back with it who must not.
func (a *Account) RemoveMember(ctx context.Context, id tenant.MemberID) error {
	return a.vendor.write(ctx, func(tx VendorTx, _ time.Time) ([]Event, error) {
		room, err := tx.Edit(a.id)
		if err != nil {
			return nil, a.unseen(err)
		}
		p, err := a.people(tx, room)
		if err != nil {
			return nil, err
		}
		do := tenant.RemoveMember
		if m, err := p.team.Get(id); err == nil && a.vendor.actor.is(CustomerUser(m.Email)) {
			do = tenant.LeaveCustomer
		}
		if err := a.vendor.may(tx, room, do); err != nil {
			return nil, a.unseen(err)
		}
		return p.remove(id, room.RemoveMember)
	})
}
