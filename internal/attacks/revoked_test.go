package attacks_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestTokensThatAreOut: what is decided is decided when somebody asks, and not
// when the token was made (CVE-2026-35172). Each change shows with the next
// request, over the same token.
func TestTokensThatAreOut(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	pull := func(token, tag string) reply {
		return one(t, s.acme.host, http.MethodGet, "/v2/acme/app/manifests/"+tag, "Authorization: Bearer "+token)
	}
	blob := func(token string) reply {
		return one(t, s.acme.host, http.MethodGet, "/v2/acme/app/blobs/"+held(t, app, old)[3].digest.String(), "Authorization: Bearer "+token)
	}
	token := s.acme.access(t, globex, app)
	require.Equal(t, 403, pull(token, next).status)
	require.Equal(t, 200, blob(token).status)
	grants, err := s.acme.account(globex).Grants(t.Context())
	require.NoError(t, err)
	_, err = s.acme.account(globex).Amend(t.Context(), grants[0].ID, distr.Amendment{Add: entitlement.Only(next)})
	require.NoError(t, err)
	require.Equal(t, 200, pull(token, next).status, "a version was added")

	_, _, err = s.acme.account(globex).Disable(t.Context(), tenant.Artifacts)
	require.NoError(t, err)
	require.Equal(t, 404, pull(token, old).status, "the feature was switched off")
	require.Equal(t, 404, blob(token).status)
	_, _, err = s.acme.account(globex).Enable(t.Context(), tenant.Artifacts)
	require.NoError(t, err)
	require.Equal(t, 200, pull(token, old).status)

	ended := s.clock.now().Add(-time.Second)
	_, err = s.acme.account(globex).Amend(t.Context(), grants[0].ID, distr.Amendment{Expires: &ended})
	require.NoError(t, err)
	require.Equal(t, 403, pull(token, old).status, "the grant was ended")
	require.Equal(t, 403, blob(token).status)
	soon := s.clock.now().Add(2 * time.Minute)
	_, err = s.acme.account(globex).Amend(t.Context(), grants[0].ID, distr.Amendment{Expires: &soon})
	require.NoError(t, err)
	require.Equal(t, 200, blob(token).status)
	s.clock.jump(2 * time.Minute)
	require.Equal(t, 403, blob(token).status, "its end has come, to the second")

	theirs := s.umbra.access(t, globex, app)
	require.NoError(t, s.acme.account(globex).RevokeToken(t.Context(), s.acme.tokens[globex].Claim().Credential))
	for _, target := range []string{"/v2/", "/v2/_catalog", "/v2/acme/app/tags/list", "/v2/../x", "/v2/acme/app/manifests/1.4.2"} {
		got := one(t, s.acme.host, http.MethodGet, target, "Authorization: Bearer "+token)
		require.Equal(t, 401, got.status, "%s: the login was revoked", target)
		require.Contains(t, got.header.Get("WWW-Authenticate"), `error="invalid_token"`)
	}
	login := one(t, s.acme.host, http.MethodGet, "/token", "Authorization: Basic "+basic(s.acme.tokens[globex]))
	require.Equal(t, 401, login.status)
	require.Equal(t, 200, one(t, s.umbra.host, http.MethodGet, "/v2/acme/app/manifests/2.0.0", "Authorization: Bearer "+theirs).status, "of the other vendor's customer with the same name nothing changed")
}

// TestDroppedKeys: with a key end all tokens that it signed, the remembered ones
// too, and no others.
func TestDroppedKeys(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	status := func(shop *shop, token string) int {
		return one(t, shop.host, http.MethodGet, "/v2/", "Authorization: Bearer "+token).status
	}
	kids := func() (ids []string) {
		body := one(t, s.acme.host, http.MethodGet, "/.well-known/jwks.json").body
		var set struct{ Keys []map[string]string }
		require.NoError(t, json.Unmarshal([]byte(body), &set))
		for _, k := range set.Keys {
			ids = append(ids, k["kid"])
			names := []string{}
			for name := range k {
				names = append(names, name)
			}
			slices.Sort(names)
			require.Equal(t, []string{"alg", "crv", "kid", "kty", "use", "x", "y"}, names, "public halves only")
		}
		return ids
	}
	before := s.acme.access(t, globex)
	theirs := s.umbra.access(t, globex)
	dropped := s.acme.signing(t).ID
	require.Contains(t, kids(), dropped)
	require.Equal(t, 200, status(s.acme, before))

	require.NoError(t, s.acme.vendor.DropKey(t.Context(), dropped))
	require.Equal(t, 401, status(s.acme, before))
	require.NotContains(t, kids(), dropped)
	require.Equal(t, 200, status(s.umbra, theirs))

	after := s.acme.access(t, globex)
	require.Equal(t, 200, status(s.acme, after))
	require.NoError(t, s.acme.vendor.RotateKeys(t.Context()))
	require.Equal(t, 200, status(s.acme, after), "a key that retires verifies what is out")
	require.Equal(t, 200, status(s.acme, s.acme.access(t, globex)))
	require.Equal(t, 401, status(s.acme, before))
}

// TestLoginsOfOthers: a handle on one customer reaches no other's login, grant or
// name (CVE-2019-16919, CVE-2022-31667: robots made and changed across projects).
func TestLoginsOfOthers(t *testing.T) {
	t.Parallel()
	s := newSite(t, "", true)
	theirs := s.acme.tokens[stark].Claim().Credential
	grants, err := s.acme.account(stark).Grants(t.Context())
	require.NoError(t, err)
	for name, err := range map[string]error{
		"another customer's token":       s.acme.account(globex).RevokeToken(t.Context(), theirs),
		"staff's token":                  s.acme.account(globex).RevokeToken(t.Context(), s.acme.tokens[staff].Claim().Credential),
		"a customer's token as staff's":  s.acme.vendor.RevokeStaffToken(t.Context(), theirs),
		"another vendor's customer":      s.umbra.account(stark).RevokeToken(t.Context(), theirs),
		"another vendor's staff":         s.umbra.vendor.RevokeStaffToken(t.Context(), s.acme.tokens[staff].Claim().Credential),
		"another customer's grant":       second(s.acme.account(globex).Amend(t.Context(), grants[0].ID, distr.Amendment{Name: "mine"})),
		"another customer's grant login": s.acme.account(globex).SetGrantLogin(t.Context(), grants[0].ID, entitlement.NewLogin("a", "b")),
		"a customer that is not there":   second(s.acme.account("nobody").Grant(t.Context(), distr.NewGrant{Product: "app", Versions: entitlement.All()})),
	} {
		require.ErrorIs(t, err, tenant.ErrNotFound, name)
	}
	for _, who := range []string{stark, staff} {
		require.Equal(t, 200, one(t, s.acme.host, http.MethodGet, "/v2/", s.acme.bearer(t, who)).status)
	}
	for _, tt := range []struct{ name, password string }{
		{"another vendor's token", s.umbra.tokens[globex].Reveal()},
		{"another vendor's staff", s.umbra.tokens[staff].Reveal()},
		{"an access token", s.acme.access(t, globex)},
		{"nothing", ""},
	} {
		got := one(t, s.acme.host, http.MethodGet, "/token?scope=repository:acme/app:pull", "Authorization: Basic "+b64("somebody:"+tt.password))
		require.Equal(t, 401, got.status, tt.name)
		require.NotContains(t, got.body, "acme/", tt.name)
	}
}

func second[T any](_ T, err error) error { return err }
