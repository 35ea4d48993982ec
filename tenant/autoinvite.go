package tenant

// An Outcome is what became of inviting a new customer's address. It is found once,
// when the customer is added, and written down.
type Outcome string

// The outcomes, in the order in which they are found: the first that applies.
const (
	AutoNoEmail        Outcome = "no_email"             // there is nobody to write to
	AutoOff            Outcome = "auto_invite_off"      // the vendor has not switched it on
	AutoOverridden     Outcome = "override_off"         // not for this customer
	AutoPortalDisabled Outcome = "portal_disabled"      // there is no portal to invite to
	AutoDomain         Outcome = "domain_not_allowed"   // the customer's list of domains lacks that of its own address
	AutoHeld           Outcome = "held:access_disabled" // made, and sent when the customer's people get access
	AutoSent           Outcome = "sent"
)

// AutoInviteOf says whether the address of a new customer is invited. The override
// is what was said when this customer was added: nil leaves it to the setting; false
// means not this one; true means this one even though the setting is off, as long as
// its portal is open. The setting by itself invites only where every portal is open:
// if the vendor is on New only, or has opened the portal for all.
func (s Settings) AutoInviteOf(c Customer, override *bool) Outcome {
	asked := override != nil && *override
	switch {
	case c.Email == "":
		return AutoNoEmail
	case !s.AutoInvite && !asked:
		return AutoOff
	case override != nil && !*override:
		return AutoOverridden
	case !s.OpensAll() && !(asked && s.PortalOf(c).Open):
		return AutoPortalDisabled
	case !c.AllowsDomain(c.Email):
		return AutoDomain
	case c.Access != AccessReadOnly && c.Access != AccessFull:
		return AutoHeld
	}
	return AutoSent
}

// Invites says whether an invitation is made, be it held or sent.
func (o Outcome) Invites() bool { return o == AutoSent || o == AutoHeld }
