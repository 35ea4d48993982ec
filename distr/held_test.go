package distr_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// hold adds a customer whose address has an invitation that is held. The portal is
// set for all to open, for the moment.
func (o *office) hold(t *testing.T, id tenant.CustomerID) *distr.Account {
	t.Helper()
	o.set(t, func(s *tenant.Settings) { s.PortalForAll, s.AutoInvite = true, true })
	_, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: id, Name: string(id), Email: "it@" + string(id) + ".example"})
	require.NoError(t, err)
	o.set(t, func(s *tenant.Settings) { s.PortalForAll = false })
	return o.acme.Account(id)
}

// pending are the people who are invited, and whether that is held.
func pending(t *testing.T, a *distr.Account) map[tenant.Email]bool {
	t.Helper()
	ms, err := a.Members(t.Context())
	require.NoError(t, err)
	held := map[tenant.Email]bool{}
	for _, m := range ms {
		held[m.Email] = m.Held()
	}
	return held
}

func TestHeldUntilEveryDoorOpens(t *testing.T) {
	full := func(t *testing.T, a *distr.Account) {
		_, err := a.SetAccess(t.Context(), tenant.AccessFull)
		require.NoError(t, err)
	}
	for name, open := range map[string]func(*tenant.Settings){
		"for all":  func(s *tenant.Settings) { s.PortalForAll = true },
		"new only": func(s *tenant.Settings) { s.PortalMode = tenant.PortalNewOnly },
	} {
		onEachStore(t, name, func(t *testing.T, o *office) {
			waits, away, shut := o.hold(t, "initech"), o.hold(t, "hooli"), o.hold(t, "umbrella")
			full(t, away)
			full(t, waits)
			_, err := away.Archive(t.Context())
			require.NoError(t, err)
			o.clock.move(time.Hour)
			o.set(t, open)

			ms, err := waits.Members(t.Context())
			require.NoError(t, err)
			require.Equal(t, o.clock.now(), ms[0].Sent)
			require.Equal(t, distr.MemberReleased, newest(o.events(t, "initech")).Kind)
			require.Equal(t, map[tenant.Email]bool{"it@hooli.example": true}, pending(t, away), "it is archived")
			require.Equal(t, map[tenant.Email]bool{"it@umbrella.example": true}, pending(t, shut), "its people have no access")
			before := version(t, o.store)
			o.set(t, open)
			require.Equal(t, before, version(t, o.store), "once")
		})
	}

	t.Run("page by page", func(t *testing.T) {
		o := newOffice(t)
		_, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: "zz-first", Name: "made to be the last", Portal: true})
		require.NoError(t, err)
		for i := range 401 {
			_, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{ID: tenant.CustomerID(fmt.Sprintf("c%03d", i)), Name: "c", Access: tenant.AccessFull})
			require.NoError(t, err)
		}
		last, first := o.hold(t, "zz-waits"), o.hold(t, "a-waits")
		full(t, last)
		full(t, first)
		o.set(t, func(s *tenant.Settings) { s.PortalForAll = true })
		require.Equal(t, map[tenant.Email]bool{"it@zz-waits.example": false}, pending(t, last))
		require.Equal(t, map[tenant.Email]bool{"it@a-waits.example": false}, pending(t, first))
	})

	t.Run("broken off, and said again", func(t *testing.T) {
		o := newOffice(t)
		a := o.hold(t, "initech")
		full(t, a)
		ctx, cancel := context.WithCancel(t.Context())
		o.hub = distr.New(cutting{o.store, cancel}, distr.Config{Now: o.clock.now, Walker: o.registry, MasterKeys: o.master})
		_, after, err := o.as(distr.Operator()).ChangeSettings(ctx, func(s *tenant.Settings) error {
			s.PortalForAll = true
			return nil
		})
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorContains(t, err, "the settings are changed")
		require.True(t, after.PortalForAll)
		require.Equal(t, map[tenant.Email]bool{"it@initech.example": true}, pending(t, a))
		o.set(t, func(s *tenant.Settings) { s.PortalForAll = true })
		require.Equal(t, map[tenant.Email]bool{"it@initech.example": false}, pending(t, a))
	})

	t.Run("the same level once more", func(t *testing.T) {
		o := newOffice(t)
		a := o.hold(t, "initech")
		full(t, a)
		// As by a program of before, which let nothing out where it opened all.
		require.NoError(t, o.store.Update(t.Context(), "acme", func(tx distr.VendorTx) error {
			s, err := tx.Settings()
			require.NoError(t, err)
			s.PortalForAll = true
			return tx.SetSettings(s)
		}))
		require.Equal(t, map[tenant.Email]bool{"it@initech.example": true}, pending(t, a))
		full(t, a)
		require.Equal(t, map[tenant.Email]bool{"it@initech.example": false}, pending(t, a))
		require.Equal(t, distr.MemberReleased, newest(o.events(t, "initech")).Kind)
	})
}

// cutting is a store whose caller goes as soon as something has been changed.
type cutting struct {
	distr.Store
	cut func()
}

func (c cutting) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	defer c.cut()
	return c.Store.Update(ctx, v, fn)
}

func TestHeldFollowsTheAddress(t *testing.T) {
	edit := func(t *testing.T, a *distr.Account, to string) {
		t.Helper()
		_, err := a.Edit(t.Context(), distr.Edit{Email: &to})
		require.NoError(t, err)
	}
	onEachStore(t, "to another one", func(t *testing.T, o *office) {
		a := o.hold(t, "initech")
		before := len(o.events(t, "initech"))
		edit(t, a, "boss@initech.example")
		require.Equal(t, map[tenant.Email]bool{"boss@initech.example": true}, pending(t, a))
		require.Equal(t, map[tenant.Email]tenant.Role{"boss@initech.example": tenant.Administrator}, members(t, a))
		require.Equal(t, []distr.Kind{distr.CustomerChanged, distr.MemberUninvited, distr.MemberHeld}, o.kinds(t, "initech", before))
		_, err := a.SetPortal(t.Context(), true)
		require.NoError(t, err)
		_, err = a.SetAccess(t.Context(), tenant.AccessFull)
		require.NoError(t, err)
		require.Equal(t, map[tenant.Email]bool{"boss@initech.example": false}, pending(t, a))
		edit(t, a, "other@initech.example")
		require.Equal(t, map[tenant.Email]bool{"boss@initech.example": false}, pending(t, a), "what was sent stays")
	})
	t.Run("to none", func(t *testing.T) {
		o := newOffice(t)
		a := o.hold(t, "initech")
		edit(t, a, "")
		require.Empty(t, pending(t, a))
		require.Equal(t, distr.MemberUninvited, newest(o.events(t, "initech")).Kind)
		edit(t, a, "it@initech.example")
		require.Empty(t, pending(t, a), "nobody is invited by that")
	})
	t.Run("to a domain that is allowed", func(t *testing.T) {
		o := newOffice(t)
		a := o.hold(t, "initech")
		_, err := a.AllowDomains(t.Context(), "initech.test")
		require.NoError(t, err)
		_, err = a.RestrictDomains(t.Context(), true)
		require.NoError(t, err)
		_, err = a.SetPortal(t.Context(), true)
		require.NoError(t, err)
		_, err = a.SetAccess(t.Context(), tenant.AccessFull)
		require.NoError(t, err)
		require.Equal(t, map[tenant.Email]bool{"it@initech.example": true}, pending(t, a))
		invite(t, a, "ann@initech.test", "")
		edit(t, a, "it@initech.test")
		require.Equal(t, map[tenant.Email]bool{"ann@initech.test": false, "it@initech.test": false}, pending(t, a))
		require.Equal(t, distr.MemberReleased, newest(o.events(t, "initech")).Kind)
	})
	t.Run("to somebody who is among the people", func(t *testing.T) {
		o := newOffice(t)
		a := o.hold(t, "initech")
		_, err := a.AllowDomains(t.Context(), "initech.test")
		require.NoError(t, err)
		_, err = a.RestrictDomains(t.Context(), true)
		require.NoError(t, err)
		_, err = a.SetPortal(t.Context(), true)
		require.NoError(t, err)
		_, err = a.SetAccess(t.Context(), tenant.AccessFull)
		require.NoError(t, err)
		ann := o.join(t, a, "ann@initech.test", tenant.Administrator)
		edit(t, a, string(ann.Email))
		require.Equal(t, map[tenant.Email]bool{ann.Email: false}, pending(t, a))
	})
}
