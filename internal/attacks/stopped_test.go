package attacks_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestTokensOfWhoIsStopped: a customer who is archived, or whose access level stops
// pulls, is refused as with a token that was revoked, and the token endpoint says
// why. It ends access tokens that are out, and when it is over they are good again:
// they were never taken back, it is the customer who was asked about.
func TestTokensOfWhoIsStopped(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	a := s.acme.account(globex)
	stops := func(on bool) func() error {
		return func() error {
			_, _, err := s.acme.vendor.ChangeSettings(t.Context(), func(settings *tenant.Settings) error {
				settings.StopPulls = on
				return nil
			})
			return err
		}
	}
	token, login := s.acme.access(t, globex, app), "Authorization: Basic "+basic(s.acme.tokens[globex])
	theirs, others := s.umbra.access(t, globex, app), s.acme.access(t, staff, app)
	targets := []string{"/v2/", "/v2/_catalog", "/v2/acme/app/tags/list", "/v2/acme/app/manifests/1.4.2", "/v2/acme/app/blobs/" + held(t, app, old)[3].digest.String()}
	for _, tt := range []struct {
		name       string
		stop, undo func() error
		why        string
	}{
		{"archived", func() error { return second(a.Archive(t.Context())) }, func() error { return second(a.Unarchive(t.Context())) }, "the customer is archived"},
		{"access disabled", stops(true), stops(false), "the customer's access is disabled"},
	} {
		for _, target := range targets {
			require.Equal(t, 200, one(t, s.acme.host, http.MethodGet, target, "Authorization: Bearer "+token).status, target)
		}
		require.NoError(t, tt.stop())
		for _, target := range targets {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				got := one(t, s.acme.host, method, target, "Authorization: Bearer "+token)
				require.Equal(t, 401, got.status, "%s %s %s", tt.name, method, target)
				require.Contains(t, got.header.Get("WWW-Authenticate"), `error="invalid_token"`)
				require.NotContains(t, got.body, "1.4.2")
			}
		}
		refused := one(t, s.acme.host, http.MethodGet, "/token?scope=repository:acme/app:pull", login)
		require.Equal(t, 401, refused.status)
		require.Contains(t, refused.body, tt.why)
		require.Equal(t, 200, one(t, s.umbra.host, http.MethodGet, "/v2/", "Authorization: Bearer "+theirs).status, "the other vendor's customer of the same name")
		require.Equal(t, 200, one(t, s.acme.host, http.MethodGet, "/v2/", "Authorization: Bearer "+others).status, "the vendor's own people")

		require.NoError(t, tt.undo())
		require.Equal(t, 200, one(t, s.acme.host, http.MethodGet, "/v2/", "Authorization: Bearer "+token).status)
		require.Equal(t, 200, one(t, s.acme.host, http.MethodGet, "/token", login).status)
	}
}

// TestRotatedTokens: a service account's old token is good for nothing from the next
// request on, and neither is an access token that was made with it: whoever rotates a
// token that has leaked waits for nothing to run out.
func TestRotatedTokens(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", false)
	a := s.acme.account(globex)
	started, err := a.Install(t.Context(), distr.NewInstallation{Name: "cluster"})
	require.NoError(t, err)
	status := func(token tenant.Token) int {
		return one(t, s.acme.host, http.MethodGet, "/token", "Authorization: Basic "+basic(token)).status
	}
	require.Equal(t, 200, status(started.Token))
	s.acme.tokens["cluster"] = started.Token
	out := s.acme.access(t, "cluster", app)

	// An Administrator of the customer's rotates.
	_, err = a.SetPortal(t.Context(), true)
	require.NoError(t, err)
	_, err = a.SetAccess(t.Context(), tenant.AccessFull)
	require.NoError(t, err)
	invited, err := a.Invite(t.Context(), distr.NewMember{Email: "ann@globex.example"})
	require.NoError(t, err)
	_, err = s.acme.vendor.Accept(t.Context(), invited.Token, "Ann")
	require.NoError(t, err)
	ann := s.acme.vendor.As(distr.CustomerUser("ann@globex.example")).Account(globex)

	rotated, err := ann.RotateInstallation(t.Context(), started.Installation.ID)
	require.NoError(t, err)
	require.Equal(t, 401, status(started.Token))
	require.Equal(t, 200, status(rotated.Token))
	require.Equal(t, 401, one(t, s.acme.host, http.MethodGet, "/v2/", "Authorization: Bearer "+out).status)
	s.acme.tokens["cluster"] = rotated.Token
	out = s.acme.access(t, "cluster", app)
	require.Equal(t, 200, one(t, s.acme.host, http.MethodGet, "/v2/", "Authorization: Bearer "+out).status)
	require.NoError(t, a.RevokeInstallation(t.Context(), started.Installation.ID))
	require.Equal(t, 401, status(rotated.Token))
	require.Equal(t, 401, one(t, s.acme.host, http.MethodGet, "/v2/", "Authorization: Bearer "+out).status)
}
