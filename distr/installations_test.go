package distr_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func decode(t *testing.T, text json.RawMessage, into any) {
	t.Helper()
	require.NoError(t, json.Unmarshal(text, into))
}

func install(t *testing.T, a *distr.Account, name string) distr.Started {
	t.Helper()
	started, err := a.Install(t.Context(), distr.NewInstallation{Name: name})
	require.NoError(t, err)
	return started
}

func installations(t *testing.T, a *distr.Account) []distr.InstallationState {
	t.Helper()
	list, err := a.Installations(t.Context())
	require.NoError(t, err)
	return list
}

// opens says whether a token opens the door now, and whether one that it opened
// before is still in.
func (w *world) opens(t *testing.T, token tenant.Token) bool {
	t.Helper()
	_, err := w.acme.Authenticate(t.Context(), token)
	if err != nil {
		require.ErrorIs(t, err, tenant.ErrUnauthenticated)
	}
	return err == nil
}

func TestServiceAccounts(t *testing.T) {
	// in is a world with the customer globex, who holds 1.4.2, and its people.
	in := func(t *testing.T) (o *office, a, ann *distr.Account) {
		t.Helper()
		w := newWorld(t)
		w.publish(t, "1.4.2")
		a, _ = w.customer(t, "globex", "1.4.2")
		o = w.people(t, a, map[string]tenant.Role{"uma@globex.example": tenant.User, "vic@globex.example": tenant.Viewer})
		return o, a, o.user("ann@globex.example")
	}

	t.Run("T01 an installation has an account of its name", func(t *testing.T) {
		o, a, _ := in(t)
		uma := o.user("uma@globex.example")
		started := install(t, uma, "production cluster")
		require.Equal(t, "production cluster", started.Credential.Name)
		require.Equal(t, started.Credential.ID, started.Installation.Credential)
		require.Equal(t, "uma@globex.example", started.Installation.By)
		require.Equal(t, entitlement.Granted, reason(t, o.clock.now(), o.acme, started.Token, "1.4.2"))
		require.Equal(t, []distr.InstallationState{{Installation: started.Installation, Credential: started.Credential}}, installations(t, a))
		tokens, err := a.Tokens(t.Context())
		require.NoError(t, err)
		require.Equal(t, []string{"cluster", "production cluster"}, []string{tokens[0].Name, tokens[1].Name})

		_, err = a.Install(t.Context(), distr.NewInstallation{Name: "production cluster"})
		require.ErrorIs(t, err, tenant.ErrConflict)
		for _, bad := range []string{"", " x", "a\nb"} {
			_, err = a.Install(t.Context(), distr.NewInstallation{Name: bad})
			require.ErrorIs(t, err, tenant.ErrInvalid)
		}
		_, err = o.user("vic@globex.example").Install(t.Context(), distr.NewInstallation{Name: "x"})
		require.Equal(t, tenant.RoleTooLow, because(err))
		require.Len(t, installations(t, a), 1)
		tokens, err = a.Tokens(t.Context())
		require.NoError(t, err)
		require.Len(t, tokens, 2, "what was refused left no credential behind")
	})

	t.Run("T01 one name at the same time", func(t *testing.T) {
		o, a, _ := in(t)
		errs := make([]error, 32)
		atOnce(len(errs), func(i int) {
			other := o.newHub(o.store).Vendor("acme").As(distr.Operator()).Account("globex")
			_, errs[i] = other.Install(t.Context(), distr.NewInstallation{Name: "cluster 1"})
		})
		made := 0
		for _, err := range errs {
			if err == nil {
				made++
			} else {
				require.ErrorIs(t, err, tenant.ErrConflict)
			}
		}
		require.Equal(t, 1, made)
		require.Len(t, installations(t, a), 1)
	})

	t.Run("T02 a token is told once", func(t *testing.T) {
		o, a, ann := in(t)
		started := install(t, a, "cluster 1")
		rotated, err := ann.RotateInstallation(t.Context(), started.Installation.ID)
		require.NoError(t, err)
		require.NoError(t, a.RevokeInstallation(t.Context(), started.Installation.ID))
		told, err := json.Marshal([]any{o.events(t, ""), installations(t, a), started, rotated})
		require.NoError(t, err)
		for _, token := range []tenant.Token{started.Token, rotated.Token} {
			require.NotContains(t, string(told), token.Reveal())
			require.NotContains(t, fmt.Sprintf("%v %+v", started, rotated), token.Reveal())
		}
	})

	t.Run("T03 a rename is one of both", func(t *testing.T) {
		_, a, ann := in(t)
		one, two := install(t, a, "one"), install(t, a, "two")
		require.ErrorIs(t, ann.RenameInstallation(t.Context(), one.Installation.ID, "two"), tenant.ErrConflict)
		require.ErrorIs(t, ann.RenameInstallation(t.Context(), one.Installation.ID, ""), tenant.ErrInvalid)
		require.ErrorIs(t, ann.RenameInstallation(t.Context(), "ins_none", "x"), tenant.ErrNotFound)
		require.NoError(t, ann.RenameInstallation(t.Context(), one.Installation.ID, "uno"))
		require.NoError(t, ann.RenameInstallation(t.Context(), two.Installation.ID, "one"), "its name is free")
		list := installations(t, a)
		require.Equal(t, "uno", list[0].Name)
		require.Equal(t, "uno", list[0].Credential.Name)
		require.Equal(t, one.Credential.Hash, list[0].Credential.Hash, "the token is the same")
		require.NoError(t, a.RevokeInstallation(t.Context(), one.Installation.ID))
		require.ErrorIs(t, ann.RenameInstallation(t.Context(), one.Installation.ID, "dos"), tenant.ErrConflict)
	})

	t.Run("T04 to discard one removes both", func(t *testing.T) {
		o, a, ann := in(t)
		started := install(t, a, "cluster 1")
		require.True(t, o.opens(t, started.Token))
		require.NoError(t, ann.DiscardInstallation(t.Context(), started.Installation.ID))
		require.False(t, o.opens(t, started.Token))
		require.Empty(t, installations(t, a))
		tokens, err := a.Tokens(t.Context())
		require.NoError(t, err)
		require.Len(t, tokens, 1)
		require.ErrorIs(t, ann.DiscardInstallation(t.Context(), started.Installation.ID), tenant.ErrNotFound)
		install(t, a, "cluster 1")
	})

	t.Run("T05 to revoke one ends the account", func(t *testing.T) {
		o, a, ann := in(t)
		for _, by := range []struct {
			name   string
			revoke func(s distr.Started) error
		}{
			{"by the vendor", func(s distr.Started) error { return a.RevokeInstallation(t.Context(), s.Installation.ID) }},
			{"by the customer", func(s distr.Started) error { return ann.RevokeInstallation(t.Context(), s.Installation.ID) }},
			{"as a token", func(s distr.Started) error { return ann.RevokeToken(t.Context(), s.Credential.ID) }},
		} {
			other := o.newHub(o.store).Vendor("acme")
			s := install(t, a, "cluster 1")
			who, err := o.acme.Authenticate(t.Context(), s.Token)
			require.NoError(t, err)
			_, _, err = other.Holding(t.Context(), who, "acme/app")
			require.NoError(t, err)

			require.NoError(t, by.revoke(s), by.name)
			require.NoError(t, by.revoke(s), "again")
			require.False(t, o.opens(t, s.Token))
			_, _, err = o.acme.Holding(t.Context(), who, "acme/app")
			require.ErrorIs(t, err, tenant.ErrUnauthenticated, "the next request of who is in")
			o.clock.move(distr.Freshness)
			_, _, err = other.Holding(t.Context(), who, "acme/app")
			require.ErrorIs(t, err, tenant.ErrUnauthenticated, "in other processes")

			list := installations(t, a)
			require.Equal(t, "cluster 1", list[len(list)-1].Name, "the row stays")
			require.Equal(t, o.clock.now().Add(-distr.Freshness), list[len(list)-1].Credential.Revoked)
			last := newest(o.events(t, "globex"))
			require.Equal(t, distr.TokenRevoked, last.Kind)
			require.Contains(t, string(last.Data), s.Installation.ID)
			_, err = ann.RotateInstallation(t.Context(), s.Installation.ID)
			require.ErrorIs(t, err, tenant.ErrConflict, "for good")
		}
		require.Len(t, installations(t, a), 3, "one name, three times")
		s := install(t, a, "cluster 1")
		require.Equal(t, tenant.RoleTooLow, because(o.user("uma@globex.example").RevokeInstallation(t.Context(), s.Installation.ID)))
	})

	t.Run("T06 the customer's administrators rotate", func(t *testing.T) {
		o, a, ann := in(t)
		s := install(t, a, "cluster 1")
		id := s.Installation.ID
		for name, other := range map[string]*distr.Account{"operator": a, "user": o.user("uma@globex.example")} {
			_, err := other.RotateInstallation(t.Context(), id)
			require.ErrorIs(t, err, tenant.ErrForbidden, name)
		}
		require.True(t, o.opens(t, s.Token))
		o.clock.move(time.Hour)
		other := o.newHub(o.store).Vendor("acme")
		in, err := other.Authenticate(t.Context(), s.Token)
		require.NoError(t, err)
		rotated, err := ann.RotateInstallation(t.Context(), id)
		require.NoError(t, err)
		require.False(t, o.opens(t, s.Token), "from the next request on")
		_, _, err = o.acme.Holding(t.Context(), in, "acme/app")
		require.EqualError(t, err, "unauthenticated: the token was replaced by another")
		o.clock.move(distr.Freshness)
		_, _, err = other.Holding(t.Context(), in, "acme/app")
		require.ErrorIs(t, err, tenant.ErrUnauthenticated, "in other processes")
		require.True(t, o.opens(t, rotated.Token))
		require.Equal(t, s.Credential.ID, rotated.Credential.ID)
		require.Equal(t, s.Installation, rotated.Installation)
		require.Equal(t, o.clock.now().Add(-distr.Freshness), rotated.Credential.Rotated)
		require.Equal(t, distr.TokenRotated, newest(o.events(t, "globex")).Kind)

		// Twice in one instant: each ends the one before.
		first, err := ann.RotateInstallation(t.Context(), id)
		require.NoError(t, err)
		in, err = o.acme.Authenticate(t.Context(), first.Token)
		require.NoError(t, err)
		second, err := ann.RotateInstallation(t.Context(), id)
		require.NoError(t, err)
		require.False(t, o.opens(t, first.Token))
		require.True(t, o.opens(t, second.Token))
		_, err = o.acme.Repositories(t.Context(), in)
		require.ErrorIs(t, err, tenant.ErrUnauthenticated)
	})

	t.Run("T07 whose a token is", func(t *testing.T) {
		o, a, ann := in(t)
		s := install(t, a, "cluster 1")
		h, err := o.acme.WhoHas(t.Context(), s.Token)
		require.NoError(t, err)
		require.Equal(t, distr.Holder{Customer: "globex", Credential: s.Credential, Installation: s.Installation.ID}, h)
		_, plain, err := a.NewToken(t.Context(), "ci")
		require.NoError(t, err)
		h, err = o.acme.WhoHas(t.Context(), plain)
		require.NoError(t, err)
		require.Empty(t, h.Installation)
		_, staff, err := o.acme.NewStaffToken(t.Context(), "push")
		require.NoError(t, err)
		h, err = o.acme.WhoHas(t.Context(), staff)
		require.NoError(t, err)
		require.Empty(t, h.Customer)
		require.Equal(t, "push", h.Credential.Name)

		require.NoError(t, a.RevokeToken(t.Context(), plain.Claim().Credential))
		h, err = o.acme.WhoHas(t.Context(), plain)
		require.NoError(t, err, "a revoked one is found, too")
		require.Equal(t, o.clock.now(), h.Credential.Revoked)
		rotated, err := ann.RotateInstallation(t.Context(), s.Installation.ID)
		require.NoError(t, err)
		_, err = o.acme.WhoHas(t.Context(), rotated.Token)
		require.NoError(t, err)

		_, forged, err := tenant.NewCredential(s.Token.Claim(), "x", o.clock.now(), newRand())
		require.NoError(t, err)
		o.hire(t, "boss@acme.example", tenant.Administrator)
		hand := o.hire(t, "hand@acme.example", tenant.User)
		blind := o.as(distr.Staff(hand.Email))
		var texts []string
		for name, err := range map[string]error{
			"rotated":        ignore(o.acme.WhoHas(t.Context(), s.Token)),
			"forged":         ignore(o.acme.WhoHas(t.Context(), forged)),
			"another vendor": ignore(o.hub.Vendor("ACME").As(distr.Operator()).WhoHas(t.Context(), rotated.Token)),
			"not assigned":   ignore(blind.WhoHas(t.Context(), rotated.Token)),
		} {
			require.ErrorIs(t, err, tenant.ErrNotFound, name)
			texts = append(texts, err.Error())
		}
		for _, text := range texts {
			require.Equal(t, texts[0], text, "nothing is told of what somebody may not see")
		}
		_, err = o.hub.Vendor("acme").WhoHas(t.Context(), rotated.Token)
		require.ErrorIs(t, err, tenant.ErrForbidden, "nobody asks")
		require.NotErrorIs(t, err, tenant.ErrNotFound)
		require.NotErrorIs(t, err, tenant.ErrUnauthenticated)
	})
}
