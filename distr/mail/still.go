package mail

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A letter may have waited for days. Whether it is so still, and whether whom it goes
// to may know, is asked again when it is written.

const day = 24 * time.Hour

// noLonger is a letter that tells what is not so any more.
func noLonger(format string, args ...any) error {
	return &pointless{fmt.Errorf("no longer so: "+format, args...)}
}

// An endingOf says of which grant a letter tells, and which step of its end.
type endingOf struct {
	Ending
	ID   entitlement.GrantID `json:"id"`
	Step int                 `json:"step"` // one of distr.ExpirySteps
}

// overtaken says whether a later step has come: its letter is made by then, or soon,
// and would say the same once more.
func (e endingOf) overtaken(at time.Time) bool {
	return slices.ContainsFunc(distr.ExpirySteps(), func(days int) bool {
		return days < e.Step && !at.Before(e.Expires.Add(-time.Duration(days)*day))
	})
}

// ending counts the days that are left now.
func (m *Mailer) ending(ctx context.Context, l distr.Letter) (Ending, error) {
	v, err := saved[endingOf](l)
	if err != nil {
		return v.Ending, err
	}
	customer, to, err := m.Courier().whoDecides(ctx, l.Customer)
	if err != nil {
		return v.Ending, gone(err, "there is no such customer")
	}
	if !customer.Archived.IsZero() {
		return v.Ending, noLonger("the customer is archived")
	}
	if !slices.Contains(to, l.To) {
		return v.Ending, noLonger("whom it is for is not told of that any more")
	}
	grants, err := m.config.Vendor.Account(l.Customer).Grants(ctx)
	if err != nil {
		return v.Ending, err
	}
	now := m.config.Now()
	i := slices.IndexFunc(grants, func(g entitlement.Grant) bool { return g.ID == v.ID })
	switch {
	case i < 0:
		return v.Ending, noLonger("the grant is not there any more")
	case !grants[i].Expires.Equal(v.Expires.Time):
		return v.Ending, noLonger("the end of the grant was moved")
	case l.Created.Before(v.Expires.Time) && !now.Before(v.Expires.Time):
		return v.Ending, noLonger("the grant has ended, which another letter tells")
	case v.overtaken(now):
		return v.Ending, noLonger("the end is nearer by now, which another letter tells")
	}
	v.Days = int((max(v.Expires.Sub(now), 0) + day - 1) / day)
	v.Link, err = m.portal(ctx, l.Customer)
	return v.Ending, err
}

// released asks whether the reader gets in still, and the customer holds the version.
func (m *Mailer) released(ctx context.Context, l distr.Letter) (Released, error) {
	v, err := saved[Released](l)
	if err != nil {
		return v, err
	}
	readers, err := m.config.Vendor.Account(l.Customer).Readers(ctx)
	if err != nil {
		return v, gone(err, "there is no such customer")
	}
	if !slices.ContainsFunc(readers, func(r distr.Reader) bool { return r.Member.Email == l.To }) {
		return v, noLonger("whom it is for does not get in any more")
	}
	held, err := m.config.Vendor.HoldsRelease(ctx, l.Customer, entitlement.ProductID(v.Product), v.Version)
	if err != nil {
		return v, gone(err, "there is no such product, or no such customer")
	}
	if !held {
		return v, noLonger("the customer does not hold %s %s any more", v.Product, v.Version)
	}
	v.Link, err = m.portal(ctx, l.Customer)
	return v, err
}

// A joinedBy says of whom a letter tells that they have come.
type joinedBy struct {
	Joined
	ID tenant.MemberID `json:"id"`
}

// joined asks whether it concerns the reader still.
func (m *Mailer) joined(ctx context.Context, l distr.Letter) (Joined, error) {
	v, err := saved[joinedBy](l)
	if err != nil {
		return v.Joined, err
	}
	_, to, err := m.Courier().whoIsTold(ctx, l.Customer, v.ID)
	if err != nil {
		return v.Joined, gone(err, "there is no such customer")
	}
	if !slices.Contains(to, l.To) {
		return v.Joined, noLonger("whom it is for does not see the customer any more")
	}
	return v.Joined, nil
}

// gone is what it means to a letter that something is not found.
func gone(err error, what string) error {
	if errors.Is(err, tenant.ErrNotFound) {
		return noLonger("%s", what)
	}
	return err
}
