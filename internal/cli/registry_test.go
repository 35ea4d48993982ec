package cli_test

import (
	"cmp"
	"net/http"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/seed361c4c3e/distr-go/internal/datadir"
	"github.com/seed361c4c3e/distr-go/internal/embedded"
	"github.com/seed361c4c3e/distr-go/internal/wares"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func push(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: push REF...")
	}
	inRegistry(ts, args, func(ref name.Reference, to http.RoundTripper) {
		app, err := wares.App(ref.Identifier())
		ts.Check(err)
		ts.Check(remote.WriteIndex(ref, app, remote.WithTransport(to)))
	})
}

func forget(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: forget REF")
	}
	inRegistry(ts, args, func(ref name.Reference, to http.RoundTripper) {
		head, err := remote.Head(ref, remote.WithTransport(to))
		ts.Check(err)
		ts.Check(remote.Delete(ref.Context().Digest(head.Digest.String()), remote.WithTransport(to)))
	})
}

func lose(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: lose REF")
	}
	inRegistry(ts, args, func(ref name.Reference, to http.RoundTripper) {
		image, err := remote.Image(ref, remote.WithTransport(to)) // that of one platform
		ts.Check(err)
		layers, err := image.Layers()
		ts.Check(err)
		digest, err := layers[len(layers)-1].Digest()
		ts.Check(err)
		url := "http://" + embedded.Host + "/v2/" + ref.Context().RepositoryStr() + "/blobs/" + digest.String()
		gone, err := http.NewRequest(http.MethodDelete, url, http.NoBody)
		ts.Check(err)
		resp, err := to.RoundTrip(gone)
		ts.Check(err)
		ts.Check(resp.Body.Close())
		if resp.StatusCode != http.StatusAccepted {
			ts.Fatalf("removing %s: %s", digest, resp.Status)
		}
	})
}

// inRegistry opens the vendor's storage as the program would find it.
func inRegistry(ts *testscript.TestScript, refs []string, fn func(name.Reference, http.RoundTripper)) {
	folder, err := datadir.Open(environment(ts)("DISTR_DATA"))
	ts.Check(err)
	vendor := tenant.VendorID(cmp.Or(ts.Getenv("DISTR_VENDOR"), "default"))
	registry, err := embedded.Open(embedded.Config{Root: folder.Registry(vendor)})
	ts.Check(err)
	defer registry.Close()
	for _, r := range refs {
		ref, err := name.ParseReference(embedded.Host+"/"+r, name.Insecure, name.StrictValidation)
		ts.Check(err)
		fn(ref, registry.Transport())
	}
}
