package tenant

import (
	"fmt"
	"time"
)

// A Member is one of a customer's people, or of the vendor's staff. Who was
// invited and has not come yet is one already, and is pending. One person may be a
// member in several rooms; each of them is a record of its own with the same
// address.
type Member struct {
	ID      MemberID
	Email   Email
	Name    string // empty until they say
	Role    Role
	Super   bool      // of the staff: sees and sets prices
	Created time.Time // when the invitation was made
	Joined  time.Time // zero: pending
	Via     Via       // how they came in; empty while they are pending
	Invitation
}

// Via is how somebody came in.
type Via string

// The ways in.
const (
	ViaInvitation Via = "invitation" // by the secret of an invitation
	ViaSAML       Via = "saml"       // their own identity provider vouched for the address
	ViaOperator   Via = "operator"   // put in by who works at the machine, as the first of the staff is
)

func (v Via) known() bool { return v == ViaInvitation || v == ViaSAML || v == ViaOperator }

// Pending says whether somebody has not come yet.
func (m Member) Pending() bool { return m.Joined.IsZero() }

// Check says what is wrong with a member's record, as [ErrInvalid].
func (m Member) Check() error {
	if _, err := ParseMemberID(string(m.ID)); err != nil {
		return err
	}
	if err := m.Email.check(); err != nil {
		return err
	}
	if m.Name != "" {
		if err := CheckName("member", m.Name); err != nil {
			return err
		}
	}
	if _, err := ParseRole(string(m.Role)); err != nil {
		return err
	}
	if m.Pending() != (m.Via == "") || m.Via != "" && !m.Via.known() {
		return fmt.Errorf("%w member %s: how they came in is said when they have come, and is %q", ErrInvalid, m.Email, m.Via)
	}
	return nil
}
