package cli_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	ggcr "github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/seed361c4c3e/distr-go/internal/wares"
)

// A remoteRegistry is a registry of the vendor's somewhere else, to which one
// login opens.
type remoteRegistry struct {
	*httptest.Server
	login authn.Basic
}

func registryElsewhere(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: registry USER PASSWORD")
	}
	r := &remoteRegistry{login: authn.Basic{Username: args[0], Password: args[1]}}
	inner := ggcr.New(ggcr.WithReferrersSupport(true), ggcr.Logger(log.New(io.Discard, "", 0)))
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if user, password, _ := req.BasicAuth(); user != r.login.Username || password != r.login.Password {
			w.Header().Set("WWW-Authenticate", `Basic realm="elsewhere"`)
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		inner.ServeHTTP(w, req)
	}))
	ts.Defer(r.Close)
	ts.Setenv("UPSTREAM", strings.TrimPrefix(r.URL, "http://"))
	stateOf(ts).elsewhere = r
}

func down(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: down")
	}
	stateOf(ts).elsewhere.Close()
}

func upload(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: upload REF...")
	}
	r := stateOf(ts).elsewhere
	for _, arg := range args {
		ref, err := name.ParseReference(ts.Getenv("UPSTREAM")+"/"+arg, name.Insecure, name.StrictValidation)
		ts.Check(err)
		app, err := wares.App(ref.Identifier())
		ts.Check(err)
		if build := ts.Getenv("BUILD"); build != "" {
			app = mutate.Annotations(app, map[string]string{"build": build}).(v1.ImageIndex)
		}
		ts.Check(remote.WriteIndex(ref, app, remote.WithAuth(&r.login)))
	}
}

func typed(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: type TEXT")
	}
	stateOf(ts).typed = args[0] + "\n"
}
