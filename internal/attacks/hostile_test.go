package attacks_test

import (
	"bytes"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// vendorsPassword is what a registry that was taken over must not get to see
// elsewhere, and a customer nowhere.
const vendorsPassword = "hunter2-of-the-vendor"

// A hostile registry wants the vendor's login, and plays a trick of its own on
// each repository once it has been let loose there.
type hostile struct {
	*site
	server, trap *httptest.Server
	honest       http.Handler

	mu      sync.Mutex
	tricks  map[string]trick // by the last part of a repository's name
	trapped []string         // who came to a place that nobody should go to
	told    bytes.Buffer     // all that anybody was told
}

func newHostile(t *testing.T) *hostile {
	t.Helper()
	h := &hostile{site: newSite(t, "", false), honest: registry.New(registry.Logger(log.New(io.Discard, "", 0))), tricks: map[string]trick{}}
	h.server = httptest.NewServer(h)
	h.trap = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.trapped = append(h.trapped, r.Method+" "+r.URL.Path)
		_, _ = io.WriteString(w, `{"token":"x"}`)
	}))
	t.Cleanup(func() {
		h.trap.Close()
		h.server.CloseClientConnections()
		h.server.Close()
	})
	return h
}

func (h *hostile) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	user, password, _ := r.BasicAuth()
	if user != "vendor" || subtle.ConstantTimeCompare([]byte(password), []byte(vendorsPassword)) != 1 {
		w.Header().Set("WWW-Authenticate", `Basic realm="upstream"`)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	parts := strings.Split(r.URL.Path, "/")
	h.mu.Lock()
	var play trick
	if len(parts) > 3 {
		play = h.tricks[parts[3]]
	}
	h.mu.Unlock()
	if play == nil {
		h.honest.ServeHTTP(w, r)
		return
	}
	play(w, r, h.honest)
}

// loose lets the registry play its trick on a repository.
func (h *hostile) loose(name string, play trick) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tricks[name] = play
}

// add makes a product whose one repository lies in the hostile registry, with a
// chart in it. Published and granted it is if it is sold.
func (h *hostile) add(t *testing.T, name string, sold bool) (repository string) {
	t.Helper()
	repository = "acme/" + name
	id := entitlement.ProductID(name)
	_, err := h.acme.vendor.CreateProduct(t.Context(), entitlement.Product{ID: id, Repositories: []entitlement.RepositoryPath{entitlement.RepositoryPath(repository)}})
	require.NoError(t, err)
	require.NoError(t, h.acme.vendor.SetUpstream(t.Context(), entitlement.RepositoryPath(repository), entitlement.Origin{
		Registry: h.server.URL, Login: entitlement.NewLogin("vendor", vendorsPassword),
	}))
	require.Equal(t, http.StatusNotFound, one(t, h.acme.host, http.MethodGet, "/v2/"+repository+"/manifests/"+old, h.acme.bearer(t, staff, repository)).status)
	for _, i := range held(t, chart, old) {
		if i.manifest {
			h.stores(t, http.MethodPut, "/v2/"+repository+"/manifests/"+old, "application/vnd.oci.image.manifest.v1+json", i.body)
		} else {
			h.stores(t, http.MethodPost, "/v2/"+repository+"/blobs/uploads/?digest="+i.digest.String(), "application/octet-stream", i.body)
		}
	}
	if !sold {
		return repository
	}
	_, err = h.acme.vendor.Publish(t.Context(), id, old, "")
	require.NoError(t, err)
	_, err = h.acme.account(globex).Grant(t.Context(), distr.NewGrant{Product: id, Versions: entitlement.All()})
	require.NoError(t, err)
	return repository
}

// stores puts something into the registry behind its back.
func (h *hostile) stores(t *testing.T, method, target, mediaType string, body []byte) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, bytes.NewReader(body))
	r.Header.Set("Content-Type", mediaType)
	w := httptest.NewRecorder()
	h.honest.ServeHTTP(w, r)
	require.Equal(t, http.StatusCreated, w.Code, w.Body)
}

// hears remembers what somebody was told.
func (h *hostile) hears(what any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	fmt.Fprintf(&h.told, "%+v\n", what)
}

// keptSecret asserts that the vendor's password was told to nobody and is written
// nowhere, and that nobody went where the registry wanted them to.
func (h *hostile) keptSecret(t *testing.T) {
	t.Helper()
	require.Empty(t, h.trapped)
	events, err := h.acme.vendor.Events(t.Context(), distr.EventQuery{})
	require.NoError(t, err)
	written, err := json.Marshal(events)
	require.NoError(t, err)
	upstreams, err := h.acme.vendor.Upstreams(t.Context())
	require.NoError(t, err)
	kept := h.state(t)
	for name, text := range map[string]string{
		"answers and errors": h.told.String(), "the log": h.log.String(), "the events": string(written), "the settings": fmt.Sprintf("%+v", upstreams),
		"the database": kept["upstreams"] + kept["events"] + kept["logins"],
	} {
		require.NotContains(t, text, vendorsPassword, name)
		require.NotContains(t, text, b64("vendor:"+vendorsPassword), name)
		require.NotContains(t, text, "f00dsignature", name)
	}
	require.NotEmpty(t, h.told.String())
}
