package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Staff lists the vendor's own people, those too who are invited and have not come
// yet.
func (v *Vendor) Staff(ctx context.Context) (ms []tenant.Member, err error) {
	err = v.look(ctx, tenant.SeeStaff, func(view VendorView) error {
		ms, err = view.Staff()
		return err
	})
	return ms, err
}

// staffPeople are the vendor's own.
func (v *Vendor) staffPeople(tx VendorTx) (people, error) {
	p := people{
		vendor: v,
		room:   tenant.Invitee{Side: tenant.VendorSide, Vendor: v.id},
		team:   tenant.Team{Side: tenant.VendorSide},
		put:    tx.PutStaff,
	}
	var err error
	if p.team.Members, err = tx.Staff(); err != nil {
		return p, err
	}
	p.asker, err = v.standingOf(tx, nil)
	return p, err
}

// InviteStaff makes somebody one of the vendor's own people. The first is put in by
// the operator, as an Administrator whatever was asked, and is in at once. All
// others are invited, as by [Account.Invite], and see no customer until they are
// assigned to it, unless they are Administrators.
func (v *Vendor) InviteStaff(ctx context.Context, n NewMember) (Invited, error) {
	m, err := v.memberOf(n)
	if err != nil {
		return Invited{}, err
	}
	return v.invitingStaff(ctx, func(p people, at time.Time) (Invited, []Event, error) {
		if len(p.team.Members) == 0 {
			return p.first(m, at)
		}
		return p.invite(m, n.Letter, at)
	})
}

// ResendStaff invites one of the vendor's own people again who has not come yet.
// The link that they had opens nothing any more.
func (v *Vendor) ResendStaff(ctx context.Context, id tenant.MemberID) (Invited, error) {
	return v.resendStaff(ctx, id, false)
}

// ResendStaffLetter is [Vendor.ResendStaff] by letter: nobody but the reader gets
// the link.
func (v *Vendor) ResendStaffLetter(ctx context.Context, id tenant.MemberID) (Invited, error) {
	return v.resendStaff(ctx, id, true)
}

func (v *Vendor) resendStaff(ctx context.Context, id tenant.MemberID, letter bool) (Invited, error) {
	return v.invitingStaff(ctx, func(p people, at time.Time) (Invited, []Event, error) { return p.resend(id, letter, at) })
}

func (v *Vendor) invitingStaff(ctx context.Context, fn func(p people, at time.Time) (Invited, []Event, error)) (Invited, error) {
	var out Invited
	err := v.update(ctx, tenant.ManageStaff, func(tx VendorTx, at time.Time) (events []Event, err error) {
		p, err := v.staffPeople(tx)
		if err != nil {
			return nil, err
		}
		out, events, err = fn(p, at)
		return events, err
	})
	if err != nil {
		return Invited{}, err
	}
	return out, nil
}

// first puts in the first of the staff: there is nobody yet who could vouch for
// anybody but the operator, who has done so.
func (p people) first(m tenant.Member, at time.Time) (Invited, []Event, error) {
	m.Created, m.Joined, m.Via, m.By = at, at, tenant.ViaOperator, p.vendor.actor.Name
	var out Invited
	var err error
	if out.Member, out.RoleForced, err = p.team.Invite(m); err != nil {
		return Invited{}, nil, err
	}
	if err := p.put(out.Member); err != nil {
		return Invited{}, nil, err
	}
	events, err := one(happened(StaffJoined, "", joinedData(out.Member)))
	return out, events, err
}

// SetStaffRole gives one of the vendor's own people another role, from their next
// request on. The last Administrator stays one, unless the operator says so.
func (v *Vendor) SetStaffRole(ctx context.Context, id tenant.MemberID, r tenant.Role) (tenant.Member, error) {
	var m tenant.Member
	err := v.update(ctx, tenant.ManageStaff, func(tx VendorTx, _ time.Time) (events []Event, err error) {
		p, err := v.staffPeople(tx)
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

// SetSuper lets one of the vendor's own people see and set prices, or no longer. Only
// an Administrator who does so too may say it, or the operator.
func (v *Vendor) SetSuper(ctx context.Context, id tenant.MemberID, on bool) (tenant.Member, error) {
	var m tenant.Member
	err := v.update(ctx, tenant.LetSeePrices, func(tx VendorTx, _ time.Time) ([]Event, error) {
		p, err := v.staffPeople(tx)
		if err != nil {
			return nil, err
		}
		if m, err = p.team.Get(id); err != nil || m.Super == on {
			return nil, err
		}
		m.Super = on
		if err := p.put(m); err != nil {
			return nil, err
		}
		return one(happened(StaffSuperChanged, "", personData(m, map[string]any{"before": !on, "after": on})))
	})
	if err != nil {
		return tenant.Member{}, err
	}
	return m, nil
}

// RemoveStaff removes one of the vendor's own people with all their assignments, or
// takes an invitation back. Their access ends with their next request; tokens for
// machines stay. The last Administrator stays, unless the operator says so.
func (v *Vendor) RemoveStaff(ctx context.Context, id tenant.MemberID) error {
	return v.update(ctx, tenant.ManageStaff, func(tx VendorTx, _ time.Time) ([]Event, error) {
		p, err := v.staffPeople(tx)
		if err != nil {
			return nil, err
		}
		return p.remove(id, tx.RemoveStaff)
	})
}
