package distr_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// notAllowed is the domain that was refused, if it was.
func notAllowed(err error) tenant.Domain {
	var refused *distr.DomainRefusal
	if errors.As(err, &refused) {
		return refused.Domain
	}
	return ""
}

func TestDomainsOfPeople(t *testing.T) {
	restrict := func(t *testing.T, o *office, domains ...tenant.Domain) {
		t.Helper()
		_, err := o.globex.RestrictDomains(t.Context(), true)
		require.NoError(t, err)
		if len(domains) > 0 {
			_, err = o.globex.AllowDomains(t.Context(), domains...)
			require.NoError(t, err)
		}
	}
	t.Run("D01 an empty list is nobody", func(t *testing.T) {
		o := newOffice(t)
		restrict(t, o)
		before := len(o.events(t, ""))
		_, err := o.globex.Invite(t.Context(), distr.NewMember{Email: "ann@globex.example"})
		require.EqualValues(t, "globex.example", notAllowed(err))
		require.ErrorIs(t, err, tenant.ErrForbidden)
		require.ErrorContains(t, err, "domain_not_allowed")
		require.Len(t, o.events(t, ""), before)
		restrict(t, o, "globex.example")
		invite(t, o.globex, "ann@globex.example", "")
	})
	t.Run("D02 who is in stays in", func(t *testing.T) {
		o := newOffice(t)
		ann := o.join(t, o.globex, "ann@globex.example", "")
		restrict(t, o, "initech.example")
		_, err := o.user(ann.Email).SetRole(t.Context(), ann.ID, tenant.Administrator)
		require.NoError(t, err)
		invite(t, o.user(ann.Email), "bob@initech.example", "")
	})
	t.Run("D03 the domain comes before the invitation", func(t *testing.T) {
		o := newOffice(t)
		ann := invite(t, o.globex, "ann@globex.example", "")
		restrict(t, o)
		o.clock.move(tenant.InvitationLifetime)
		_, err := o.globex.SetAccess(t.Context(), tenant.AccessDisabled)
		require.NoError(t, err)
		_, err = o.acme.Accept(t.Context(), ann.Token, "")
		require.NotEmpty(t, notAllowed(err))
		_, err = o.globex.RestrictDomains(t.Context(), false)
		require.NoError(t, err)
		_, err = o.acme.Accept(t.Context(), ann.Token, "")
		require.Equal(t, tenant.InviteExpired, because(err))
		o.clock.move(-tenant.InvitationLifetime)
		_, err = o.acme.Accept(t.Context(), ann.Token, "")
		require.Equal(t, tenant.AccessOff, because(err))
	})
	t.Run("D04 no spelling gets around the list", func(t *testing.T) {
		o := newOffice(t)
		restrict(t, o, "globex.example")
		before := len(o.events(t, ""))
		for _, address := range []string{
			"ann@evil.example", "ann@sub.globex.example", "ann@globex.example.", `"ann@globex.example"@evil.example`, "ann@globex.example@evil.example",
			"ann%evil.example@globex.example", "=?utf-8?q?ann=40evil.example?=@globex.example", "ann@evil.example (x@globex.example)",
			"ann@ɡlobex.example", "ann@globex.exаmple", "ann@[127.0.0.1]", "ann@globex.example\r\nBcc: eve@evil.example", "ann@xglobex.example",
		} {
			_, err := o.globex.Invite(t.Context(), distr.NewMember{Email: address})
			require.Error(t, err, address)
			require.True(t, notAllowed(err) != "" || errors.Is(err, tenant.ErrInvalid), "%s: %v", address, err)
		}
		require.Len(t, o.events(t, ""), before)
		invited := invite(t, o.globex, "Ann+Test@GLOBEX.Example", "")
		require.EqualValues(t, "ann+test@globex.example", invited.Member.Email)
	})
	t.Run("D05 a domain that is taken off the list lets nobody in who is still invited", func(t *testing.T) {
		o := newOffice(t)
		restrict(t, o, "globex.example", "initech.example")
		ann := invite(t, o.globex, "ann@initech.example", "")
		_, err := o.globex.DisallowDomains(t.Context(), "initech.example")
		require.NoError(t, err)
		before := len(o.events(t, ""))
		_, err = o.acme.Accept(t.Context(), ann.Token, "")
		require.EqualValues(t, "initech.example", notAllowed(err))
		_, err = o.acme.LookAt(t.Context(), ann.Token)
		require.NotEmpty(t, notAllowed(err))
		_, err = o.globex.Resend(t.Context(), ann.Member.ID)
		require.NotEmpty(t, notAllowed(err))
		require.Len(t, o.events(t, ""), before)
	})
	t.Run("D06 tokens for machines have no domain", func(t *testing.T) {
		o := newOffice(t)
		restrict(t, o)
		_, token, err := o.globex.NewToken(t.Context(), "cluster")
		require.NoError(t, err)
		_, err = o.acme.Authenticate(t.Context(), token)
		require.NoError(t, err)
		started, err := o.globex.Install(t.Context(), distr.NewInstallation{Name: "factory"})
		require.NoError(t, err)
		_, err = o.acme.Authenticate(t.Context(), started.Token)
		require.NoError(t, err)
	})
}
