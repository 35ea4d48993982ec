package distr_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What stops all tokens of a customer does so at the next request of who is in, in
// other processes within Freshness, and no longer than it is so.
func TestWhatStopsTokens(t *testing.T) {
	for _, tt := range []struct {
		name       string
		stop, undo func(w *world, a *distr.Account) error
		why        string
	}{
		{
			"archived",
			func(_ *world, a *distr.Account) error { return ignore(a.Archive(t.Context())) },
			func(_ *world, a *distr.Account) error { return ignore(a.Unarchive(t.Context())) },
			"unauthenticated: the customer is archived",
		},
		{
			"access disabled, where that stops pulls",
			func(w *world, _ *distr.Account) error {
				return third(w.acme.ChangeSettings(t.Context(), func(s *tenant.Settings) error { s.StopPulls = true; return nil }))
			},
			func(_ *world, a *distr.Account) error {
				return ignore(a.SetAccess(t.Context(), tenant.AccessReadOnly))
			},
			"unauthenticated: the customer's access is disabled",
		},
		{
			"the level where it stops pulls",
			func(w *world, a *distr.Account) error {
				for _, level := range []tenant.Access{tenant.AccessFull, tenant.AccessDisabled} {
					w.set(t, func(s *tenant.Settings) { s.StopPulls = true })
					if _, err := a.SetAccess(t.Context(), level); err != nil {
						return err
					}
				}
				return nil
			},
			func(w *world, _ *distr.Account) error {
				return third(w.acme.ChangeSettings(t.Context(), func(s *tenant.Settings) error { s.StopPulls = false; return nil }))
			},
			"unauthenticated: the customer's access is disabled",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := newWorld(t)
			w.publish(t, "1.4.2")
			a, token := w.customer(t, "globex", "1.4.2")
			_, staff, err := w.acme.NewStaffToken(t.Context(), "ci")
			require.NoError(t, err)
			gates := []*distr.Vendor{w.acme, w.newHub(w.store).Vendor("acme")}
			in, err := w.acme.Authenticate(t.Context(), token)
			require.NoError(t, err)
			// refused is what somebody hears who comes, and who is in.
			refused := func() (heard []error) {
				w.clock.move(distr.Freshness)
				for _, v := range gates {
					_, came := v.Authenticate(t.Context(), token)
					_, _, asked := v.Holding(t.Context(), in, "acme/app")
					_, listed := v.Repositories(t.Context(), in)
					heard = append(heard, came, asked, listed)
				}
				_, err := a.Check(t.Context(), "acme/app:1.4.2")
				return append(heard, err)
			}
			for _, err := range refused() {
				require.NoError(t, err)
			}
			require.NoError(t, tt.stop(w, a))
			_, _, err = w.acme.Holding(t.Context(), in, "acme/app")
			require.EqualError(t, err, tt.why, "at once")
			for _, err := range refused() {
				require.ErrorIs(t, err, tenant.ErrUnauthenticated)
				require.ErrorContains(t, err, tt.why)
			}
			preview, err := a.Preview(t.Context(), time.Time{})
			require.NoError(t, err)
			require.EqualError(t, preview.Stopped, tt.why)
			_, forged, err := tenant.NewCredential(tenant.Principal{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex"}, "x", w.clock.now(), newRand())
			require.NoError(t, err)
			_, err = w.acme.Authenticate(t.Context(), forged)
			require.EqualError(t, err, "unauthenticated: the token is not known", "who holds none learns nothing")
			_, err = w.acme.Authenticate(t.Context(), staff)
			require.NoError(t, err, "the vendor's own people go on")

			require.NoError(t, tt.undo(w, a))
			_, _, err = w.acme.Holding(t.Context(), in, "acme/app")
			require.NoError(t, err, "at once")
			for _, err := range refused() {
				require.NoError(t, err)
			}
		})
	}
}

// Without that setting the level is for people: pulls go on.
func TestAccessStopsNoPulls(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2")
	a, token := w.customer(t, "globex", "1.4.2")
	for _, level := range []tenant.Access{tenant.AccessFull, tenant.AccessDisabled, tenant.AccessReadOnly} {
		_, err := a.SetAccess(t.Context(), level)
		require.NoError(t, err)
		require.True(t, w.opens(t, token), level)
	}
}

// A store that cannot say what is set lets nobody in.
func TestSettingsThatCannotBeReadFailClosed(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2")
	_, token := w.customer(t, "globex", "1.4.2")
	mute := &unset{Store: w.store}
	other := w.newHub(mute).Vendor("acme")
	_, err := other.Authenticate(t.Context(), token)
	require.ErrorIs(t, err, errDeaf)
}

// unset is a store whose settings cannot be read.
type unset struct{ distr.Store }

func (u *unset) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return u.Store.View(ctx, v, func(view distr.VendorView) error { return fn(unsetView{view}) })
}

type unsetView struct{ distr.VendorView }

func (unsetView) Settings() (tenant.Settings, error) { return tenant.Settings{}, errDeaf }
