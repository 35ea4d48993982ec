package distr

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/seed361c4c3e/distr-go/internal/seal"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A WrittenInvitation is what the letter needs that invites somebody.
type WrittenInvitation struct {
	Token    tenant.InviteToken
	Member   tenant.Member
	Customer tenant.Customer // ID and Name, and nothing else of it; empty on the vendor's side
	Portal   tenant.Portal   // the customer's
}

// LetterInvitation makes the secret of an invitation, for the letter that is being
// written and for nothing else. It is made of the letter and the first master key,
// and is the same each time: a letter that is sent once more, since nobody knows
// whether it arrived, opens the same door. What is kept is its hash, in place of
// the one that was there. Without a master key it is made of chance, and each
// letter makes the one before open nothing.
//
// The letter's Data says until when the invitation is good that it was made for, as
// expires. If the member has come, or was invited anew, or could not come in now,
// it is a tenant.ErrConflict, and a tenant.ErrNotFound if the invitation was
// revoked: then the letter is not to be sent.
func (v *Vendor) LetterInvitation(ctx context.Context, id LetterID) (w WrittenInvitation, err error) {
	err = v.write(ctx, func(tx VendorTx, at time.Time) ([]Event, error) {
		w = WrittenInvitation{} // it may run again
		if err := v.may(tx, nil, tenant.DeliverEvents); err != nil {
			return nil, err
		}
		l, err := tx.Letter(id)
		if err != nil {
			return nil, err
		}
		p, err := v.inviteesOf(tx, l, &w)
		if err != nil {
			return nil, err
		}
		if w.Member, err = p.team.Get(l.Member); err != nil {
			return nil, err
		}
		if err := stillInvited(w.Member, l, at); err != nil {
			return nil, err
		}
		return v.writeSecret(p, l, &w)
	})
	if err != nil {
		return WrittenInvitation{}, err
	}
	return w, nil
}

// inviteesOf is those among whom the member is that the letter is for.
func (v *Vendor) inviteesOf(tx VendorTx, l Letter, w *WrittenInvitation) (people, error) {
	if l.Customer == "" {
		return v.staffPeople(tx)
	}
	room, err := tx.Edit(l.Customer)
	if err != nil {
		return people{}, err
	}
	c, err := room.Customer()
	if err != nil {
		return people{}, err
	}
	if err := v.As(Operator()).may(tx, room, tenant.InviteMember); err != nil {
		return people{}, fmt.Errorf("%w: whom it is for could not come in: %w", tenant.ErrConflict, err)
	}
	if err := checkDomain(c, l.To); err != nil {
		return people{}, fmt.Errorf("%w: whom it is for could not come in: %w", tenant.ErrConflict, err)
	}
	settings, err := tx.Settings()
	if err != nil {
		return people{}, err
	}
	w.Customer.ID, w.Customer.Name, w.Portal = c.ID, c.Name, settings.PortalOf(c)
	return v.Account(c.ID).people(tx, room)
}

// stillInvited is nil if the letter's invitation is the one that the member has.
func stillInvited(m tenant.Member, l Letter, at time.Time) error {
	var data struct{ Expires time.Time }
	if err := json.Unmarshal(l.Data, &data); err != nil {
		return fmt.Errorf("letter %s: %w: its data does not say which invitation it is for: %w", l.ID, tenant.ErrInvalid, err)
	}
	var why string
	switch {
	case m.Email != l.To:
		why = "the member has another address"
	case !m.Pending():
		why = "they have accepted it already"
	case m.Held():
		why = "it is held until the customer's people get access"
	case !m.Expires.Equal(data.Expires):
		why = "a newer invitation has taken its place"
	case !at.Before(m.Expires):
		why = "it has expired; send it again"
	default:
		return nil
	}
	return fmt.Errorf("invitation of %s: %w: %s", m.ID, tenant.ErrConflict, why)
}

// writeSecret replaces the hash of the invitation, if it is not that already.
func (v *Vendor) writeSecret(p people, l Letter, w *WrittenInvitation) ([]Event, error) {
	to := p.room
	to.Member = w.Member.ID
	from := v.hub.config.Rand
	switch first, err := v.hub.ring.First(); {
	case err == nil:
		from = secretReader(first, v.id, l.ID)
	case !errors.Is(err, seal.ErrNoKey):
		return nil, err
	}
	fresh, token, err := tenant.NewInvitation(to, w.Member.By, w.Member.Sent, tenant.InvitationLifetime, from)
	if err != nil {
		return nil, err
	}
	w.Token = token
	if fresh.Hash == w.Member.Hash {
		return nil, nil
	}
	w.Member.Hash = fresh.Hash
	if err := p.put(w.Member); err != nil {
		return nil, err
	}
	return one(happened(kindsOf(p.room.Side).written, p.room.Customer, personData(w.Member, map[string]any{"letter": l.ID})))
}

// secretReader yields as much as a secret takes, the same for the same letter.
func secretReader(k MasterKey, v tenant.VendorID, l LetterID) io.Reader {
	return bytes.NewReader(k.Derive(string(v), "invitation in a letter", string(l)))
}
