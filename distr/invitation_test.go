package distr_test

import (
	"crypto/sha256"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func TestInvitation(t *testing.T) {
	t.Run("I01 a secret of 256 random bits, for seven days", func(t *testing.T) {
		o := newOffice(t)
		ann, bob := invite(t, o.globex, "ann@globex.example", ""), invite(t, o.globex, "bob@globex.example", "")
		require.NotEqual(t, ann.Token.Reveal(), bob.Token.Reveal())
		require.Equal(t, sha256.Sum256([]byte(ann.Token.Reveal())), ann.Member.Hash)
		require.Equal(t, o.clock.now(), ann.Member.Sent)
		require.Equal(t, o.clock.now().Add(7*24*time.Hour), ann.Member.Expires)
		require.Equal(t, tenant.Invitee{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex", Member: ann.Member.ID}, ann.Token.Claim())

		o.clock.move(7*24*time.Hour - time.Microsecond)
		_, err := o.acme.Accept(t.Context(), ann.Token, "")
		require.NoError(t, err)
		o.clock.move(time.Microsecond)
		_, err = o.acme.Accept(t.Context(), bob.Token, "")
		require.Equal(t, tenant.InviteExpired, because(err))
		require.ErrorIs(t, err, tenant.ErrUnauthenticated)
	})
	onEachStore(t, "I02 one of 32 at once comes in", func(t *testing.T, o *office) {
		ann := invite(t, o.globex, "ann@globex.example", "")
		before := len(o.events(t, "globex"))
		var in, used atomic.Int32
		atOnce(32, func(int) {
			_, err := o.hub.Vendor("acme").Accept(t.Context(), ann.Token, "Ann")
			switch {
			case err == nil:
				in.Add(1)
			case because(err) == tenant.InviteUsed:
				used.Add(1)
			default:
				t.Errorf("neither in nor used: %v", err)
			}
		})
		require.EqualValues(t, 1, in.Load())
		require.EqualValues(t, 31, used.Load())
		require.Equal(t, []distr.Kind{distr.MemberJoined}, o.kinds(t, "globex", before))
	})
	t.Run("I04 sent again, the one before is dead", func(t *testing.T) {
		o := newOffice(t)
		first := invite(t, o.globex, "ann@globex.example", "")
		o.clock.move(24 * time.Hour)
		second, err := o.globex.Resend(t.Context(), first.Member.ID)
		require.NoError(t, err)
		require.True(t, second.Resent)
		require.Equal(t, first.Member.ID, second.Member.ID)
		require.Equal(t, o.clock.now().Add(7*24*time.Hour), second.Member.Expires)
		_, err = o.acme.Accept(t.Context(), first.Token, "")
		require.Equal(t, tenant.InviteInvalid, because(err))
		_, err = o.acme.Accept(t.Context(), second.Token, "")
		require.NoError(t, err)
		_, err = o.globex.Resend(t.Context(), first.Member.ID)
		require.ErrorIs(t, err, tenant.ErrConflict)
		_, err = o.globex.Resend(t.Context(), "mem_none")
		require.ErrorIs(t, err, tenant.ErrNotFound)
	})
	t.Run("I05 to look at it does not use it up", func(t *testing.T) {
		o := newOffice(t)
		ann := invite(t, o.globex, "Ann@Globex.example", tenant.Viewer)
		before := len(o.events(t, ""))
		for range 3 {
			opened, err := o.hub.Vendor("acme").LookAt(t.Context(), ann.Token)
			require.NoError(t, err)
			require.Equal(t, distr.Opened{
				Side: tenant.CustomerSide, Customer: tenant.Customer{ID: "globex", Profile: tenant.Profile{Name: "globex"}},
				Email: "ann@globex.example", Role: tenant.Administrator, By: "operator", Expires: ann.Member.Expires,
			}, opened)
		}
		require.Len(t, o.events(t, ""), before)
		_, err := o.hub.Vendor("acme").Accept(t.Context(), ann.Token, "Ann")
		require.NoError(t, err)
		_, err = o.hub.Vendor("acme").LookAt(t.Context(), ann.Token)
		require.Equal(t, tenant.InviteUsed, because(err))
	})
	t.Run("I07 it is for one person in one room", func(t *testing.T) {
		o := newOffice(t)
		ann := invite(t, o.globex, "ann@globex.example", "")
		_, err := o.hub.Vendor("ACME").As(distr.Operator()).Accept(t.Context(), ann.Token, "")
		require.Equal(t, tenant.InviteInvalid, because(err))
		for _, other := range []distr.Actor{distr.CustomerUser("eve@globex.example"), distr.Staff("eve@acme.example")} {
			_, err = o.as(other).Accept(t.Context(), ann.Token, "")
			require.ErrorIs(t, err, tenant.ErrForbidden)
			_, err = o.as(other).LookAt(t.Context(), ann.Token)
			require.ErrorIs(t, err, tenant.ErrForbidden)
		}
		initech := o.open(t, "initech")
		accepted, err := o.as(distr.CustomerUser("ann@globex.example")).Accept(t.Context(), ann.Token, "")
		require.NoError(t, err)
		require.EqualValues(t, "globex", accepted.Customer)
		require.Empty(t, members(t, initech))
	})
	t.Run("I08 and I10 without the secret nothing is said", func(t *testing.T) {
		o := newOffice(t)
		ann := invite(t, o.globex, "ann@globex.example", "")
		said := map[string]bool{}
		for _, claim := range []tenant.Invitee{
			{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex", Member: ann.Member.ID},
			{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex", Member: "mem_none"},
			{Side: tenant.CustomerSide, Vendor: "acme", Customer: "none", Member: ann.Member.ID},
			{Side: tenant.VendorSide, Vendor: "acme", Member: ann.Member.ID},
		} {
			_, forged, err := tenant.NewInvitation(claim, "eve", o.clock.now(), 0, newRand())
			require.NoError(t, err)
			for _, state := range []func() error{
				func() error { return nil },
				func() error { _, err := o.globex.RestrictDomains(t.Context(), true); return err },
				func() error { _, err := o.globex.RestrictDomains(t.Context(), false); return err },
			} {
				require.NoError(t, state())
				_, err = o.acme.Accept(t.Context(), forged, "")
				said[err.Error()] = true
				_, err = o.acme.LookAt(t.Context(), forged)
				said[err.Error()] = true
			}
		}
		_, err := o.acme.Accept(t.Context(), tenant.InviteToken{}, "")
		said[err.Error()] = true
		require.Len(t, said, 1, said)

		_, err = o.globex.Invite(t.Context(), distr.NewMember{Email: "ann@globex.example"})
		require.NoError(t, err)
		o.join(t, o.globex, "ann@globex.example", "")
		_, err = o.globex.Invite(t.Context(), distr.NewMember{Email: "ann@globex.example"})
		require.ErrorIs(t, err, tenant.ErrConflict)
		_, err = o.user("eve@globex.example").Invite(t.Context(), distr.NewMember{Email: "ann@globex.example"})
		require.ErrorIs(t, err, tenant.ErrNotFound)
	})
	t.Run("I12 a letter that never came is sent again", func(t *testing.T) {
		o := newOffice(t)
		yes := true
		_, err := o.acme.CreateCustomer(t.Context(), distr.NewCustomer{
			ID: "initech", Name: "Initech", Email: "it@initech.example", Portal: true, Access: tenant.AccessReadOnly, Invite: &yes})
		require.NoError(t, err)
		initech := o.acme.Account("initech")
		ms, err := initech.Members(t.Context())
		require.NoError(t, err)
		again, err := initech.Resend(t.Context(), ms[0].ID)
		require.NoError(t, err)
		_, err = o.acme.Accept(t.Context(), again.Token, "")
		require.NoError(t, err)
	})
	t.Run("I13 each thing is written down once", func(t *testing.T) {
		o := newOffice(t)
		before := len(o.events(t, "globex"))
		ann := invite(t, o.globex, "ann@globex.example", tenant.Viewer)
		_, err := o.acme.Accept(t.Context(), ann.Token, "Ann")
		require.NoError(t, err)
		events := o.events(t, "globex")[before:]
		require.Len(t, events, 2)
		require.Equal(t, distr.MemberInvited, events[0].Kind)
		require.Equal(t, "operator", events[0].Actor.Name)
		require.JSONEq(t, `{"member":"`+string(ann.Member.ID)+`","email":"ann@globex.example","role":"administrator",
			"expires":"2026-03-08T12:00:00Z","roleForced":true,"resent":false}`, string(events[0].Data))
		require.Equal(t, distr.MemberJoined, events[1].Kind)
		require.Equal(t, "ann@globex.example", events[1].Actor.Name)
		require.JSONEq(t, `{"member":"`+string(ann.Member.ID)+`","email":"ann@globex.example","name":"Ann",
			"role":"administrator","via":"invitation"}`, string(events[1].Data))
	})
}

func TestInvitationRefused(t *testing.T) {
	ann := tenant.Email("ann@globex.example")
	for _, state := range []struct {
		name   string
		close  func(t *testing.T, o *office) error
		open   func(t *testing.T, o *office) error
		reason any
	}{
		{"I09 archived", func(t *testing.T, o *office) error { _, err := o.globex.Archive(t.Context()); return err },
			func(t *testing.T, o *office) error { _, err := o.globex.Unarchive(t.Context()); return err }, tenant.CustomerArchived},
		{"I09 the portal closed", func(t *testing.T, o *office) error { _, err := o.globex.SetPortal(t.Context(), false); return err },
			func(t *testing.T, o *office) error { _, err := o.globex.SetPortal(t.Context(), true); return err }, tenant.PortalDisabled},
		{"I09 no access", func(t *testing.T, o *office) error {
			_, err := o.globex.SetAccess(t.Context(), tenant.AccessDisabled)
			return err
		}, func(t *testing.T, o *office) error {
			_, err := o.globex.SetAccess(t.Context(), tenant.AccessReadOnly)
			return err
		}, tenant.AccessOff},
	} {
		t.Run(state.name, func(t *testing.T) {
			o := newOffice(t)
			invited := invite(t, o.globex, string(ann), "")
			require.NoError(t, state.close(t, o))
			before := len(o.events(t, ""))
			_, err := o.acme.Accept(t.Context(), invited.Token, "")
			require.Equal(t, state.reason, because(err))
			require.ErrorIs(t, err, tenant.ErrForbidden)
			_, err = o.acme.LookAt(t.Context(), invited.Token)
			require.Equal(t, state.reason, because(err))
			_, err = o.globex.Invite(t.Context(), distr.NewMember{Email: "bob@globex.example"})
			require.Equal(t, state.reason, because(err))
			_, err = o.globex.Resend(t.Context(), invited.Member.ID)
			require.Equal(t, state.reason, because(err))
			require.Len(t, o.events(t, ""), before)

			require.NoError(t, state.open(t, o))
			_, err = o.acme.Accept(t.Context(), invited.Token, "")
			require.NoError(t, err)
		})
	}
	t.Run("I09 nobody gives more than they have, and the role stays", func(t *testing.T) {
		o := newOffice(t)
		o.join(t, o.globex, string(ann), "")
		bob := invite(t, o.user(ann), "bob@globex.example", tenant.User)
		for _, role := range []tenant.Role{tenant.Viewer, tenant.User} {
			cal := o.join(t, o.globex, "cal@globex.example", role)
			_, err := o.user("cal@globex.example").Invite(t.Context(), distr.NewMember{Email: "dan@globex.example", Role: tenant.Viewer})
			require.Equal(t, tenant.RoleTooLow, because(err))
			require.NoError(t, o.globex.RemoveMember(t.Context(), cal.ID))
		}
		accepted, err := o.acme.Accept(t.Context(), bob.Token, "")
		require.NoError(t, err)
		require.Equal(t, tenant.User, accepted.Member.Role)
		_, err = o.user(ann).Invite(t.Context(), distr.NewMember{Email: "dan@globex.example", Role: "owner"})
		require.ErrorIs(t, err, tenant.ErrInvalid)
	})
	t.Run("I09 who invited may be gone", func(t *testing.T) {
		o := newOffice(t)
		a := o.join(t, o.globex, string(ann), "")
		bob := invite(t, o.user(ann), "bob@globex.example", tenant.Administrator)
		require.Equal(t, string(ann), bob.Member.By)
		require.NoError(t, o.globex.RemoveMember(t.Context(), a.ID))
		_, err := o.acme.Accept(t.Context(), bob.Token, "")
		require.NoError(t, err)
	})
	t.Run("revoked", func(t *testing.T) {
		o := newOffice(t)
		o.join(t, o.globex, string(ann), "")
		bob := invite(t, o.globex, "bob@globex.example", "")
		before := len(o.events(t, "globex"))
		require.NoError(t, o.user(ann).RemoveMember(t.Context(), bob.Member.ID))
		require.Equal(t, []distr.Kind{distr.MemberUninvited}, o.kinds(t, "globex", before))
		_, err := o.acme.Accept(t.Context(), bob.Token, "")
		require.Equal(t, tenant.InviteInvalid, because(err))
	})
}
