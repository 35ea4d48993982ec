package tenant

import "fmt"

// last says whether m is the only Administrator that counts. Those who have joined
// count; as long as none of them has, those who are invited do.
func (t Team) last(m Member) bool {
	if m.Role != Administrator {
		return false
	}
	joined, invited := 0, 0
	for _, a := range t.Members {
		switch {
		case a.Role != Administrator:
		case a.Pending():
			invited++
		default:
			joined++
		}
	}
	if joined > 0 {
		return joined == 1 && !m.Pending()
	}
	return invited == 1
}

// spare refuses to let the last Administrator go, or go down. The side whose people
// they are never may; the vendor may with a customer's people, and the operator with
// anybody's.
func (t Team) spare(m Member, by Side) error {
	switch {
	case by == OperatorSide, by == VendorSide && t.Side == CustomerSide:
		return nil
	case by != t.Side || by != CustomerSide && by != VendorSide:
		return fmt.Errorf("%w: the %s's people are not for side %q to change", ErrForbidden, t.Side, by)
	case !t.last(m):
		return nil
	case t.Side == VendorSide:
		return fmt.Errorf("%w: %s is the last Administrator; make somebody else one first", ErrConflict, m.Email)
	}
	return fmt.Errorf("%w: %s is the last Administrator; make somebody else one first, or ask the vendor", ErrConflict, m.Email)
}

// CheckGrant says whether who may give somebody of the team that role and the sight
// of prices. Nobody gives more than they have; but the operator gives anything, and
// staff who may invite a customer's people give them any role. The error is an
// [ErrForbidden].
func (t Team) CheckGrant(who Standing, r Role, super bool) error {
	own := who.Side == t.Side && who.Role.rank() > 0 && !who.Pending
	staff := t.Side == CustomerSide && who.Side == VendorSide && who.Role.rank() > 0 && !who.Pending
	switch {
	case who.Side == OperatorSide:
		return nil
	case !own && !staff:
		return fmt.Errorf("%w: the %s's people are not for side %q to change", ErrForbidden, t.Side, who.Side)
	case own && !who.Role.AtLeast(r):
		return fmt.Errorf("%w: a %s cannot give somebody the role %s; an Administrator can", ErrForbidden, who.Role, r)
	case super && !who.Super:
		return fmt.Errorf("%w: only who sees prices can let somebody else see them", ErrForbidden)
	}
	return nil
}
