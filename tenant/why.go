package tenant

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
		return "only the vendor's own people may"
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
		if v.rule().operator {
			return "only the operator and the vendor's programs may"
		}
		return "only the customer's own people may: " + orMore(v.rule().customer)
	case NotSuperAdmin:
		return "only those may who see prices; an Administrator among them, or the operator, can let others see them"
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
