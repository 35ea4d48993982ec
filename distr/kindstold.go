package distr

import "encoding/json"

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
		LicenseSold, LicenseChanged, LicenseEnded, LicenseAlert, AssetsAdded, AssetsArchived:
		return true
	case GrantLoginChanged, // where the vendor's own registry lies, and who logs in there
		StaffInvited, StaffUninvited, StaffJoined, StaffRoleChanged, StaffRemoved, StaffSuperChanged, StaffAssigned, StaffUnassigned,
		ProductAdded, ReleasePublished, ReleaseMoved, ReferrerAttached,
		UpstreamChanged, UpstreamRemoved, KeysChanged, SecretsResealed, SettingsChanged, FeatureDefined,
		StaffInvitationWritten, LetterRetried, LetterTemplateChanged, LetterTemplateRestored, MailSettingsChanged,
		WebhookAdded, WebhookRemoved, WebhookRotated, WebhookEnabled, WebhookDisabled, WebhookTest, EventsPruned,
		PlanAdded, PlanRemoved, PlanPriceChanged, PriceListChanged, LotBought, LicenseRepriced, LicenseCharged:
		return false
	default:
		return false
	}
}

// toldEvents are events as the actor is told of them: a customer's own people without
// those that are the vendor's affair, and without what in the others is.
func (v *Vendor) toldEvents(log []Event) []Event {
	if !v.concealed() {
		return log
	}
	kept := log[:0]
	for _, e := range log {
		if !e.Kind.ToCustomers() {
			continue
		}
		if e.Kind == CustomerAdded { // what became of the invitation tells of the vendor's settings
			e.Data = without(e.Data, "invite")
		}
		kept = append(kept, e)
	}
	return kept
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
