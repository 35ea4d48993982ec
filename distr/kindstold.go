package distr

import (
	"encoding/json"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// ToCustomers says whether a customer's own people are told of the events of this kind
// that concern their customer. A kind that nobody has thought of is not told.
func (k Kind) ToCustomers() bool {
	switch k {
	case CustomerAdded, CustomerChanged, CustomerArchived, CustomerUnarchived,
		FeatureChanged, AccessChanged, PortalChanged, DomainsChanged,
		GrantAdded, GrantAmended, TokenAdded, TokenRevoked, TokenRotated,
		InstallationStarted, InstallationRenamed, InstallationDiscarded,
		MemberInvited, MemberHeld, MemberReleased, MemberUninvited, MemberJoined, MemberRoleChanged, MemberRemoved,
		InvitationWritten, GrantExpiring, SecretSet, SecretRemoved,
		LicenseSold, LicenseChanged, LicenseEnded, LicenseAlert, AssetsAdded, AssetsArchived,
		ScheduleAdded, SchedulePaused, ScheduleResumed, ScheduleRemoved, ScanAsked, ScanCancelled, ScanEnded:
		return true
	case GrantLoginChanged, // where the vendor's own registry lies, and who logs in there
		StaffInvited, StaffUninvited, StaffJoined, StaffRoleChanged, StaffRemoved, StaffSuperChanged, StaffAssigned, StaffUnassigned,
		ProductAdded, ReleasePublished, ReleaseMoved, ReferrerAttached,
		UpstreamChanged, UpstreamRemoved, KeysChanged, SecretsResealed, SettingsChanged, FeatureDefined,
		StaffInvitationWritten, LetterRetried, LetterTemplateChanged, LetterTemplateRestored, MailSettingsChanged,
		WebhookAdded, WebhookRemoved, WebhookRotated, WebhookEnabled, WebhookDisabled, WebhookTest,
		CourierForgotten, EventsPruned, EventsRefiled,
		PlanAdded, PlanRemoved, PlanPriceChanged, PriceListChanged, LotBought, LicenseRepriced, LicenseCharged,
		TriggerFired: // it is fired for all customers at once
		return false
	default:
		return false
	}
}

// theVendor is what a customer is told in place of the names of the vendor's people and
// programs.
const theVendor = "the vendor"

// acquaintances are whom a customer knows by name: those who are its people, or were
// invited to be, as far as the events still say so.
type acquaintances map[string]bool

func acquaintancesOf(view VendorView, c tenant.CustomerID) (acquaintances, error) {
	room, err := view.Open(c)
	if err != nil {
		return nil, err
	}
	members, err := room.Members()
	if err != nil {
		return nil, err
	}
	invited, err := view.Events(EventQuery{Customer: c, Kinds: []Kind{MemberInvited, MemberHeld, MemberReleased}})
	if err != nil {
		return nil, err
	}
	known := acquaintances{}
	for _, m := range members {
		known[string(m.Email)] = true
	}
	for _, e := range invited {
		var data struct{ Email string }
		if json.Unmarshal(e.Data, &data) == nil && data.Email != "" {
			known[data.Email] = true
		}
	}
	return known, nil
}

// name is who did something, as the customer is told of them.
func (known acquaintances) name(actor string) string {
	if known[actor] {
		return actor
	}
	return theVendor
}

// toldEvents is a query of events as the actor may ask it, and what leaves out of them
// what the actor is not told: a customer's own people those that are the vendor's
// affair, and of the others what in them is.
func (v *Vendor) toldEvents(view VendorView, q EventQuery) (EventQuery, func([]Event) []Event, error) {
	if !v.concealed() {
		return q, func(log []Event) []Event { return log }, nil
	}
	known, err := acquaintancesOf(view, q.Customer)
	by := q.Actor
	q.Actor = "" // what it selects would tell who is behind a name that is not told
	return q, func(log []Event) []Event {
		kept := log[:0]
		for _, e := range log {
			if e, told := e.toCustomers(known); told && (by == "" || e.Actor.Name == by) {
				kept = append(kept, e)
			}
		}
		return kept
	}, err
}

// toCustomers is the event as a customer is told of it, whose people or whose webhook
// that may be: without what is the vendor's affair. told says whether it is at all. The
// hash is left out, since it is one of what is left out.
func (e Event) toCustomers(known acquaintances) (_ Event, told bool) {
	if !e.Kind.ToCustomers() {
		return Event{}, false
	}
	if e.Kind == CustomerAdded { // what became of the invitation tells of the vendor's settings
		e.Data = without(e.Data, "invite")
	}
	e.Actor = Actor{Name: known.name(e.Actor.Name), Via: e.Actor.Via}
	e.Hash = [32]byte{}
	return e, true
}

// without is an object without one of its fields. What cannot be read is left out.
func without(object json.RawMessage, field string) json.RawMessage {
	fields := map[string]json.RawMessage{}
	if json.Unmarshal(object, &fields) != nil {
		return json.RawMessage("{}")
	}
	delete(fields, field)
	text, err := json.Marshal(fields)
	if err != nil {
		return json.RawMessage("{}")
	}
	return text
}
