package tenant

import "fmt"

// A Verdict is what [May] says. Its zero value is no.
type Verdict struct {
	Action Action
	Reason Reason
	Side   Side // of who asked
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
	CustomerArchived Reason = "archived"         // only looked at until it is unarchived, and access taken away
	PortalDisabled   Reason = "portal_disabled"  // the customer's portal is closed
	AccessOff        Reason = "access_disabled"  // the access level is disabled
	ReadOnly         Reason = "read_only"        // the access level is read-only
	FeatureOff       Reason = "feature_disabled" // it does not exist for this customer
	UnknownAction    Reason = "unknown_action"   // nobody may
)

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
	return fmt.Sprintf("may not %s: %s", r.Action, r.Why())
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
	switch r.Reason {
	case NotAssigned:
		return true
	case NotMember:
		return r.rule().about
	case NotAccepted: // a customer's people know of the customer by the letter
		return r.rule().about && r.Side != CustomerSide
	default:
		return false
	}
}
