package registryproxy

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// A keyingGate is a gate that keeps the signing keys.
type keyingGate struct {
	publishingGate
	mu   sync.Mutex
	keys []tenant.SigningKey
	err  error
}

func (g *keyingGate) SigningKeys(context.Context) ([]tenant.SigningKey, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.keys, g.err
}

func (g *keyingGate) keep(keys ...tenant.SigningKey) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.keys = keys
}

func (g *keyingGate) fail(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.err = err
}

func newKey(tb testing.TB) tenant.SigningKey {
	tb.Helper()
	key, err := tenant.NewSigningKey(rand.Reader)
	require.NoError(tb, err)
	return key
}

// newKeyingStand is a stand whose gate keeps a key of its own, and whose
// configuration has another.
func newKeyingStand(t *testing.T) (s *stand, gate *keyingGate, configured tenant.SigningKey) {
	t.Helper()
	s = newStand(t)
	gate, configured = &keyingGate{publishingGate: publishingGate{s.gate}}, newKey(t)
	s.serve(t, gate, func(c *Config) { c.Keys = []tenant.SigningKey{configured} })
	return s, gate, configured
}

// kids are the keys that are published.
func (s *stand) kids(t *testing.T) (kids []string) {
	t.Helper()
	resp, body := s.request(t, http.MethodGet, jwksPath, "")
	require.Equal(t, http.StatusOK, resp.StatusCode)
	var set struct{ Keys []struct{ Kid string } }
	require.NoError(t, json.Unmarshal([]byte(body), &set))
	for _, k := range set.Keys {
		kids = append(kids, k.Kid)
	}
	return kids
}

// TestKeyRotation takes a key from next over active to retiring: whoever got a
// token on the way is served until the token ends.
func TestKeyRotation(t *testing.T) {
	t.Parallel()
	s, gate, configured := newKeyingStand(t)
	token := s.gate.token(t, "globex")
	var out []string // the tokens that are out
	good := func() {
		t.Helper()
		out = append(out, s.bearer(t, token, pull(app)))
		for _, bearer := range out {
			for range 2 { // verified, and remembered
				resp, _ := s.request(t, http.MethodHead, "/v2/acme/app/manifests/1.4.2", bearer)
				require.Equal(t, http.StatusOK, resp.StatusCode)
			}
		}
	}
	require.Equal(t, []string{configured.ID}, s.kids(t), "a gate that keeps none has those of the configuration")
	old, next := newKey(t), newKey(t)
	for _, keys := range [][]tenant.SigningKey{
		{old},
		{old, next}, // next: others learn of it before it signs
		{next, old}, // active, and the old one retires
		{{ID: next.ID, Private: next.Private}, old}, // another slice of the same
	} {
		gate.keep(keys...)
		good()
		require.Len(t, s.kids(t), len(keys))
		require.Equal(t, keys[0].ID, s.kids(t)[0], "the first one signs")
	}

	gate.keep(next) // the old one has retired
	for i, bearer := range out {
		resp, _ := s.request(t, http.MethodHead, "/v2/acme/app/manifests/1.4.2", bearer)
		require.Equal(t, i < 2, resp.StatusCode == http.StatusUnauthorized)
	}
}

// TestKeyDropped is the emergency: a key that somebody else may have is no longer
// good with the next request, also for tokens that were verified before, and
// clients get new ones by themselves.
func TestKeyDropped(t *testing.T) {
	t.Parallel()
	s, gate, _ := newKeyingStand(t)
	leaked := newKey(t)
	gate.keep(leaked)
	token := s.gate.token(t, "globex")
	bearer := s.bearer(t, token, pull(app))
	puller, err := remote.NewPuller(loginWith(token))
	require.NoError(t, err)
	status := func() (int, string) {
		resp, _ := s.request(t, http.MethodGet, "/v2/acme/app/manifests/1.4.2", bearer)
		return resp.StatusCode, resp.Header.Get("WWW-Authenticate")
	}
	got, _ := status()
	require.Equal(t, http.StatusOK, got)
	_, err = puller.Head(t.Context(), s.ref(t, app, "1.4.2"))
	require.NoError(t, err)

	fresh := newKey(t)
	gate.keep(fresh)
	for range 2 {
		got, challenge := status()
		require.Equal(t, http.StatusUnauthorized, got)
		require.Contains(t, challenge, `error="invalid_token"`)
	}
	_, err = puller.Head(t.Context(), s.ref(t, app, "1.4.2"))
	require.NoError(t, err, "the client got itself a new token")

	bearer = s.bearer(t, token, pull(app))
	got, _ = status()
	require.Equal(t, http.StatusOK, got)
	gate.keep(tenant.SigningKey{ID: fresh.ID, Private: newKey(t).Private})
	got, _ = status()
	require.Equal(t, http.StatusUnauthorized, got, "another key under the same name is another key")
}

// TestKeyTrouble is a gate that cannot say which keys are good: nobody is let in,
// and nobody is logged out.
func TestKeyTrouble(t *testing.T) {
	t.Parallel()
	s, gate, _ := newKeyingStand(t)
	gate.keep(newKey(t))
	token := s.gate.token(t, "globex")
	bearer := s.bearer(t, token, pull(app))
	for name, broken := range map[string]func(){
		"it fails":         func() { gate.fail(errors.New("the disk is gone")) },
		"a key of no use":  func() { gate.keep(tenant.SigningKey{ID: "x"}) },
		"two of one name":  func() { k := newKey(t); gate.keep(k, k) },
		"a key of no name": func() { gate.keep(tenant.SigningKey{Private: newKey(t).Private}) },
	} {
		gate.fail(nil)
		gate.keep(newKey(t))
		broken()
		for _, path := range []string{"/v2/acme/app/manifests/1.4.2", "/v2/", jwksPath} {
			resp, body := s.request(t, http.MethodGet, path, bearer)
			require.Equal(t, http.StatusServiceUnavailable, resp.StatusCode, name+path)
			require.NotEmpty(t, resp.Header.Get("Retry-After"))
			require.NotContains(t, body, "disk")
		}
		_, err := remote.Head(s.ref(t, app, "1.4.2"), loginWith(token), remote.WithRetryBackoff(remote.Backoff{Duration: time.Millisecond, Steps: 1}))
		require.ErrorContains(t, err, codeUnavailable, name)
		resp, _ := s.request(t, http.MethodGet, "/v2/", "")
		require.Equal(t, http.StatusUnauthorized, resp.StatusCode, "who sends no token is asked for one")
	}
	require.Contains(t, s.log.String(), "the disk is gone")
}
