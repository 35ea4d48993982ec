package tenant

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"io"
	"time"
)

// How long an invitation may be accepted, from when it is sent.
const (
	InvitationLifetime    = 7 * 24 * time.Hour // the default
	MaxInvitationLifetime = 30 * 24 * time.Hour
)

// An Invitation is what is kept of the last one that a member got: never its
// secret, only the SHA-256. To send another one replaces it, so that the old
// secret opens nothing any more. It stays when it has been accepted, so that who
// opens the link again is told so.
type Invitation struct {
	Hash    [sha256.Size]byte // all zero: there is none to accept
	Sent    time.Time         // zero: held, until the customer's people get access
	Expires time.Time         // zero while it is held
	By      string            // who invited
}

// NewInvitation makes an invitation that is sent now, and the secret for the link
// in its letter, which is returned this once. It can be accepted for as long as
// lasts says (default: [InvitationLifetime], at most [MaxInvitationLifetime]).
func NewInvitation(who Invitee, by string, at time.Time, lasts time.Duration, rand io.Reader) (Invitation, InviteToken, error) {
	if lasts == 0 {
		lasts = InvitationLifetime
	}
	if lasts < 0 || lasts > MaxInvitationLifetime {
		return Invitation{}, InviteToken{}, fmt.Errorf("%w lifetime %v of an invitation: it is above 0 and at most %v", ErrInvalid, lasts, MaxInvitationLifetime)
	}
	token, err := newInviteToken(who, rand)
	if err != nil {
		return Invitation{}, InviteToken{}, fmt.Errorf("making an invitation: %w", err)
	}
	at = at.UTC()
	return Invitation{Hash: token.hash(), Sent: at, Expires: at.Add(lasts), By: by}, token, nil
}

// Hold makes an invitation that waits until the customer's people get access. It
// has no secret and does not expire; [NewInvitation] releases it.
func Hold(by string) Invitation { return Invitation{By: by} }

// Held says whether somebody is invited and the invitation has not been sent.
func (m Member) Held() bool { return m.Pending() && m.Sent.IsZero() }

// Accept lets a member in who brings the secret of the invitation. The name is what
// they say they are called; empty leaves it as it is. Whether the customer's state
// and the list of domains allow it at all is for [May] (JoinCustomer) and
// [Profile.AllowsDomain] to say, and the domain comes first.
//
// The error is an [*InviteRefusal]. The comparison takes the same time wherever the
// first difference is.
func (m Member) Accept(t InviteToken, at time.Time, name string, via Via) (Member, error) {
	hash := t.hash()
	switch {
	case t.text == nil || subtle.ConstantTimeCompare(hash[:], m.Hash[:]) != 1:
		return Member{}, &InviteRefusal{InviteInvalid}
	case !m.Pending():
		return Member{}, &InviteRefusal{InviteUsed}
	case !at.Before(m.Expires):
		return Member{}, &InviteRefusal{InviteExpired}
	}
	return m.join(at, name, via)
}

func (m Member) join(at time.Time, name string, via Via) (Member, error) {
	if !via.known() {
		return Member{}, fmt.Errorf("%w way in %q: it is one of %s, %s, %s", ErrInvalid, via, ViaInvitation, ViaSAML, ViaOperator)
	}
	if name != "" {
		if err := CheckName("member", name); err != nil {
			return Member{}, err
		}
		m.Name = name
	}
	m.Joined, m.Via = at.UTC(), via
	return m, nil
}

// An InviteRefusal is why nobody came in by an invitation.
type InviteRefusal struct{ Reason InviteReason }

// An InviteReason says the same as programs see it.
type InviteReason string

// The reasons.
const (
	InviteInvalid  InviteReason = "invite_invalid"  // a wrong secret, or one that a newer invitation has replaced: nobody can tell which
	InviteExpired  InviteReason = "invite_expired"  // the right one, too late
	InviteUsed     InviteReason = "invite_used"     // the right one, once more
	InviteHeld     InviteReason = "invite_held"     // it has not been sent
	InviteRequired InviteReason = "invite_required" // nobody with that address is invited
)

func (r *InviteRefusal) Error() string {
	switch r.Reason {
	case InviteExpired:
		return "the invitation has expired; ask for another one"
	case InviteUsed:
		return "the invitation has been accepted already; sign in instead"
	case InviteHeld:
		return "the invitation has not been sent yet: it waits until the customer's people get access"
	case InviteRequired:
		return "nobody with this address is invited; ask an Administrator for an invitation"
	default:
		return "the invitation is not valid: open the link in the newest letter, or ask for another one"
	}
}

// Unwrap is the error that the refusal is: an [ErrUnauthenticated] of a secret that
// opens nothing or no longer, an [ErrConflict] of one that was used, and an
// [ErrForbidden] of somebody who is known and not invited.
func (r *InviteRefusal) Unwrap() error {
	switch r.Reason {
	case InviteUsed:
		return ErrConflict
	case InviteHeld, InviteRequired:
		return ErrForbidden
	default:
		return ErrUnauthenticated
	}
}
