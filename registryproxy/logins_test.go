package registryproxy

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/validate"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/entitlement"
)

// TestLoginUpstream is a private registry that wants a login and hands out tokens
// that end soon.
func TestLoginUpstream(t *testing.T) {
	t.Parallel()
	behind := newStand(t)
	target, err := url.Parse(behind.upstream.Registry)
	require.NoError(t, err)
	through := httputil.NewSingleHostReverseProxy(target)
	through.Transport = behind.upstream.Transport
	var current, issued atomic.Int64
	private := httptest.NewUnstartedServer(nil)
	private.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/auth" {
			if user, password, _ := r.BasicAuth(); user != "vendor" || password != "secret" {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			current.Store(issued.Add(1))
			_, _ = fmt.Fprintf(w, `{"token":"t%d"}`, issued.Load())
			return
		}
		if r.Header.Get("Authorization") != fmt.Sprintf("Bearer t%d", current.Load()) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="`+private.URL+`/auth",service="private"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		r.Header.Del("Authorization")
		r.Host = target.Host
		through.ServeHTTP(w, r)
	})
	private.Start()
	t.Cleanup(private.Close)

	s := &stand{gate: behind.gate, newer: behind.newer, index: behind.index, shared: behind.shared}
	s.upstream = Upstream{Registry: private.URL, Login: keychain{"vendor", "secret"}}
	s.serve(t, publishingGate{s.gate})
	auth := loginWith(s.gate.token(t, "globex"))
	manifests, err := s.index.IndexManifest()
	require.NoError(t, err)
	image := func() {
		t.Helper()
		img, err := remote.Image(s.ref(t, app, manifests.Manifests[0].Digest.String()), auth)
		require.NoError(t, err)
		require.NoError(t, validate.Image(img))
	}
	image()
	require.EqualValues(t, 1, issued.Load(), "one login for all blobs")
	current.Store(0) // every token has ended
	image()
	require.EqualValues(t, 2, issued.Load())
	current.Store(0)
	require.NoError(t, remote.Write(s.ref(t, app, "3.0.0"), imageWith(t), loginWith(s.gate.token(t, ""))), "a body is not sent with a token that has ended")

	t.Run("a wrong password", func(t *testing.T) {
		s := &stand{gate: behind.gate, shared: behind.shared, upstream: Upstream{Registry: private.URL, Login: keychain{"vendor", "wrong"}}}
		s.serve(t, s.gate)
		bearer := s.bearer(t, s.gate.token(t, "globex"), pull(app))
		resp, body := s.request(t, http.MethodGet, "/v2/acme/app/blobs/"+digestOf(t, s.shared), bearer)
		require.Equal(t, http.StatusBadGateway, resp.StatusCode)
		require.Equal(t, codeUnavailable, code(t, body))
		require.NotContains(t, s.log.String(), "wrong")
	})
}

type keychain struct{ user, password string }

func (k keychain) Resolve(authn.Resource) (authn.Authenticator, error) {
	return &authn.Basic{Username: k.user, Password: k.password}, nil
}

// TestLoginStaysHome is an upstream that sends us elsewhere with its login.
func TestLoginStaysHome(t *testing.T) {
	t.Parallel()
	var stolen atomic.Int32
	evil := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		stolen.Add(1)
		_, _ = io.WriteString(w, `{"token":"x"}`)
	}))
	t.Cleanup(evil.Close)
	insecure := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}
	for name, handler := range map[string]http.HandlerFunc{
		"a realm elsewhere": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="`+strings.Replace(evil.URL, "127.0.0.1", "localhost", 1)+`",service="x"`)
			w.WriteHeader(http.StatusUnauthorized)
		},
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, evil.URL+r.URL.Path, http.StatusTemporaryRedirect)
		},
		"a redirect of the token": func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/auth" {
				http.Redirect(w, r, strings.Replace(evil.URL, "127.0.0.1", "localhost", 1), http.StatusTemporaryRedirect)
				return
			}
			w.Header().Set("WWW-Authenticate", `Bearer realm="http://`+r.Host+`/auth",service="x"`)
			w.WriteHeader(http.StatusUnauthorized)
		},
	} {
		t.Run(name, func(t *testing.T) {
			up := httptest.NewServer(handler)
			t.Cleanup(up.Close)
			walker, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: up.URL, Transport: insecure, Login: keychain{"vendor", "secret"}}})
			require.NoError(t, err)
			_, err = walker.Walk(t.Context(), entitlement.Origin{}, app, "1")
			require.Error(t, err)
			require.NotContains(t, err.Error(), "secret")
			require.Zero(t, stolen.Load())
		})
	}
}

// TestHTTPSStaysHTTPS is that an upstream that is asked over https is not asked
// over http when that fails, although its name looks local.
func TestHTTPSStaysHTTPS(t *testing.T) {
	t.Parallel()
	counted := &countingTransport{inner: roundTripper(func(*http.Request) (*http.Response, error) { return nil, errors.New("no TLS here") })}
	walker, err := NewWalker(WalkerConfig{Upstream: Upstream{Registry: "127.0.0.1:5000", Transport: counted}})
	require.NoError(t, err)
	_, err = walker.Walk(t.Context(), entitlement.Origin{}, app, "1")
	require.ErrorContains(t, err, "no TLS here")
	for _, r := range counted.taken() {
		require.Equal(t, "https", r.URL.Scheme)
	}
}
