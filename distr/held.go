package distr

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// moveHeld lets a held invitation of the customer's address follow it to where that
// has moved. Without an address, or if somebody of the new one is among the people
// already, it is taken back.
func (a *Account) moveHeld(tx VendorTx, room CustomerTx, old tenant.Email, at time.Time) ([]Event, error) {
	c, err := room.Customer()
	if err != nil || c.Email == old {
		return nil, err
	}
	p, err := a.people(tx, room)
	if err != nil {
		return nil, err
	}
	held, found := p.team.Find(old)
	if !found || !held.Held() {
		return nil, nil
	}
	if err := room.RemoveMember(held.ID); err != nil {
		return nil, err
	}
	events, err := one(happened(MemberUninvited, a.id, personData(held, map[string]any{"role": held.Role})))
	if err != nil {
		return nil, err
	}
	p.team.Members = slices.DeleteFunc(p.team.Members, func(m tenant.Member) bool { return m.ID == held.ID })
	if _, there := p.team.Find(c.Email); there || c.Email == "" {
		return events, nil
	}
	m, err := a.vendor.memberOf(NewMember{Email: string(c.Email), Name: held.Name, Role: held.Role})
	if err != nil {
		return nil, err
	}
	m.Created, m.Invitation = at, held.Invitation
	more, err := p.hold(m)
	if err != nil {
		return nil, err
	}
	released, err := a.vendor.releaseHeld(tx, room, at) // the old domain may be all that it waited for
	return slices.Concat(events, more, released), err
}

// openedPage is how many customers are looked at in one go for invitations that are
// held.
const openedPage = 200

// releaseOpened sends what was held at customers whose portal settings have opened. It
// is a pass over all customers, so it is made only if the settings open portals and
// did not before, or if nothing has changed: to say it again is to go on.
func (v *Vendor) releaseOpened(ctx context.Context, before, after tenant.Settings) error {
	_, now := changedSettings(before, after)
	if !after.OpensAll() || before.OpensAll() && len(now) > 0 {
		return nil
	}
	for q := (CustomerQuery{Limit: openedPage}); ; {
		last, held, more, err := v.heldBehind(ctx, q)
		if err == nil && len(held) > 0 {
			err = v.releaseOf(ctx, held)
		}
		if err != nil {
			return fmt.Errorf("the settings are changed; sending the invitations that were held, behind customer %q: %w", q.After, err)
		}
		if !more {
			return nil
		}
		q.After = last
	}
}

// heldBehind finds those of a page of customers at which an invitation is held though
// people have access.
func (v *Vendor) heldBehind(ctx context.Context, q CustomerQuery) (last tenant.CustomerID, held []tenant.CustomerID, more bool, err error) {
	err = v.view(ctx, func(view VendorView) error {
		held = nil
		page, err := view.Customers(q)
		if err != nil {
			return err
		}
		for _, c := range page {
			if last = c.ID; !c.Access.People() || !c.Archived.IsZero() {
				continue
			}
			room, err := view.Open(c.ID)
			if err != nil {
				return err
			}
			members, err := room.Members()
			if err != nil {
				return err
			}
			if slices.ContainsFunc(members, tenant.Member.Held) {
				held = append(held, c.ID)
			}
		}
		more = len(page) == q.Limit
		return nil
	})
	return last, held, more, err
}

// releaseOf sends what is held at these customers, if it still can be.
func (v *Vendor) releaseOf(ctx context.Context, customers []tenant.CustomerID) error {
	return v.update(ctx, tenant.ManageSettings, func(tx VendorTx, at time.Time) ([]Event, error) {
		var all []Event
		for _, id := range customers {
			room, err := tx.Edit(id)
			if err != nil {
				return nil, err
			}
			events, err := v.releaseHeld(tx, room, at)
			if err != nil {
				return nil, err
			}
			all = append(all, events...)
		}
		return all, nil
	})
}
