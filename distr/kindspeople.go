package distr

import "github.com/seed361c4c3e/distr-go/tenant"

// The kinds of event about people. No data holds the secret of an invitation, nor
// its hash.
const (
	MemberInvited     Kind = "member.invited"             // {member, email, role, expires, roleForced, resent, letter}: whether it goes by letter
	MemberHeld        Kind = "member.invitation.held"     // {member, email, role}: sent when the customer's people get access
	MemberReleased    Kind = "member.invitation.released" // {member, email, role, expires, letter}: what was held is sent, by letter
	MemberUninvited   Kind = "member.invitation.revoked"  // {member, email, role}: removed before they came
	MemberJoined      Kind = "member.joined"              // {member, email, name, role, via}
	MemberRoleChanged Kind = "member.role.changed"        // {member, email, before, after}: roles
	MemberRemoved     Kind = "member.removed"             // {member, email, name, role}
	StaffInvited      Kind = "staff.invited"              // as for members
	StaffUninvited    Kind = "staff.invitation.revoked"   // the same
	StaffJoined       Kind = "staff.joined"               // the same
	StaffRoleChanged  Kind = "staff.role.changed"         // the same
	StaffRemoved      Kind = "staff.removed"              // the same
	StaffSuperChanged Kind = "staff.super.changed"        // {member, email, before, after}: whether they see prices
	StaffAssigned     Kind = "staff.assigned"             // {member, email}: they see the customer
	StaffUnassigned   Kind = "staff.unassigned"           // {member, email}: no longer
)

// peopleKinds are the kinds of event about the people of one side.
type peopleKinds struct{ invited, written, uninvited, joined, roleChanged, removed Kind }

func kindsOf(s tenant.Side) peopleKinds {
	if s == tenant.VendorSide {
		return peopleKinds{StaffInvited, StaffInvitationWritten, StaffUninvited, StaffJoined, StaffRoleChanged, StaffRemoved}
	}
	return peopleKinds{MemberInvited, InvitationWritten, MemberUninvited, MemberJoined, MemberRoleChanged, MemberRemoved}
}

// personData is somebody as events show them, and what else there is to say.
func personData(m tenant.Member, more map[string]any) map[string]any {
	data := map[string]any{"member": m.ID, "email": m.Email}
	for key, value := range more {
		data[key] = value
	}
	return data
}
