package distr_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/seal"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A breakingStore lets some updates through and then no more, as a crash between
// two of them does.
type breakingStore struct {
	distr.Store
	left int
}

var errBroken = errors.New("the power is gone")

func (s *breakingStore) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	if s.left--; s.left < 0 {
		return errBroken
	}
	return s.Store.Update(ctx, v, fn)
}

// secrets are a login of an upstream, two signing keys, the two secrets of a webhook, and a login of each of two
// customers' grants that lie on different pages of customers.
func secrets(t *testing.T, w *world) (opens func(*testing.T, ...distr.MasterKey) error) {
	t.Helper()
	w.publish(t, "1.4.2")
	require.NoError(t, w.acme.EnsureKeys(t.Context()))
	require.NoError(t, w.acme.SetUpstream(t.Context(), "", entitlement.Origin{Registry: "registry.example", Login: entitlement.NewLogin("acme", "one")}))
	type holder struct {
		who   tenant.Principal
		grant entitlement.GrantID
	}
	var holders []holder
	for _, id := range []tenant.CustomerID{"aaa", "zzz"} {
		a, token := w.customer(t, id, "1.4.2")
		grants, err := a.Grants(t.Context())
		require.NoError(t, err)
		require.NoError(t, a.SetGrantLogin(t.Context(), grants[0].ID, entitlement.NewLogin("robot", string(id))))
		who, err := w.acme.Authenticate(t.Context(), token)
		require.NoError(t, err)
		holders = append(holders, holder{who, grants[0].ID})
	}
	hook, _, err := w.acme.AddEndpoint(t.Context(), distr.NewEndpoint{URL: "https://hooks.example.com/"})
	require.NoError(t, err)
	newest, err := w.acme.RotateEndpointSecret(t.Context(), hook.ID, time.Hour)
	require.NoError(t, err)
	for i := range 250 {
		_, err := w.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: tenant.CustomerID(fmt.Sprintf("m%03d", i)), Name: "one of many"})
		require.NoError(t, err)
	}
	return func(t *testing.T, keys ...distr.MasterKey) error {
		t.Helper()
		v := distr.New(w.store, distr.Config{Now: w.clock.now, MasterKeys: keys}).Vendor("acme")
		signing, err := v.SigningKeys(t.Context())
		if err != nil {
			return err
		}
		require.Len(t, signing, 2)
		out, err := v.As(distr.Operator()).Outgoing(t.Context(), hook.ID)
		if err != nil {
			return err
		}
		require.Len(t, out.Secrets, 2)
		require.Equal(t, newest.Reveal(), out.Secrets[0].Reveal())
		for _, h := range holders {
			for grant, want := range map[entitlement.GrantID]string{"": "one", h.grant: string(h.who.Customer)} {
				o, err := v.Origin(t.Context(), h.who, "acme/app", grant)
				if err != nil {
					return err
				}
				require.Equal(t, want, o.Login.Reveal())
			}
		}
		return nil
	}
}

// TestReseal is that whatever step a rotation is broken off at, both keys open
// everything and it can be gone on with; and that the old key can go when it is
// through, and not before.
func TestReseal(t *testing.T) {
	t.Parallel()
	newer, err := distr.NewMasterKey(newRand())
	require.NoError(t, err)
	for steps := range 4 { // of three: the vendor's own, and two pages of customers
		t.Run(fmt.Sprint("broken off after ", steps), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			opens := secrets(t, w)
			older := w.master[0]
			reseal := func(s distr.Store, keys ...distr.MasterKey) (distr.Resealed, error) {
				return distr.New(s, distr.Config{Now: w.clock.now, MasterKeys: keys}).Vendor("acme").As(distr.Operator()).Reseal(t.Context())
			}
			first, err := reseal(&breakingStore{w.store, steps}, newer, older)
			if steps < 3 {
				require.ErrorIs(t, err, errBroken)
				require.ErrorIs(t, opens(t, newer), seal.ErrUnknownKey)
				_, err = reseal(w.store, newer)
				require.ErrorIs(t, err, seal.ErrUnknownKey, "the old one cannot go yet")
			} else {
				require.NoError(t, err)
			}
			require.NoError(t, opens(t, newer, older), "nothing is lost half way")
			require.NoError(t, opens(t, older, newer), "nor is it for who puts the old one first")

			second, err := reseal(w.store, newer, older)
			require.NoError(t, err)
			require.Equal(t, distr.Resealed{Upstreams: 1, GrantLogins: 2, SigningKeys: 2, Webhooks: 1}, distr.Resealed{
				Upstreams: first.Upstreams + second.Upstreams, GrantLogins: first.GrantLogins + second.GrantLogins, SigningKeys: first.SigningKeys + second.SigningKeys,
				Webhooks: first.Webhooks + second.Webhooks,
			}, "each is carried over once")
			require.NoError(t, opens(t, newer))
			require.ErrorIs(t, opens(t, older), seal.ErrUnknownKey)
			for _, keys := range [][]distr.MasterKey{{newer}, {newer, older}} {
				none, err := reseal(w.store, keys...)
				require.NoError(t, err)
				require.Zero(t, none.Total())
			}
			_, err = reseal(w.store)
			require.ErrorIs(t, err, seal.ErrNoKey)

			events, err := w.acme.Events(t.Context(), distr.EventQuery{})
			require.NoError(t, err)
			var told []string
			for _, e := range events {
				if e.Kind == distr.SecretsResealed {
					require.Equal(t, distr.Operator().Name, e.Actor.Name)
					told = append(told, string(e.Data))
				}
			}
			require.Equal(t, []string{
				`{"key":"` + newer.ID() + `","upstreams":1,"grantLogins":0,"signingKeys":2,"webhooks":1}`,
				`{"key":"` + newer.ID() + `","upstreams":0,"grantLogins":1,"signingKeys":0,"webhooks":0}`,
				`{"key":"` + newer.ID() + `","upstreams":0,"grantLogins":1,"signingKeys":0,"webhooks":0}`,
			}, told)
		})
	}
}

func TestResealNeedsSomebody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.hub.Vendor("acme").Reseal(t.Context())
	require.ErrorIs(t, err, tenant.ErrForbidden)
	none, err := w.acme.Reseal(t.Context())
	require.NoError(t, err)
	require.Zero(t, none, "nothing was sealed")
}
