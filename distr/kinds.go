package distr

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Kinds are all kinds of event that there are, in byte order. Events of another
// version of the program may be of others.
func Kinds() []Kind {
	return []Kind{
		AccessChanged, AssetsAdded, AssetsArchived, CourierForgotten, CustomerAdded, CustomerArchived, CustomerChanged, CustomerUnarchived, DomainsChanged, EventsPruned, EventsRefiled,
		FeatureChanged, FeatureDefined, GrantAdded, GrantAmended, GrantExpiring, GrantLoginChanged,
		InstallationDiscarded, InstallationRenamed, InstallationStarted, KeysChanged,
		LetterRetried, LetterTemplateChanged, LetterTemplateRestored, LicenseAlert, LicenseChanged, LicenseCharged, LicenseEnded, LicenseRepriced, LicenseSold, LotBought, MailSettingsChanged,
		MemberHeld, MemberReleased, MemberUninvited, InvitationWritten, MemberInvited, MemberJoined, MemberRemoved, MemberRoleChanged,
		PlanAdded, PlanPriceChanged, PlanRemoved, PortalChanged, PriceListChanged, ProductAdded, ReferrerAttached, ReleaseMoved, ReleasePublished,
		ScanAsked, ScanCancelled, ScanEnded, ScheduleAdded, SchedulePaused, ScheduleRemoved, ScheduleResumed, SecretRemoved, SecretSet, SecretsResealed, SettingsChanged,
		StaffAssigned, StaffUninvited, StaffInvitationWritten, StaffInvited, StaffJoined, StaffRemoved, StaffRoleChanged, StaffSuperChanged, StaffUnassigned,
		TokenAdded, TokenRevoked, TokenRotated, TriggerFired, UpstreamChanged, UpstreamRemoved,
		WebhookAdded, WebhookDisabled, WebhookEnabled, WebhookRemoved, WebhookRotated, WebhookTest,
	}
}

// kindForm is what kinds of event look like, and what begins many of them.
var kindForm = regexp.MustCompile(`^[a-z]+(\.[a-z]+)*\.?$`)

// check refuses a kind that no event can have, and what none begins with.
func (k Kind) check() error {
	if len(k) > 64 || !kindForm.MatchString(string(k)) {
		return fmt.Errorf("%w kind of event %.70q: it is one such as \"member.joined\", or what several begin with, such as \"member.\"", tenant.ErrInvalid, k)
	}
	filters := kindFilters()
	if slices.Contains(filters, k) {
		return nil
	}
	apart := map[Kind]int{}
	for _, f := range filters {
		apart[f] = editsApart(string(k), string(f))
	}
	slices.SortFunc(filters, func(a, b Kind) int { return cmp.Or(cmp.Compare(apart[a], apart[b]), cmp.Compare(a, b)) })
	return fmt.Errorf("%w kind of event %q: no event has it, so nothing would ever be told; the nearest that there are: %q, %q and %q", tenant.ErrInvalid, k, filters[0], filters[1], filters[2])
}

// kindFilters are all kinds, and what they begin with.
func kindFilters() []Kind {
	var filters []Kind
	for _, k := range Kinds() {
		filters = append(filters, k)
		for i := range k {
			if begin := k[:i+1]; begin.Prefix() && !slices.Contains(filters, begin) {
				filters = append(filters, begin)
			}
		}
	}
	return filters
}

// editsApart is how many letters lie between two words: put in, left out or replaced.
func editsApart(a, b string) int {
	row := make([]int, len(b)+1) // from what there is of a so far to each beginning of b
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		aside := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replaced := aside
			if a[i] != b[j] {
				replaced++
			}
			aside = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
