package tenant

import "time"

// A MemberID names one of the people of one side, within the room it lies in.
type MemberID string

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
	ViaOperator   Via = "operator"   // put in by who works at the machine, as the first of the staff is
)

// Pending says whether somebody has not come yet.
func (m Member) Pending() bool { return m.Joined.IsZero() }

// An Invitation is what is kept of the last one that a member got: never its
// secret, only the SHA-256. To send another one replaces it, so that the old
// secret opens nothing any more.
type Invitation struct {
	Hash    [32]byte  // all zero: there is none to accept
	Sent    time.Time // zero: held, until the customer's people get access
	Expires time.Time // zero while it is held
	By      string    // who invited
}
