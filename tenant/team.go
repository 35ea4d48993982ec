package tenant

import (
	"fmt"
	"slices"
	"time"
)

// A Team is all the people of one side: the rules that no single member can keep.
// Its methods change nothing; they return the record that is to be kept, or taken
// away, if all goes by the rules. Who may ask for that at all is for [May] to say.
type Team struct {
	Side    Side // whose people they are: CustomerSide, or VendorSide for the staff
	Members []Member
}

// Find is the member with that address.
func (t Team) Find(e Email) (Member, bool) {
	i := slices.IndexFunc(t.Members, func(m Member) bool { return e != "" && m.Email == e })
	if i < 0 {
		return Member{}, false
	}
	return t.Members[i], true
}

// Get is the member with that ID. The error is an [ErrNotFound].
func (t Team) Get(id MemberID) (Member, error) {
	i := slices.IndexFunc(t.Members, func(m Member) bool { return m.ID == id })
	if i < 0 {
		return Member{}, fmt.Errorf("member %q: %w", id, ErrNotFound)
	}
	return t.Members[i], nil
}

// Invite is the record with which n becomes a member: as it is; or, of who has been
// invited before and has not come, the old record with its ID and with the role and
// the invitation of n, so that inviting again is sending again. Make the secret
// afterwards, for the ID that comes back.
//
// The first is an Administrator whatever was asked, and so is the only Administrator
// when invited again; forced says that it was not asked. Who has joined already is
// an [ErrConflict].
func (t Team) Invite(n Member) (m Member, forced bool, err error) {
	if err := t.check(n); err != nil {
		return Member{}, false, err
	}
	m = n
	old, again := t.Find(n.Email)
	if again {
		if !old.Pending() {
			return Member{}, false, fmt.Errorf("%w: %s is a member already", ErrConflict, n.Email)
		}
		m = old
		m.Role, m.Super, m.Invitation, m.Joined, m.Via = n.Role, n.Super, n.Invitation, n.Joined, n.Via
		if n.Name != "" {
			m.Name = n.Name
		}
	} else if _, err := t.Get(n.ID); err == nil {
		return Member{}, false, fmt.Errorf("%w: the ID %q is another member's", ErrConflict, n.ID)
	}
	if m.Role != Administrator && (len(t.Members) == 0 || again && (len(t.Members) == 1 || t.last(old))) {
		m.Role, forced = Administrator, true
	}
	return m, forced, nil
}

func (t Team) check(m Member) error {
	if err := m.Check(); err != nil {
		return err
	}
	if m.Super && t.Side != VendorSide {
		return fmt.Errorf("%w member %s: only staff see prices", ErrInvalid, m.Email)
	}
	return nil
}

// SetRole is the record with another role. The last Administrator keeps it, unless
// the vendor acts on a customer's people or the operator on anybody's.
func (t Team) SetRole(id MemberID, r Role, by Side) (Member, error) {
	m, err := t.Get(id)
	if err != nil {
		return Member{}, err
	}
	if _, err := ParseRole(string(r)); err != nil {
		return Member{}, err
	}
	if r != Administrator {
		if err := t.spare(m, by); err != nil {
			return Member{}, err
		}
	}
	m.Role = r
	return m, nil
}

// Remove is the record that is to be taken away: of a member, of oneself, or of
// somebody who is invited. The last Administrator stays, unless the vendor acts on a
// customer's people or the operator on anybody's.
func (t Team) Remove(id MemberID, by Side) (Member, error) {
	m, err := t.Get(id)
	if err == nil {
		err = t.spare(m, by)
	}
	if err != nil {
		return Member{}, err
	}
	return m, nil
}

// SignIn lets in who has proved, in another way than by the secret, that the
// address is theirs: it activates their pending invitation. Who is in already is
// returned as they are. The error is an [*InviteRefusal].
func (t Team) SignIn(e Email, at time.Time, via Via) (Member, error) {
	m, found := t.Find(e)
	switch {
	case !found:
		return Member{}, &InviteRefusal{InviteRequired}
	case !m.Pending():
		return m, nil
	case m.Held():
		return Member{}, &InviteRefusal{InviteHeld}
	case !at.Before(m.Expires):
		return Member{}, &InviteRefusal{InviteExpired}
	}
	return m.join(at, "", via)
}
