package distr

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// NewLetterID is the ID of the letter that tells somebody of an event.
func NewLetterID(e EventID, to tenant.Email, template string) LetterID {
	sum := sha256.Sum256(fmt.Appendf(nil, "distr letter 1\x00%d\x00%s%d\x00%s%s", len(e), e, len(to), to, template))
	return LetterID("ltr_" + hex.EncodeToString(sum[:13]))
}

// QueueLetters puts letters down to be sent now. One that is there already, by its
// ID, stays as it is: who queues the letters of an event again changes nothing. It
// returns how many are new.
//
// What is to be sent, and what became of it, is no change of anything, so no event
// says it: the letter itself is what there is to tell.
func (v *Vendor) QueueLetters(ctx context.Context, letters []Letter) (n int, err error) {
	err = v.post(ctx, func(tx VendorTx, at time.Time) error {
		n = 0 // it may run again
		for _, l := range letters {
			if to, err := tenant.ParseEmail(string(l.To)); err != nil || to != l.To || l.ID == "" {
				return errors.Join(fmt.Errorf("%w letter %q to %q: it has an ID, and an address in its canonical form", tenant.ErrInvalid, l.ID, l.To), err)
			}
			if _, err := tx.Letter(l.ID); !absent(err) {
				if err != nil {
					return err
				}
				continue
			}
			l.State, l.Created, l.Next = LetterWaiting, at, at
			if err := tx.PutLetter(l); err != nil {
				return err
			}
			n++
		}
		return nil
	})
	return n, err
}

// ClaimLetters takes letters that are due into the caller's hands, at most so many,
// the oldest first: until the lease is over nobody else gets them. Each is then
// settled by [Vendor.SettleLetter]; one that is not, since the process died, is due
// again when the lease is over.
func (v *Vendor) ClaimLetters(ctx context.Context, most int, lease time.Duration) (claimed []Letter, err error) {
	due := LetterQuery{Limit: max(most, 1), Oldest: true}
	lease = min(positive(lease, time.Minute), longestLease)
	err = v.look(ctx, tenant.DeliverEvents, func(view VendorView) error { // nobody waits in the line of those who write for nothing
		q := due
		q.Due, q.Limit = v.hub.now(), 1
		claimed, err = view.Letters(q)
		return err
	})
	if err != nil || len(claimed) == 0 {
		return nil, err
	}
	holder, err := tenant.NewID("rnd", v.hub.config.Rand)
	if err != nil {
		return nil, err
	}
	err = v.post(ctx, func(tx VendorTx, at time.Time) error {
		q := due
		q.Due = at
		if claimed, err = tx.Letters(q); err != nil {
			return err
		}
		for i := range claimed {
			claimed[i].Holder, claimed[i].Until = holder, at.Add(lease)
			claimed[i].Attempts++
			if err := tx.PutLetter(claimed[i]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return claimed, nil
}

// TakeBackLetters takes letters that wait out of the hands of whoever has them, so that
// they are due again: for who knows that those processes are no more. An attempt that
// was begun counts.
func (v *Vendor) TakeBackLetters(ctx context.Context) error {
	return v.post(ctx, func(tx VendorTx, _ time.Time) error {
		waiting, err := tx.Letters(LetterQuery{State: LetterWaiting})
		if err != nil {
			return err
		}
		for _, l := range waiting {
			if l.Holder == "" {
				continue
			}
			l.Holder, l.Until = "", time.Time{}
			if err := tx.PutLetter(l); err != nil {
				return err
			}
		}
		return nil
	})
}

// ForgetLetters removes letters from the history that were sent, or failed, and are
// older than LettersStay. One that waits stays, however old it is.
func (v *Vendor) ForgetLetters(ctx context.Context) error {
	return v.post(ctx, func(tx VendorTx, at time.Time) error { return tx.RemoveLetters(at.Add(-LettersStay)) })
}

// A LetterOutcome is what became of an attempt to send a letter.
type LetterOutcome struct {
	Sent     bool
	Subject  string
	Error    string    // why not
	Next     time.Time // not sent: when to try again; zero: never
	Untried  bool      // nothing was attempted: it is due again at Next, and the attempt does not count
	NoRecord bool      // keep the error that is there
}

// SettleLetter writes down what became of a letter that was claimed, and gives it
// out of the caller's hands. One that somebody else holds by now stays theirs,
// unless it was sent: then nobody need send it again.
func (v *Vendor) SettleLetter(ctx context.Context, claimed Letter, out LetterOutcome) error {
	return v.post(ctx, func(tx VendorTx, at time.Time) error {
		l, err := tx.Letter(claimed.ID)
		if err != nil {
			return err
		}
		if l.State != LetterWaiting || l.Holder != claimed.Holder && !out.Sent {
			return nil
		}
		l.Holder, l.Until = "", time.Time{}
		if out.Subject != "" {
			l.Subject = short(out.Subject)
		}
		switch {
		case out.Sent:
			l.State, l.Sent, l.Next, l.Error = LetterSent, at, time.Time{}, ""
			return tx.PutLetter(l)
		case out.Untried:
			l.Attempts, l.Next = max(l.Attempts-1, 0), out.Next
		case out.Next.IsZero():
			l.State, l.Next = LetterFailed, time.Time{}
		default:
			l.Next = out.Next
		}
		if !out.NoRecord {
			l.Error = short(out.Error)
		}
		return tx.PutLetter(l)
	})
}
