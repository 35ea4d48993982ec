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
	CustomerArchived Reason = "archived"         // only looked at until it is unarchived
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

// Why says in words why somebody may not, and what to do or who may: the text beside
// a control that is greyed out. It is empty for a yes.
func (v Verdict) Why() string {
	switch {
	case v.Reason == Permitted:
		return ""
	case v.Reason == UnknownAction:
		return "there is no such thing to do"
	case v.Side == CustomerSide:
		return v.whyUser()
	case v.Side == VendorSide || v.Side == OperatorSide:
		return v.whyStaff()
	}
	return unknownAsker
}

// unknownAsker is why a verdict that nobody asked for is a no.
const unknownAsker = "it is not known who asks; sign in"

func (v Verdict) whyUser() string {
	switch v.Reason {
	case NotMember:
		return "they are not among the customer's people; an Administrator can invite them"
	case NotAccepted:
		return "the invitation has not been accepted yet; open the link in its letter"
	case CustomerArchived:
		return "the customer is archived; ask the vendor"
	case PortalDisabled:
		return "the customer's portal is closed; ask the vendor"
	case AccessOff:
		return "the customer's people have no access; ask the vendor"
	case ReadOnly:
		return "the customer's people have read-only access; ask the vendor for full access"
	case FeatureOff:
		return "the customer does not have the feature " + string(v.rule().feature) + "; ask the vendor"
	case OtherSide:
		return "only the vendor's staff may"
	case RoleTooLow:
		return "it takes " + orMore(v.rule().customer) + "; ask one of them"
	default:
		return unknownAsker
	}
}

func (v Verdict) whyStaff() string {
	switch v.Reason {
	case NotMember:
		return "they are not among the vendor's staff; an Administrator of the vendor can invite them"
	case NotAccepted:
		return "the invitation to the staff has not been accepted yet; open the link in its letter"
	case NotAssigned:
		return "they are not assigned to this customer; an Administrator of the vendor can assign them"
	case CustomerArchived:
		return "the customer is archived; unarchive it first"
	case PortalDisabled:
		return "the customer's portal is closed; open it first"
	case AccessOff:
		return "the customer's people have no access; raise the access level to read-only or full first"
	case FeatureOff:
		return "the customer does not have the feature " + string(v.rule().feature) + "; switch it on first"
	case OtherSide:
		return "only the customer's own people may: " + orMore(v.rule().customer)
	case NotSuperAdmin:
		return "only those may who see prices; one of them, or the operator, can let others see them"
	case RoleTooLow:
		return "it takes " + orMore(v.rule().vendor) + "; ask one of them"
	default:
		return unknownAsker
	}
}

// rule is that of the action; an empty one of none.
func (v Verdict) rule() rule {
	r, _ := ruleOf(v.Action)
	return r
}

// orMore names those who have the role at least.
func orMore(r Role) string {
	switch r {
	case Administrator:
		return "an Administrator"
	case User:
		return "a User or an Administrator"
	default:
		return "a Viewer, a User or an Administrator"
	}
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
