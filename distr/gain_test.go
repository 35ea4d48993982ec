package distr_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// refusable says whether an error is one that what was drawn can bring about.
func refusable(err error) bool {
	return errors.Is(err, tenant.ErrNotFound) || errors.Is(err, tenant.ErrInvalid) || errors.Is(err, tenant.ErrConflict)
}

// A dry run says what the preview says after and not before, and has changed
// nothing.
func TestWhatIsTriedIsWhatIsGained(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := drawStage(t, rt)
		try, do := w.drawChange(t, rt)
		before, err := w.globex.Preview(t.Context(), time.Time{})
		require.NoError(rt, err)

		untouched := w.stateOf(t)
		gain, refused := try()
		require.Equal(rt, untouched, w.stateOf(t))
		made, err := do()
		if err != nil {
			require.True(rt, refusable(err), err)
			require.EqualError(rt, refused, err.Error(), "the same error")
			require.Equal(rt, distr.Gain{}, gain)
			return
		}
		require.NoError(rt, refused)
		if gain.Before == nil {
			require.Empty(rt, gain.Grant.ID)
			gain.Grant.ID = made.ID
		}
		require.Equal(rt, made, gain.Grant)

		after, err := w.globex.Preview(t.Context(), time.Time{})
		require.NoError(rt, err)
		was, is := repositoriesOf(before), repositoriesOf(after)
		for _, r := range gain.Repositories {
			same(rt, was[r.Repository], is[r.Repository], r, made.ID)
			delete(was, r.Repository)
			delete(is, r.Repository)
		}
		require.Equal(rt, was, is, "nothing changes elsewhere")
	})
}

// drawChange is a grant or an edit of one, to be tried and to be made.
func (w stage) drawChange(tt *testing.T, t *rapid.T) (try func() (distr.Gain, error), do func() (entitlement.Grant, error)) {
	globex := w.globex
	grants, err := globex.Grants(tt.Context())
	require.NoError(t, err)
	if len(grants) == 0 || rapid.Bool().Draw(t, "another") {
		n := w.drawGrant(t)
		return func() (distr.Gain, error) { return globex.TryGrant(tt.Context(), n) },
			func() (entitlement.Grant, error) { return globex.Grant(tt.Context(), n) }
	}
	id := rapid.SampledFrom(grants).Draw(t, "which").ID
	change := distr.Amendment{Add: drawVersions(t, w.published), Name: rapid.SampledFrom([]string{"", "gold"}).Draw(t, "name")}
	if rapid.Bool().Draw(t, "moved") {
		end := drawEnd(t, w.clock.now())
		change.Expires = &end
	}
	return func() (distr.Gain, error) { return globex.TryAmend(tt.Context(), id, change) },
		func() (entitlement.Grant, error) { return globex.Amend(tt.Context(), id, change) }
}

// stateOf is how far the vendor's room has come.
func (w *world) stateOf(t *testing.T) (s struct {
	version distr.Version
	events  int
}) {
	require.NoError(t, w.store.View(t.Context(), "acme", func(view distr.VendorView) (err error) {
		s.version, err = view.Version()
		return err
	}))
	events, err := w.acme.Events(t.Context(), distr.EventQuery{})
	require.NoError(t, err)
	s.events = len(events)
	return s
}

func repositoriesOf(p distr.Preview) map[entitlement.RepositoryPath]distr.RepositoryPreview {
	all := map[entitlement.RepositoryPath]distr.RepositoryPreview{}
	for _, product := range p.Products {
		for _, r := range product.Repositories {
			all[r.Repository] = r
		}
	}
	return all
}

// same compares what was said with two previews, tag by tag.
func same(t *rapid.T, before, after distr.RepositoryPreview, said distr.RepositoryGain, made entitlement.GrantID) {
	was, is := map[string]distr.HeldTag{}, map[string]distr.HeldTag{}
	for _, tag := range before.Tags {
		was[tag.Tag] = tag
	}
	for _, tag := range after.Tags {
		is[tag.Tag] = tag
	}
	for _, tag := range said.Gained {
		require.NotContains(t, was, tag.Tag)
		tag.Grant = made // before it is made it has no ID
		require.Equal(t, is[tag.Tag], tag)
		was[tag.Tag] = is[tag.Tag]
	}
	for _, tag := range said.Lost {
		require.NotContains(t, is, tag.Tag)
		require.Equal(t, was[tag.Tag], tag)
		delete(was, tag.Tag)
	}
	for _, tag := range said.Ends {
		require.Equal(t, was[tag.Tag].Until, tag.From)
		require.Equal(t, is[tag.Tag].Until, tag.To)
		require.NotEqual(t, tag.From, tag.To)
		was[tag.Tag] = is[tag.Tag]
	}
	require.Len(t, was, len(is), "all that is other was said")
	for name, tag := range is {
		require.Equal(t, tag.Until, was[name].Until)
	}

	meant, means := map[string]string{}, map[string]string{}
	for _, a := range before.Aliases {
		meant[a.Tag] = a.Version
	}
	for _, a := range after.Aliases {
		means[a.Tag] = a.Version
	}
	for _, a := range said.Aliases {
		require.Equal(t, meant[a.Tag], a.From)
		require.Equal(t, means[a.Tag], a.To)
		require.NotEqual(t, a.From, a.To)
		if meant[a.Tag] = a.To; a.To == "" {
			delete(meant, a.Tag)
		}
	}
	require.Equal(t, means, meant)
	require.Equal(t, after.Referrers-before.Referrers, said.Referrers)
	require.Equal(t, before.Standing, said.Before)
	require.Equal(t, after.Standing, said.After)
}

func TestATrialNeedsWhatTheChangeNeeds(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2")
	globex, _ := w.customer(t, "globex", "1.4.2")
	grants, err := globex.Grants(t.Context())
	require.NoError(t, err)
	tests := []struct {
		name    string
		account *distr.Account
		is      error
	}{
		{"in nobody's hands", w.hub.Vendor("acme").Account("globex"), tenant.ErrForbidden},
		{"no such customer", w.acme.Account("nobody"), tenant.ErrNotFound},
		{"no such vendor", w.hub.Vendor("no vendor").As(distr.Operator()).Account("globex"), tenant.ErrInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			n := distr.NewGrant{Product: "app", Versions: entitlement.All()}
			_, want := tt.account.Grant(t.Context(), n)
			require.ErrorIs(t, want, tt.is)
			_, err := tt.account.TryGrant(t.Context(), n)
			require.EqualError(t, err, want.Error())
			change := distr.Amendment{Add: entitlement.All()}
			_, want = tt.account.Amend(t.Context(), grants[0].ID, change)
			require.ErrorIs(t, want, tt.is)
			_, err = tt.account.TryAmend(t.Context(), grants[0].ID, change)
			require.EqualError(t, err, want.Error())
		})
	}
}
