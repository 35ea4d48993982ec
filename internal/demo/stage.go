package demo

import (
	"context"
	"fmt"
	"net/url"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/internal/wares"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// What the vendor sells: one product, released as an image and a chart.
const (
	product = "app"
	image   = "acme/app"
	chart   = "acme/chart"
	old     = "1.4.2" // granted to Globex
	next    = "2.0.0" // not granted to Globex
)

// A stage is a vendor who has published both versions, and the customers.
type stage struct {
	vendor          *distr.Vendor
	host            string
	globex, initech customer
	apps            map[string]v1.ImageIndex
}

// A customer is an account and a token to pull with.
type customer struct {
	account *distr.Account
	name    string
	token   tenant.Token
}

// set pushes and publishes as the vendor would, over the registry at url, and
// lets Globex have the old version.
func set(ctx context.Context, vendor *distr.Vendor, address string) (*stage, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	s := &stage{vendor: vendor, host: u.Host, apps: map[string]v1.ImageIndex{}}
	if _, err := vendor.CreateProduct(ctx, entitlement.Product{
		ID: product, Repositories: []entitlement.RepositoryPath{image, chart},
	}); err != nil {
		return nil, err
	}
	_, staff, err := vendor.NewStaffToken(ctx, "release pipeline")
	if err != nil {
		return nil, err
	}
	for _, version := range []string{old, next} {
		if err := s.push(ctx, staff, version); err != nil {
			return nil, fmt.Errorf("pushing %s: %w", version, err)
		}
		if _, err := vendor.Publish(ctx, product, version, ""); err != nil {
			return nil, err
		}
	}
	if s.globex, err = s.admit(ctx, "globex", "Globex"); err != nil {
		return nil, err
	}
	if s.initech, err = s.admit(ctx, "initech", "Initech"); err != nil {
		return nil, err
	}
	if err := s.monitor(ctx, s.globex, address+"/healthz"); err != nil {
		return nil, err
	}
	return s, grant(ctx, s.globex, old)
}

// monitor sells a customer scans, of an API.
func (s *stage) monitor(ctx context.Context, c customer, api string) error {
	plan := license.Plan{Name: "scans", Model: license.Unlimited, Every: license.Monthly}
	if err := s.vendor.AddPlan(ctx, distr.PricedPlan{Plan: plan}); err != nil {
		return err
	}
	if _, err := c.account.Sell(ctx, distr.NewContract{Plan: plan.Name}); err != nil {
		return err
	}
	added, err := c.account.AddAssets(ctx, []distr.NewAsset{{Text: api, Kind: license.API}})
	if err != nil {
		return err
	}
	return added.Results[0].Err
}

func (s *stage) push(ctx context.Context, staff tenant.Token, version string) error {
	app, err := wares.App(version)
	if err != nil {
		return err
	}
	s.apps[version] = app
	packed, err := wares.Chart("chart", version)
	if err != nil {
		return err
	}
	appAt, err := s.reference(image, version)
	if err != nil {
		return err
	}
	chartAt, err := s.reference(chart, version)
	if err != nil {
		return err
	}
	as := []remote.Option{remote.WithContext(ctx), login("ci", staff)}
	if err := remote.WriteIndex(appAt, app, as...); err != nil {
		return err
	}
	return remote.Write(chartAt, packed, as...)
}

func (s *stage) admit(ctx context.Context, id tenant.CustomerID, called string) (customer, error) {
	if _, err := s.vendor.CreateCustomer(ctx, distr.NewCustomer{ID: id, Name: called}); err != nil {
		return customer{}, err
	}
	account := s.vendor.Account(id)
	_, token, err := account.NewToken(ctx, "cluster")
	return customer{account, called, token}, err
}

func grant(ctx context.Context, c customer, version string) error {
	_, err := c.account.Grant(ctx, distr.NewGrant{Product: product, Versions: entitlement.Only(version)})
	return err
}

func (s *stage) reference(repository, tag string) (name.Tag, error) {
	return name.NewTag(s.host + "/" + repository + ":" + tag)
}

// login answers the registry's challenge with a token. Any user name will do.
func login(user string, token tenant.Token) remote.Option {
	return remote.WithAuth(&authn.Basic{Username: user, Password: token.Reveal()})
}
