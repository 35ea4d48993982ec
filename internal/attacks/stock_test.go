package attacks_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/partial"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/wares"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What each vendor sells: two products. The tool is the next version of the app
// under another name, so that who holds the tool may have each of its digests,
// and may not have them as the app.
const (
	app   = "acme/app"
	chart = "acme/chart"
	tool  = "acme/tool"

	old     = "1.4.2" // of the app; acme's globex holds it
	next    = "2.0.0" // of the app; umbra's globex holds it
	version = "7.0.0" // of the tool
)

// Who comes to each shop.
const (
	staff   = "staff"
	globex  = "globex"  // holds one version of the app
	initech = "initech" // holds nothing
	hooli   = "hooli"   // held the app until an hour ago
	wayne   = "wayne"   // holds all of the app, with the feature off
	stark   = "stark"   // holds the tool
)

// images are built once: they are the same each time.
var images = sync.OnceValues(func() (built struct {
	apps       map[string]v1.ImageIndex
	charts     map[string]v1.Image
	signatures map[string]v1.Image // of the apps
}, err error) {
	built.apps, built.charts, built.signatures = map[string]v1.ImageIndex{}, map[string]v1.Image{}, map[string]v1.Image{}
	for _, v := range []string{old, next} {
		if built.apps[v], err = wares.App(v); err != nil {
			return built, err
		}
		if built.charts[v], err = wares.Chart("chart", v); err != nil {
			return built, err
		}
		if built.signatures[v], err = signature(built.apps[v], v); err != nil {
			return built, err
		}
	}
	return built, nil
})

// signature is something that refers to an index.
func signature(of v1.ImageIndex, text string) (v1.Image, error) {
	subject, err := partial.Descriptor(of)
	if err != nil {
		return nil, err
	}
	plain := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), "application/vnd.acme.signature")
	signed, err := mutate.AppendLayers(plain, static.NewLayer([]byte("signed "+text), "text/plain"))
	if err != nil {
		return nil, err
	}
	image, ok := mutate.Subject(signed, *subject).(v1.Image)
	if !ok {
		return nil, errors.New("a signature that is no image")
	}
	return image, nil
}

// stock pushes and publishes as the vendor would.
func (s *shop) stock(t testing.TB) {
	t.Helper()
	built, err := images()
	require.NoError(t, err)
	for id, repositories := range map[entitlement.ProductID][]entitlement.RepositoryPath{"app": {app, chart}, "tool": {tool}} {
		_, err := s.vendor.CreateProduct(t.Context(), entitlement.Product{ID: id, Repositories: repositories})
		require.NoError(t, err)
	}
	_, s.tokens[staff], err = s.vendor.NewStaffToken(t.Context(), "pipeline")
	require.NoError(t, err)
	as := remote.WithAuth(&authn.Basic{Username: "ci", Password: s.tokens[staff].Reveal()})
	for _, v := range []string{old, next} {
		require.NoError(t, remote.WriteIndex(s.reference(t, app, v), built.apps[v], as))
		require.NoError(t, remote.Write(s.reference(t, chart, v), built.charts[v], as))
		digest, err := built.signatures[v].Digest()
		require.NoError(t, err)
		require.NoError(t, remote.Write(s.reference(t, app, v).Context().Digest(digest.String()), built.signatures[v], as))
		_, err = s.vendor.Publish(t.Context(), "app", v, "")
		require.NoError(t, err)
	}
	require.NoError(t, remote.WriteIndex(s.reference(t, tool, version), built.apps[next], as))
	_, err = s.vendor.Publish(t.Context(), "tool", version, "")
	require.NoError(t, err)
}

func (s *shop) reference(t testing.TB, repository, tag string) name.Reference {
	t.Helper()
	ref, err := name.ParseReference(s.host + "/" + repository + ":" + tag)
	require.NoError(t, err)
	return ref
}

// admit makes the customers.
func (s *shop) admit(t testing.TB, granted string, now time.Time) {
	t.Helper()
	grants := map[string]distr.NewGrant{
		globex: {Product: "app", Versions: entitlement.Only(granted)},
		hooli:  {Product: "app", Versions: entitlement.All()},
		wayne:  {Product: "app", Versions: entitlement.All()},
		stark:  {Product: "tool", Versions: entitlement.All()},
	}
	for _, who := range []string{globex, initech, hooli, wayne, stark} {
		_, err := s.vendor.CreateCustomer(t.Context(), distr.NewCustomer{ID: tenant.CustomerID(who), Name: who})
		require.NoError(t, err)
		_, s.tokens[who], err = s.account(who).NewToken(t.Context(), "cluster")
		require.NoError(t, err)
		if grants[who].Product == "" {
			continue
		}
		g, err := s.account(who).Grant(t.Context(), grants[who])
		require.NoError(t, err)
		if who == hooli {
			ended := now.Add(-time.Hour)
			_, err := s.account(who).Amend(t.Context(), g.ID, distr.Amendment{Expires: &ended})
			require.NoError(t, err)
		}
	}
	_, _, err := s.account(wayne).Disable(t.Context(), tenant.Artifacts)
	require.NoError(t, err)
}

func (s *shop) account(who string) *distr.Account { return s.vendor.Account(tenant.CustomerID(who)) }
