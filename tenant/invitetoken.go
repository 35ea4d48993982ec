package tenant

import "io"

// An InviteToken is the secret in the link of an invitation. Its text is like that
// of a [Token], and begins with dsi_.
//
// It prints as dsi_***, in every format; Reveal shows it, for the letter. It is
// compared by [Member.Accept], not by ==. In a link it stands behind the #, so that
// no server's log and no Referer sees it.
type InviteToken struct {
	bearer[inviteKind]
	room   Principal // without a credential
	member MemberID
}

type inviteKind struct{}

func (inviteKind) form() (prefix, a string) { return "dsi_", "an invitation" }

// An Invitee is whom an invitation says it is for. Treat one that comes from
// outside as a stranger's word until the member it names accepts it.
type Invitee struct {
	Side     Side
	Vendor   VendorID
	Customer CustomerID // empty on the vendor's side
	Member   MemberID
}

func newInviteToken(who Invitee, rand io.Reader) (InviteToken, error) {
	if _, err := ParseMemberID(string(who.Member)); err != nil {
		return InviteToken{}, err
	}
	room := Principal{Side: who.Side, Vendor: who.Vendor, Customer: who.Customer}
	b, err := newBearer[inviteKind](room, string(who.Member), rand)
	if err != nil {
		return InviteToken{}, err
	}
	return InviteToken{b, room, who.Member}, nil
}

// ParseInviteToken reads an invitation's text. It finds out whether the text can be
// one at all; whether it opens a door is for [Member.Accept]. The error is an
// [ErrUnauthenticated] that says what is wrong and never repeats the text.
func ParseInviteToken(s string) (InviteToken, error) {
	b, p, id, err := parseBearer[inviteKind](s)
	if err != nil {
		return InviteToken{}, err
	}
	return InviteToken{b, p, MemberID(id)}, nil
}

// Claim is whom the invitation says it is for.
func (t InviteToken) Claim() Invitee {
	return Invitee{t.room.Side, t.room.Vendor, t.room.Customer, t.member}
}
