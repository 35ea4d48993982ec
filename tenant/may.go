package tenant

import "fmt"

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
	Features Features
}

// A Verdict is what [May] says. Its zero value is no.
type Verdict struct {
	Action Action
	Reason Reason
}

// A Reason is why somebody may do something or not, as programs see it.
type Reason string

// The reasons.
const (
	Permitted        Reason = "permitted"
	NotMember        Reason = "not_a_member"     // not among the people of that side, or no longer
	NotAccepted      Reason = "not_accepted"     // an invitation is pending
	NotAssigned      Reason = "not_assigned"     // staff see no customer that they are not assigned to
	RoleTooLow       Reason = "role_too_low"     // a higher role may
	NotSuperAdmin    Reason = "not_super_admin"  // prices
	OtherSide        Reason = "other_side"       // only the other side may
	CustomerArchived Reason = "archived"         // only looked at until it is unarchived
	PortalDisabled   Reason = "portal_disabled"  // the customer's portal is closed
	AccessOff        Reason = "access_disabled"  // the access level is disabled
	ReadOnly         Reason = "read_only"        // the access level is read-only
	FeatureOff       Reason = "feature_disabled" // it does not exist for this customer
	UnknownAction    Reason = "unknown_action"   // nobody may
)

// May says who may do what. It is the only place where that is decided.
//
// The access level caps the role of a customer's people and never rewrites it;
// the vendor's people and the operator are bound by the state of the customer
// only where the thing itself makes no sense in it: nobody is invited to a portal
// that is closed, and an archived customer is only looked at. The operator has
// every role. The first reason that applies is the one given, and whether a
// customer exists comes first.
func May(who Standing, do Action) Verdict {
	if int(do) >= len(rules) || rules[do].name == "" {
		return Verdict{do, UnknownAction}
	}
	r := rules[do]
	reason := r.person(&who)
	if reason == Permitted {
		reason = r.state(&who)
	}
	return Verdict{do, reason}
}

// person is what the rule says of who asks.
func (r *rule) person(who *Standing) Reason {
	switch who.Side {
	case OperatorSide:
		if r.vendor == "" {
			return OtherSide
		}
		return Permitted
	case VendorSide:
		return r.staff(who)
	case CustomerSide:
		return r.user(who)
	default:
		return NotMember
	}
}

func (r *rule) staff(who *Standing) Reason {
	switch {
	case who.Role.rank() == 0:
		return NotMember
	case who.Pending:
		return NotAccepted
	case r.about && !who.Assigned && who.Role != Administrator:
		return NotAssigned
	case r.vendor == "":
		return OtherSide
	case r.super && !who.Super:
		return NotSuperAdmin
	case !who.Role.AtLeast(r.vendor):
		return RoleTooLow
	}
	return Permitted
}

func (r *rule) user(who *Standing) Reason {
	switch {
	case who.Role.rank() == 0:
		return NotMember
	case r.customer == "":
		return OtherSide
	case who.Archived:
		return CustomerArchived
	case !who.Open:
		return PortalDisabled
	case who.Access != AccessReadOnly && who.Access != AccessFull:
		return AccessOff
	case who.Pending && !(r.people && r.reads): // to accept is all that they may
		return NotAccepted
	case !who.Role.AtLeast(r.customer):
		return RoleTooLow
	case who.Access == AccessReadOnly && !r.reads:
		return ReadOnly
	}
	return Permitted
}

// state is what the rule says of the customer, whoever asks.
func (r *rule) state(who *Standing) Reason {
	switch {
	case !r.about:
		return Permitted
	case who.Archived && !r.archived:
		return CustomerArchived
	case r.people && !who.Open:
		return PortalDisabled
	case r.people && who.Access != AccessReadOnly && who.Access != AccessFull:
		return AccessOff
	case r.feature != "" && !who.Features.Has(r.feature):
		return FeatureOff
	}
	return Permitted
}

// Allowed says whether it is a yes.
func (v Verdict) Allowed() bool { return v.Reason == Permitted }

// Err is nil for a yes, and else a *[Refusal].
func (v Verdict) Err() error {
	if v.Allowed() {
		return nil
	}
	return &Refusal{v}
}

// A Refusal is the error of a [Verdict] that says no: an [ErrNotFound] where the
// thing does not exist for who asks, and else an [ErrForbidden].
type Refusal struct{ Verdict }

func (r *Refusal) Error() string {
	return fmt.Sprintf("may not %s: %s", r.Action, r.Reason)
}

// Unwrap is the error that the refusal is.
func (r *Refusal) Unwrap() error {
	if r.Reason == FeatureOff || r.Unseen() {
		return ErrNotFound
	}
	return ErrForbidden
}

// Unseen says whether the customer is not there for who asks: to them it must not
// differ from one that does not exist.
func (r *Refusal) Unseen() bool {
	return r.Reason == NotAssigned || r.Reason == NotMember && int(r.Action) < len(rules) && rules[r.Action].about
}
