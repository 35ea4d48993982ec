package distr_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestAChangeIsInForceAtOnce(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2", "2.0.0")
	a, token := w.customer(t, "globex", "1.4.2")
	is := func(tag string, want entitlement.Reason) {
		t.Helper()
		require.Equal(t, want, reason(t, w.clock.now(), w.acme, token, tag))
	}
	is("1.4.2", entitlement.Granted)
	is("2.0.0", entitlement.NotCovered)
	is("3.0.0", entitlement.Unknown)

	ends := w.clock.now().Add(time.Hour)
	g, err := a.Grant(t.Context(), distr.NewGrant{Name: "trial", Product: "app", Versions: entitlement.Only("2.0.0"), Expires: ends})
	require.NoError(t, err)
	is("2.0.0", entitlement.Granted)
	w.clock.move(time.Hour)
	is("2.0.0", entitlement.Expired)
	_, err = a.Amend(t.Context(), g.ID, distr.Amendment{Expires: &time.Time{}})
	require.NoError(t, err)
	is("2.0.0", entitlement.Granted)

	w.publish(t, "3.0.0")
	is("3.0.0", entitlement.NotCovered)
	_, err = a.Grant(t.Context(), distr.NewGrant{Name: "all", Product: "app", Versions: entitlement.All()})
	require.NoError(t, err)
	is("3.0.0", entitlement.Granted)
	w.publish(t, "4.0.0")
	is("4.0.0", entitlement.Granted)

	_, _, err = a.Disable(t.Context(), tenant.Artifacts)
	require.NoError(t, err)
	is("1.4.2", entitlement.FeatureOff)
	_, _, err = a.Enable(t.Context(), tenant.Artifacts)
	require.NoError(t, err)
	is("1.4.2", entitlement.Granted)

	p, err := w.acme.Authenticate(t.Context(), token)
	require.NoError(t, err)
	require.NoError(t, a.RevokeToken(t.Context(), token.Claim().Credential))
	_, err = w.acme.Authenticate(t.Context(), token)
	require.ErrorIs(t, err, tenant.ErrUnauthenticated)
	require.ErrorContains(t, err, "revoked")
	_, _, err = w.acme.Holding(t.Context(), p, "acme/app")
	require.ErrorIs(t, err, tenant.ErrUnauthenticated)
	_, err = w.acme.Repositories(t.Context(), p)
	require.ErrorIs(t, err, tenant.ErrUnauthenticated)
}

func TestAnotherProcessSeesAChangeSoon(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2")
	a, token := w.customer(t, "globex", "1.4.2")
	other := w.newHub(w.store).Vendor("acme")
	require.Equal(t, entitlement.Granted, reason(t, w.clock.now(), other, token, "1.4.2"))

	past := w.clock.now()
	grants, err := a.Grants(t.Context())
	require.NoError(t, err)
	_, err = a.Amend(t.Context(), grants[0].ID, distr.Amendment{Expires: &past})
	require.NoError(t, err)
	w.publish(t, "1.5.0")
	w.clock.move(distr.Freshness)
	require.Equal(t, entitlement.Expired, reason(t, w.clock.now(), other, token, "1.4.2"))
	require.Equal(t, entitlement.NotCovered, reason(t, w.clock.now(), other, token, "1.5.0"))

	require.NoError(t, a.RevokeToken(t.Context(), token.Claim().Credential))
	w.clock.move(distr.Freshness)
	_, err = other.Authenticate(t.Context(), token)
	require.ErrorIs(t, err, tenant.ErrUnauthenticated)
}

func TestAuthenticateRefusesStrangers(t *testing.T) {
	w := newWorld(t)
	_, token := w.customer(t, "globex")
	_, err := w.hub.Vendor("ACME").Authenticate(t.Context(), token)
	require.ErrorIs(t, err, tenant.ErrUnauthenticated)

	for _, claim := range []tenant.Principal{
		{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex"},
		{Side: tenant.CustomerSide, Vendor: "acme", Customer: "nobody"},
		{Side: tenant.VendorSide, Vendor: "acme"},
	} {
		_, forged, err := tenant.NewCredential(claim, "forged", w.clock.now(), newRand())
		require.NoError(t, err)
		_, err = w.acme.Authenticate(t.Context(), forged)
		require.ErrorIs(t, err, tenant.ErrUnauthenticated)
		require.EqualError(t, err, "unauthenticated: the token is not known")
	}
}

func TestStaffHoldAllAndMayPush(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2")
	_, customer := w.customer(t, "globex", "1.4.2")
	_, token, err := w.acme.NewStaffToken(t.Context(), "ci")
	require.NoError(t, err)
	staff, err := w.acme.Authenticate(t.Context(), token)
	require.NoError(t, err)
	require.Equal(t, tenant.VendorSide, staff.Side)
	require.Equal(t, entitlement.Granted, reason(t, w.clock.now(), w.acme, token, "1.4.2"))
	require.NoError(t, w.acme.MayPush(t.Context(), staff, "acme/app"))
	require.ErrorIs(t, w.acme.MayPush(t.Context(), staff, "acme/other"), tenant.ErrNotFound)
	globex, err := w.acme.Authenticate(t.Context(), customer)
	require.NoError(t, err)
	require.ErrorIs(t, w.acme.MayPush(t.Context(), globex, "acme/app"), tenant.ErrForbidden)

	repositories, err := w.acme.Repositories(t.Context(), staff)
	require.NoError(t, err)
	require.Equal(t, []string{"acme/app", "acme/chart"}, repositories)

	require.NoError(t, w.acme.RevokeStaffToken(t.Context(), staff.Credential))
	require.ErrorIs(t, w.acme.MayPush(t.Context(), staff, "acme/app"), tenant.ErrUnauthenticated)
}

func TestNothingGrantedNothingVisible(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2")
	_, token := w.customer(t, "globex")
	p, err := w.acme.Authenticate(t.Context(), token)
	require.NoError(t, err)
	repositories, err := w.acme.Repositories(t.Context(), p)
	require.NoError(t, err)
	require.Empty(t, repositories)
	require.Equal(t, entitlement.NoGrant, reason(t, w.clock.now(), w.acme, token, "1.4.2"))
	_, _, err = w.acme.Holding(t.Context(), p, "acme/unknown")
	require.ErrorIs(t, err, tenant.ErrNotFound)
}

func TestCheck(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2", "2.0.0")
	a, _ := w.customer(t, "globex", "1.4.2")
	digest := func(s string) string { return entitlement.SHA256([]byte(s)).String() }
	for _, c := range []struct {
		name, reference string
		reason          entitlement.Reason
		version         string
	}{
		{"granted tag", "acme/app:1.4.2", entitlement.Granted, "1.4.2"},
		{"other tag", "acme/app:2.0.0", entitlement.NotCovered, "2.0.0"},
		{"no such tag", "acme/app:9", entitlement.Unknown, ""},
		{"no such repository", "acme/nope:1.4.2", entitlement.Unknown, ""},
		{"granted root", "acme/app@" + digest("app 1.4.2"), entitlement.Granted, "1.4.2"},
		{"tag and digest", "acme/app:whatever@" + digest("app 1.4.2"), entitlement.Granted, "1.4.2"},
		{"other root", "acme/app@" + digest("app 2.0.0"), entitlement.NotCovered, "2.0.0"},
		{"own layer", "acme/app@" + digest("layer of app 2.0.0"), entitlement.NotCovered, "2.0.0"},
		{"shared layer", "acme/app@" + digest("base"), entitlement.Granted, "1.4.2"},
		{"digest of another repository", "acme/chart@" + digest("app 1.4.2"), entitlement.Unknown, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := a.Check(t.Context(), c.reference)
			require.NoError(t, err)
			require.Equal(t, c.reason, d.Reason)
			require.Equal(t, c.version, d.Version)
			require.Equal(t, c.reason == entitlement.Granted, d.Allowed)
		})
	}
	for _, bad := range []string{"", "acme/app", "acme/app:", "acme/app@", "acme/app@sha256:12", "Acme/app:1", "host:5000/acme/app:1", "acme/app:1@2"} {
		_, err := a.Check(t.Context(), bad)
		require.ErrorIs(t, err, tenant.ErrInvalid, bad)
	}
	_, err := w.acme.Account("nobody").Check(t.Context(), "acme/app:1.4.2")
	require.ErrorIs(t, err, tenant.ErrNotFound)
}

func TestAStoreThatCannotSayFailsClosed(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2")
	_, token := w.customer(t, "globex", "1.4.2")
	broken := &deaf{Store: w.store}
	other := w.newHub(broken).Vendor("acme")
	require.Equal(t, entitlement.Granted, reason(t, w.clock.now(), other, token, "1.4.2"))
	broken.deaf.Store(true)
	w.clock.move(time.Second)
	_, err := other.Authenticate(t.Context(), token)
	require.ErrorIs(t, err, errDeaf)
	broken.deaf.Store(false)
	require.Equal(t, entitlement.Granted, reason(t, w.clock.now(), other, token, "1.4.2"))
}

var errDeaf = errors.New("the database is gone")

// deaf is a store that stops answering.
type deaf struct {
	distr.Store
	deaf atomic.Bool
}

func (d *deaf) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (distr.Changes, error) {
	if d.deaf.Load() {
		return distr.Changes{}, errDeaf
	}
	return d.Store.Changed(ctx, v, since)
}

// asking is a store that tells when it is asked what has changed.
type asking struct {
	distr.Store
	asked func()
}

func (a *asking) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (distr.Changes, error) {
	a.asked()
	return a.Store.Changed(ctx, v, since)
}

// Whoever asks while somebody else is finding out what a change has changed hears
// of it, too.
func TestADoubtIsSettledByTheAnswer(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2")
	store := &asking{Store: w.store, asked: func() {}}
	acme := w.newHub(store).Vendor("acme").As(distr.Operator())
	_, token := w.customer(t, "globex")
	require.Equal(t, entitlement.NoGrant, reason(t, w.clock.now(), acme, token, "1.4.2"))
	_, err := acme.Account("globex").Grant(t.Context(), distr.NewGrant{Product: "app", Versions: entitlement.Only("1.4.2")})
	require.NoError(t, err)

	who, err := tenant.ParseToken(token.Reveal())
	require.NoError(t, err)
	heard := make(chan entitlement.Reason, 1)
	var once sync.Once
	store.asked = func() {
		once.Do(func() {
			go func() {
				h, _, err := acme.Holding(t.Context(), who.Claim(), "acme/app")
				if err != nil {
					t.Error(err)
				}
				heard <- h.Decide(w.clock.now(), "1.4.2").Reason
			}()
			select {
			case early := <-heard:
				heard <- early
			case <-time.After(50 * time.Millisecond): // it waits for our answer, as it should
			}
		})
	}
	require.Equal(t, entitlement.Granted, reason(t, w.clock.now(), acme, token, "1.4.2"))
	require.Equal(t, entitlement.Granted, <-heard)
}

// What a change says when it returns, every reader that asks afterwards hears,
// also while others change other things.
func TestReadersNeverSeeTheStateBeforeAChangeThatReturned(t *testing.T) {
	w := newWorld(t)
	w.publish(t, "1.4.2", "2.0.0")
	const customers, rounds = 8, 20
	var done sync.WaitGroup
	for i := range customers {
		id := tenant.CustomerID([]string{"a", "b", "c", "d", "e", "f", "g", "h"}[i])
		a, token := w.customer(t, id)
		done.Go(func() {
			p, err := w.acme.Authenticate(t.Context(), token)
			if err != nil {
				t.Error(err)
				return
			}
			for range rounds {
				for _, on := range []bool{false, true} {
					if _, _, err := a.Switch(t.Context(), map[tenant.Feature]bool{tenant.Artifacts: on}); err != nil {
						t.Error(err)
						return
					}
					h, _, err := w.acme.Holding(t.Context(), p, "acme/app")
					if err != nil || h.Off == on {
						t.Errorf("%s: off %v after it was switched to %v (%v)", id, h.Off, on, err)
						return
					}
				}
			}
		})
	}
	done.Wait()
}
