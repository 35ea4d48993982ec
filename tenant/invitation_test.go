package tenant_test

import (
	"crypto/sha256"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

var annAtGlobex = tenant.Invitee{Side: tenant.CustomerSide, Vendor: "acme", Customer: "globex", Member: "mem_ann"}

func newInvitation(t require.TestingT, who tenant.Invitee, rand io.Reader) (tenant.Invitation, tenant.InviteToken) {
	invitation, token, err := tenant.NewInvitation(who, "bob@acme.example", noon, 0, rand)
	require.NoError(t, err)
	return invitation, token
}

func TestNewInvitation(t *testing.T) {
	local := noon.In(time.FixedZone("UTC+9", 9*60*60))
	invitation, token, err := tenant.NewInvitation(annAtGlobex, "bob@acme.example", local, 0, same(3))
	require.NoError(t, err)
	require.Equal(t, tenant.Invitation{
		Hash: sha256.Sum256([]byte(token.Reveal())), Sent: noon, Expires: noon.AddDate(0, 0, 7), By: "bob@acme.example",
	}, invitation)
	require.Equal(t, annAtGlobex, token.Claim())

	invitation, _, err = tenant.NewInvitation(annAtGlobex, "", noon, time.Hour, same(3))
	require.NoError(t, err)
	require.Equal(t, noon.Add(time.Hour), invitation.Expires)

	for _, lasts := range []time.Duration{-1, tenant.MaxInvitationLifetime + 1} {
		_, token, err := tenant.NewInvitation(annAtGlobex, "", noon, lasts, same(3))
		require.ErrorIs(t, err, tenant.ErrInvalid)
		require.ErrorContains(t, err, "at most 720h0m0s")
		require.Zero(t, token)
	}
}

func TestAccept(t *testing.T) {
	invitation, token := newInvitation(t, annAtGlobex, same(3))
	m := invited("ann", tenant.User)
	m.Invitation = invitation
	at := noon.Add(time.Hour)

	came, err := m.Accept(token, at.In(time.FixedZone("UTC-5", -5*60*60)), "Ann Lee", tenant.ViaInvitation)
	require.NoError(t, err)
	want := m
	want.Name, want.Joined, want.Via = "Ann Lee", at, tenant.ViaInvitation
	require.Equal(t, want, came, "the role stays as it is, and so does the hash")
	require.True(t, m.Pending(), "the old value is left alone")

	m.Name = "Ann"
	came, err = m.Accept(token, at, "", tenant.ViaInvitation)
	require.NoError(t, err)
	require.Equal(t, "Ann", came.Name, "who says no name keeps theirs")

	_, err = m.Accept(token, at, " Ann", tenant.ViaInvitation)
	require.ErrorIs(t, err, tenant.ErrInvalid)
	_, err = m.Accept(token, at, "Ann", "")
	require.ErrorIs(t, err, tenant.ErrInvalid)
}

func TestAcceptRefuses(t *testing.T) {
	invitation, token := newInvitation(t, annAtGlobex, same(3))
	newer, _ := newInvitation(t, annAtGlobex, same(4))
	elsewhere := annAtGlobex
	elsewhere.Customer = "initech"
	_, twin := newInvitation(t, elsewhere, same(3))
	with := func(i tenant.Invitation) tenant.Member {
		m := invited("ann", tenant.User)
		m.Invitation = i
		return m
	}
	joined := with(invitation)
	joined.Joined, joined.Via = noon, tenant.ViaInvitation
	emptied := invitation
	emptied.Hash = sha256.Sum256(nil)

	tests := []struct {
		name   string
		m      tenant.Member
		token  tenant.InviteToken
		at     time.Time
		reason tenant.InviteReason
		is     error
		text   string
	}{
		{"no secret", with(invitation), tenant.InviteToken{}, noon, "invite_invalid", tenant.ErrUnauthenticated, "not valid: open the link in the newest letter"},
		{"no secret, and its hash", with(emptied), tenant.InviteToken{}, noon, "invite_invalid", tenant.ErrUnauthenticated, "not valid"},
		{"the same secret for another customer's", with(invitation), twin, noon, "invite_invalid", tenant.ErrUnauthenticated, "not valid"},
		{"one that was replaced", with(newer), token, noon, "invite_invalid", tenant.ErrUnauthenticated, "newest letter"},
		{"one that was replaced, of who has come", func() tenant.Member {
			m := joined
			m.Invitation = newer
			return m
		}(), token, noon, "invite_invalid", tenant.ErrUnauthenticated, "not valid"},
		{"while it is held", with(tenant.Hold("bob")), token, noon, "invite_invalid", tenant.ErrUnauthenticated, "not valid"},
		{"no member", tenant.Member{}, token, noon, "invite_invalid", tenant.ErrUnauthenticated, "not valid"},
		{"as it ends", with(invitation), token, invitation.Expires, "invite_expired", tenant.ErrUnauthenticated, "has expired; ask for another"},
		{"later", with(invitation), token, noon.AddDate(1, 0, 0), "invite_expired", tenant.ErrUnauthenticated, "has expired"},
		{"twice", joined, token, noon, "invite_used", tenant.ErrConflict, "accepted already; sign in instead"},
		{"twice, and late", joined, token, noon.AddDate(1, 0, 0), "invite_used", tenant.ErrConflict, "accepted already"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := tt.m.Accept(tt.token, tt.at, "Ann", tenant.ViaInvitation)
			require.Equal(t, &tenant.InviteRefusal{Reason: tt.reason}, err)
			require.ErrorIs(t, err, tt.is)
			require.ErrorContains(t, err, tt.text)
			require.Zero(t, m)
		})
	}
	_, err := with(invitation).Accept(token, invitation.Expires.Add(-time.Nanosecond), "Ann", tenant.ViaInvitation)
	require.NoError(t, err, "to the last moment")
	for bit := range 8 * sha256.Size {
		wrong := with(invitation)
		wrong.Hash[bit/8] ^= 1 << (bit % 8)
		_, err := wrong.Accept(token, noon, "Ann", tenant.ViaInvitation)
		require.ErrorIs(t, err, tenant.ErrUnauthenticated, "bit %d", bit)
	}
}

// One that is held has nothing to accept; sending it makes it one like any other.
func TestHold(t *testing.T) {
	m := invited("ann", tenant.User)
	require.False(t, m.Held())
	m.Invitation = tenant.Hold("bob@acme.example")
	require.True(t, m.Held())
	require.Equal(t, "bob@acme.example", m.By)
	require.Zero(t, m.Hash)
	require.Zero(t, m.Expires)

	invitation, token := newInvitation(t, annAtGlobex, same(3))
	m.Invitation = invitation
	require.False(t, m.Held())
	_, err := m.Accept(token, noon, "", tenant.ViaInvitation)
	require.NoError(t, err)
	require.False(t, person("bob", tenant.User).Held())
}

func TestNewInvitationRefuses(t *testing.T) {
	tests := []struct {
		name   string
		change func(*tenant.Invitee)
		why    string
	}{
		{"no member", func(w *tenant.Invitee) { w.Member = "" }, "member ID: it is empty"},
		{"no vendor", func(w *tenant.Invitee) { w.Vendor = "" }, "vendor ID: it is empty"},
		{"no side", func(w *tenant.Invitee) { w.Side = "" }, `side ""`},
		{"the operator's", func(w *tenant.Invitee) { w.Side = tenant.OperatorSide }, `side "operator"`},
		{"no customer", func(w *tenant.Invitee) { w.Customer = "" }, "customer ID: it is empty"},
		{"the vendor's with a customer", func(w *tenant.Invitee) { w.Side = tenant.VendorSide }, "has no customer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			who := annAtGlobex
			tt.change(&who)
			invitation, token, err := tenant.NewInvitation(who, "bob", noon, 0, same(3))
			require.ErrorIs(t, err, tenant.ErrInvalid)
			require.ErrorContains(t, err, tt.why)
			require.Zero(t, invitation)
			require.Zero(t, token)
		})
	}
	_, token, err := tenant.NewInvitation(annAtGlobex, "bob", noon, 0, io.LimitReader(same(3), 31))
	require.Error(t, err, "too little chance")
	require.Zero(t, token)
}
