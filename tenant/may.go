package tenant

// A Standing is all that [May] goes by: who asks, and the state of the customer
// whom it concerns, if it concerns one.
type Standing struct {
	Side     Side
	Role     Role // as it is stored; empty: not among the people of that side
	Pending  bool // invited, and has not accepted yet
	Super    bool // of the staff: sees and sets prices
	Assigned bool // of the staff: to this customer. Administrators need not be

	Access   Access
	Open     bool // the customer's portal, as it is in effect
	Archived bool
	Features Features // as they are in effect
}

// May says who may do what. It is the only place where that is decided.
//
// The access level caps the role of a customer's people and never rewrites it: at
// Disabled nobody of them may do anything, at Read-Only each is a Viewer, at Full
// each has the role that is stored. The vendor's people and the operator are bound
// by the state of the customer only where the thing itself makes no sense in it:
// nobody is invited to a portal that is closed, and an archived customer is only
// looked at, and its people, tokens and licenses can be taken away. The operator has
// every role of the staff and sees prices.
//
// The first reason that applies is the one given. Whether the customer is there for
// who asks comes first, and whether the feature is comes before how much they may.
func May(who Standing, do Action) Verdict {
	r, known := ruleOf(do)
	if !known {
		return Verdict{Action: do, Reason: UnknownAction, Side: who.Side}
	}
	return Verdict{Action: do, Reason: r.decide(&who), Side: who.Side}
}

func (r *rule) decide(who *Standing) Reason {
	if reason := r.present(who); reason != Permitted {
		return reason
	}
	if r.feature != "" && !who.Features.Has(r.feature) {
		return FeatureOff
	}
	if reason := r.enough(who); reason != Permitted {
		return reason
	}
	switch {
	case r.about && who.Archived && !r.archived:
		return CustomerArchived
	case r.people && !who.Open:
		return PortalDisabled
	case r.people && !who.Access.People():
		return AccessOff
	}
	return Permitted
}

// present says whether who asks gets as far as to see that there is something. What
// concerns the vendor as a whole is not asked in any customer's room, so a customer's
// people have no role in it, and none would do.
func (r *rule) present(who *Standing) Reason {
	switch who.Side {
	case OperatorSide:
		return Permitted
	case VendorSide:
		return r.presentStaff(who)
	case CustomerSide:
		if !r.about {
			return OtherSide
		}
		return r.presentUser(who)
	default:
		return NotMember
	}
}

func (r *rule) presentStaff(who *Standing) Reason {
	switch {
	case who.Role.rank() == 0:
		return NotMember
	case who.Pending:
		return NotAccepted
	case r.about && !who.Assigned && who.Role != Administrator:
		return NotAssigned
	}
	return Permitted
}

func (r *rule) presentUser(who *Standing) Reason {
	switch {
	case who.Role.rank() == 0:
		return NotMember
	case who.Archived:
		return CustomerArchived
	case !who.Open:
		return PortalDisabled
	case !who.Access.People():
		return AccessOff
	case who.Pending && !r.joins:
		return NotAccepted
	}
	return Permitted
}

// enough says whether that is enough for the thing itself.
func (r *rule) enough(who *Standing) Reason {
	least := r.vendor
	if who.Side == CustomerSide {
		least = r.customer
	}
	switch {
	case r.operator && who.Side == OperatorSide:
		return Permitted
	case least == "":
		return OtherSide
	case who.Side == OperatorSide:
		return Permitted
	case r.super && !who.Super:
		return NotSuperAdmin
	case !who.Role.AtLeast(least):
		return RoleTooLow
	case who.Side == CustomerSide && who.Access != AccessFull && least != Viewer:
		return ReadOnly
	}
	return Permitted
}
