package distr

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A Gain is what a grant or an edit would change, at the instant At.
type Gain struct {
	At           time.Time
	Before       *entitlement.Grant // as it is; nil: there is none yet
	Grant        entitlement.Grant  // as it would be; a new one has no ID
	Feature      tenant.Feature     // the one that gates the product
	Repositories []RepositoryGain   // those of the product, sorted
	Tried        []Tried            // what would be allowed and was refused lately, the last first
}

// A RepositoryGain is what would change in one repository.
type RepositoryGain struct {
	Repository    entitlement.RepositoryPath
	Before, After Standing
	Gained        []HeldTag // the version that was published last first
	Lost          []HeldTag // by an end that is moved into the past
	Ends          []MovedEnd
	Aliases       []MovedAlias
	Referrers     int // how many more would be seen; negative: fewer
}

// A MovedEnd is a tag that is held, and would be for another time.
type MovedEnd struct {
	Tag, Version string
	From, To     time.Time // zero: never
}

// A MovedAlias is an alias that would mean another version.
type MovedAlias struct {
	Tag      string
	From, To string // versions; empty: nothing
}

// TryGrant says what [Account.Grant] would change, and changes nothing. The
// errors are the same.
func (a *Account) TryGrant(ctx context.Context, n NewGrant) (Gain, error) {
	return a.try(ctx, func(view VendorView, room CustomerView, at time.Time) (*entitlement.Grant, entitlement.Grant, error) {
		next, err := added(view, room, n, at)
		return nil, next, err
	})
}

// TryAmend says what [Account.Amend] would change, and changes nothing. The
// errors are the same.
func (a *Account) TryAmend(ctx context.Context, id entitlement.GrantID, change Amendment) (Gain, error) {
	return a.try(ctx, func(view VendorView, room CustomerView, _ time.Time) (*entitlement.Grant, entitlement.Grant, error) {
		before, next, err := amended(view, room, id, change)
		return &before, next, err
	})
}

// try compares what is held with what would be held. It only ever has a view, so
// there is nothing that it could change.
func (a *Account) try(ctx context.Context, plan func(VendorView, CustomerView, time.Time) (before *entitlement.Grant, next entitlement.Grant, err error)) (Gain, error) {
	out := Gain{At: a.vendor.hub.now()}
	var now entitlement.Holding
	err := a.lookWide(ctx, tenant.ManageGrants, func(view VendorView, room CustomerView) (err error) {
		if out.Before, out.Grant, err = plan(view, room, out.At); err != nil {
			return err
		}
		customer, err := newResident(room, a.vendor.hub.config.Features)
		if err != nil {
			return err
		}
		product, err := view.Product(out.Grant.Product)
		now, out.Feature = customer.holds(product), gatingFeature(product.Kind)
		return err
	})
	if err != nil {
		return Gain{}, err
	}
	then := now
	then.Grants = slices.Clone(now.Grants)
	if i := slices.IndexFunc(then.Grants, func(g entitlement.Grant) bool { return out.Before != nil && g.ID == out.Before.ID }); i >= 0 {
		then.Grants[i] = out.Grant
	} else {
		then.Grants = append(then.Grants, out.Grant)
	}
	refused, err := a.refusedLately(ctx, out.At)
	if err != nil {
		return Gain{}, err
	}
	if err := a.vendor.held.refresh(ctx); err != nil {
		return Gain{}, err
	}
	for _, r := range now.Product.Repositories {
		before, err := a.vendor.held.over(ctx, now, r, out.At)
		if err != nil {
			return Gain{}, err
		}
		after, err := a.vendor.held.over(ctx, then, r, out.At)
		if err != nil {
			return Gain{}, err
		}
		out.Repositories = append(out.Repositories, difference(look(before, r, out.At), look(after, r, out.At)))
		out.Tried = append(out.Tried, refused.allowed(r, before, after, out.At)...)
	}
	slices.SortStableFunc(out.Tried, func(x, y Tried) int { return y.Last.Compare(x.Last) })
	return out, nil
}

// difference is what is other in a repository after than before.
func difference(before, after RepositoryPreview) RepositoryGain {
	out := RepositoryGain{
		Repository: after.Repository, Before: before.Standing, After: after.Standing, Referrers: after.Referrers - before.Referrers,
	}
	was := map[string]HeldTag{}
	for _, t := range before.Tags {
		was[t.Tag] = t
	}
	for _, t := range after.Tags {
		old, held := was[t.Tag]
		switch {
		case !held:
			out.Gained = append(out.Gained, t)
		case !old.Until.Equal(t.Until):
			out.Ends = append(out.Ends, MovedEnd{t.Tag, t.Version, old.Until, t.Until})
		}
		delete(was, t.Tag)
	}
	out.Lost = slices.DeleteFunc(before.Tags, func(t HeldTag) bool { _, gone := was[t.Tag]; return !gone })

	meant := map[string]string{}
	for _, alias := range before.Aliases {
		meant[alias.Tag] = alias.Version
	}
	for _, alias := range after.Aliases {
		if meant[alias.Tag] != alias.Version {
			out.Aliases = append(out.Aliases, MovedAlias{alias.Tag, meant[alias.Tag], alias.Version})
		}
		delete(meant, alias.Tag)
	}
	for _, tag := range slices.Sorted(maps.Keys(meant)) {
		out.Aliases = append(out.Aliases, MovedAlias{Tag: tag, From: meant[tag]})
	}
	return out
}
