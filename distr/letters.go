package distr

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// LettersStay is how long the history of letters stays.
const LettersStay = 365 * 24 * time.Hour

// letterPage is how many letters are in memory where all are read.
const letterPage = 1000

// Letters lists what was sent and what waits, oldest first: to all, or what
// concerns one customer.
func (v *Vendor) Letters(ctx context.Context, q LetterQuery) (letters []Letter, err error) {
	err = v.view(ctx, func(view VendorView) error {
		err := v.may(view, nil, tenant.SeeMail)
		told := func(all []Letter) []Letter { return all }
		if err != nil && q.Customer != "" {
			told, err = v.toldLetters(view, q.Customer)
		}
		if err != nil {
			return err
		}
		letters, err = shown(q.Limit, q.Oldest, func(limit int) ([]Letter, error) {
			q := q
			q.Limit = limit
			return view.Letters(q)
		}, told)
		return err
	})
	return letters, err
}

// toldLetters asks whether the actor may see a customer's letters, and returns what
// leaves out those that are not told: to a customer's own people, what was written to
// others than them, such as to the vendor's staff, and how the sending went.
func (v *Vendor) toldLetters(view VendorView, id tenant.CustomerID) (func([]Letter) []Letter, error) {
	room, err := v.Account(id).open(view, tenant.SeeCustomerLog)
	if err != nil || !v.concealed() {
		return func(all []Letter) []Letter { return all }, err
	}
	c, err := room.Customer()
	if err != nil {
		return nil, err
	}
	members, err := room.Members()
	if err != nil {
		return nil, err
	}
	theirs := map[tenant.Email]bool{c.Email: true}
	for _, m := range members {
		theirs[m.Email] = true
	}
	return func(all []Letter) []Letter {
		kept := slices.DeleteFunc(all, func(l Letter) bool { return !theirs[l.To] })
		for i := range kept {
			kept[i].Error, kept[i].Holder = "", ""
		}
		return kept
	}, nil
}

// EachLetter yields what Letters lists, reading page by page. An error is the last
// thing that it yields. Limit and Oldest are not looked at.
func (v *Vendor) EachLetter(ctx context.Context, q LetterQuery) iter.Seq2[Letter, error] {
	return func(yield func(Letter, error) bool) {
		q := q
		q.Limit, q.Oldest = letterPage, true
		for {
			page, err := v.Letters(ctx, q)
			if err != nil {
				yield(Letter{}, err)
				return
			}
			for _, l := range page {
				if !yield(l, nil) {
					return
				}
			}
			if len(page) < letterPage {
				return
			}
			q.After = page[len(page)-1].Mark()
		}
	}
}

// RetryLetter lets a letter that failed, or that waits to be tried again, be tried
// now, and as often as a new one. If somebody is sending it at this moment, it may
// arrive twice. One that was sent is a tenant.ErrConflict.
func (v *Vendor) RetryLetter(ctx context.Context, id LetterID) (l Letter, err error) {
	err = v.update(ctx, tenant.ManageMail, func(tx VendorTx, at time.Time) ([]Event, error) {
		if l, err = tx.Letter(id); err != nil {
			return nil, err
		}
		if l.State == LetterSent {
			return nil, fmt.Errorf("letter %s: %w; it was sent at %s: what it tells has to happen again, as an invitation that is sent again", id, tenant.ErrConflict, l.Sent.Format(time.RFC3339))
		}
		return one(retried(tx, &l, at))
	})
	return l, err
}

// RetryFailedLetters does so with all letters that have failed, and returns how many
// they were.
func (v *Vendor) RetryFailedLetters(ctx context.Context) (n int, err error) {
	q := LetterQuery{State: LetterFailed, Limit: letterPage, Oldest: true}
	for more := true; more && err == nil; {
		var some []Letter
		err = v.update(ctx, tenant.ManageMail, func(tx VendorTx, at time.Time) (events []Event, err error) {
			if some, err = tx.Letters(q); err != nil {
				return nil, err
			}
			for i := range some {
				e, err := retried(tx, &some[i], at)
				if err != nil {
					return nil, err
				}
				events = append(events, e)
			}
			return events, nil
		})
		if more = err == nil && len(some) == letterPage; len(some) > 0 && err == nil {
			n += len(some)
			q.After = some[len(some)-1].Mark() // one that has failed again meanwhile has had its turn
		}
	}
	return n, err
}

// retried lets the letter be tried, whoever has it in hands.
func retried(tx VendorTx, l *Letter, at time.Time) (Event, error) {
	l.State, l.Next, l.Attempts, l.Holder, l.Until = LetterWaiting, at, 0, "", time.Time{}
	if err := tx.PutLetter(*l); err != nil {
		return Event{}, err
	}
	return happened(LetterRetried, l.Customer, map[string]any{"letter": l.ID, "template": l.Template, "email": l.To})
}
