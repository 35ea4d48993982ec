//go:build unix

package server

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/contest"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
)

// TestContestant is a server for the benchmarks.
func TestContestant(t *testing.T) {
	contest.Stand(t, func(t *testing.T, kind string, args []string) contest.Offer {
		t.Helper()
		if kind == "logins" {
			return offerLogins(t, args[0])
		}
		return offerManifest(t, kind, args[0])
	})
}

// BenchmarkObserved compares a GET of a manifest with numbers, traces as many as are
// begun by themselves, and a line in the log for each, with one by a server that
// nobody watches; both keep the pull log. The ratio is to be 1.3 or less.
func BenchmarkObserved(b *testing.B) {
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	b.Cleanup(collector.Close)
	all := []*contest.Contestant{contest.Enter(b, "bare", ""), contest.Enter(b, "observed", collector.URL)}
	contest.Race(b, contest.Rules{Clients: 4, Requests: 4000, Rounds: 9}, all...)
	contest.Requests(b, all...)
}

// offerManifest runs a server, which is bare or sends its traces somewhere.
func offerManifest(t *testing.T, kind, traces string) contest.Offer {
	t.Helper()
	registry, err := embedded.Open(embedded.Config{Root: t.TempDir()})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, registry.Close()) })
	hub, password, err := benchHub(t.Context())
	require.NoError(t, err)
	log, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, log.Close()) })
	ready, ended := make(chan string, 1), make(chan error, 1)
	c := Config{
		Hub: hub, Vendor: "acme", Registry: registry, Listen: "127.0.0.1:0", FollowEvery: time.Hour,
		Log: slog.New(slog.NewTextHandler(log, nil)), Ready: func(url string) { ready <- url },
	}
	if kind == "observed" {
		c.AccessLog, c.MetricsListen, c.TracesTo = true, "127.0.0.1:0", traces
	}
	ctx, stop := context.WithCancel(t.Context())
	go func() { ended <- Run(ctx, c) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	var url string
	select {
	case url = <-ready:
	case err := <-ended:
		ended <- err
		require.NoError(t, err)
	}
	authorization, err := benchLogin(t.Context(), url, password)
	require.NoError(t, err)
	return contest.Offer{Address: strings.TrimPrefix(url, "http://"), Questions: []contest.Question{
		{Method: http.MethodGet, Path: "/v2/acme/app/manifests/1.4.2", Authorization: authorization, Status: http.StatusOK, Bytes: -1},
	}}
}

// benchHub has one customer, who holds one image.
func benchHub(ctx context.Context) (*distr.Hub, string, error) {
	key, err := distr.NewMasterKey(rand.Reader)
	if err != nil {
		return nil, "", err
	}
	images := &tags{}
	images.mean(`{"schemaVersion":2,"layers":[]}` + strings.Repeat(" ", 500))
	hub := distr.New(memory.New(), distr.Config{MasterKeys: []distr.MasterKey{key}, Walker: images})
	acme := hub.Vendor("acme").As(distr.Operator())
	if _, err := acme.CreateProduct(ctx, entitlement.Product{ID: "app", Repositories: []entitlement.RepositoryPath{"acme/app"}}); err != nil {
		return nil, "", err
	}
	if _, err := acme.Publish(ctx, "app", "1.4.2", ""); err != nil {
		return nil, "", err
	}
	c, err := acme.CreateCustomer(ctx, distr.NewCustomer{Name: "Globex"})
	if err != nil {
		return nil, "", err
	}
	globex := acme.Account(c.ID)
	if _, err := globex.Grant(ctx, distr.NewGrant{Product: "app", Versions: entitlement.All()}); err != nil {
		return nil, "", err
	}
	_, token, err := globex.NewToken(ctx, "bench")
	return hub, token.Reveal(), err
}

// benchLogin is the Authorization of a customer.
func benchLogin(ctx context.Context, url, password string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/token?scope=repository:acme/app:pull", nil)
	if err != nil {
		return "", err
	}
	req.SetBasicAuth("globex", password)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var answer struct{ Token string }
	err = json.NewDecoder(resp.Body).Decode(&answer)
	return "Bearer " + answer.Token, err
}
