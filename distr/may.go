package distr

import (
	"fmt"
	"slices"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// may asks tenant.May whether the handle's actor may do something, by the state
// that the caller sees. The room is that of the customer whom it concerns, or nil.
func (v *Vendor) may(view VendorView, room CustomerView, do tenant.Action) error {
	if v.actor.Name == "" || v.actor.side == "" {
		return errNobody
	}
	who, err := v.standingOf(view, room)
	if err != nil {
		return fmt.Errorf("finding out what %s may do: %w", v.actor.Name, err)
	}
	if err := tenant.May(who, do).Err(); err != nil {
		return fmt.Errorf("%s: %w", v.actor.Name, err)
	}
	return nil
}

// errNobody is what a handle says that is in nobody's hands.
var errNobody = fmt.Errorf("%w: nobody asks; use As on the vendor's handle", tenant.ErrForbidden)

// standingOf is how the actor stands with the vendor, and with a customer.
func (v *Vendor) standingOf(view VendorView, room CustomerView) (tenant.Standing, error) {
	who := tenant.Standing{Side: v.actor.side}
	if room != nil {
		c, err := room.Customer()
		if err != nil {
			return who, err
		}
		settings, err := view.Settings()
		if err != nil {
			return who, err
		}
		who.Access, who.Archived = c.Access, !c.Archived.IsZero()
		// The features that an action asks for are the program's own.
		who.Features = v.hub.config.Features.Effective(c.Features)
		who.Open = settings.PortalOf(c).Open
	}
	switch {
	case who.Side == tenant.VendorSide:
		return v.staffStanding(view, room, who)
	case who.Side == tenant.CustomerSide && room != nil:
		members, err := room.Members()
		return withMember(who, members, v.actor.Name), err
	}
	return who, nil
}

func (v *Vendor) staffStanding(view VendorView, room CustomerView, who tenant.Standing) (tenant.Standing, error) {
	staff, err := view.Staff()
	if err != nil {
		return who, err
	}
	who = withMember(who, staff, v.actor.Name)
	if room == nil || who.Role == "" || who.Role == tenant.Administrator {
		return who, nil
	}
	c, err := room.Customer()
	if err != nil {
		return who, err
	}
	i := slices.IndexFunc(staff, func(m tenant.Member) bool { return string(m.Email) == v.actor.Name })
	who.Assigned, err = view.Assigned(staff[i].ID, c.ID)
	return who, err
}

func withMember(who tenant.Standing, among []tenant.Member, email string) tenant.Standing {
	for _, m := range among {
		if string(m.Email) == email {
			who.Role, who.Super, who.Pending = m.Role, m.Super, m.Pending()
		}
	}
	return who
}
