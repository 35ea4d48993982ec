package distr

import (
	"context"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Features are all features that the vendor has: those of the program, and those
// that the vendor has defined.
func (v *Vendor) Features(ctx context.Context) (g *tenant.FeatureGraph, err error) {
	err = v.look(ctx, tenant.SeeSettings, func(view VendorView) error {
		g, err = v.graph(view)
		return err
	})
	return g, err
}

// DefineFeature adds a feature to those that customers can have, or replaces the
// definition of one that the vendor has defined before. An unknown requirement and
// a circle are a tenant.ErrInvalid. No customer gets or loses anything by it: who
// has a feature that requires more from now on has it in effect again as soon as
// they have that, too.
//
// What a feature switches is for the vendor's own programs to say, which ask
// [Account.Features]. In this program a feature that a vendor has defined is kept,
// shown and switched, and gates nothing.
func (v *Vendor) DefineFeature(ctx context.Context, d tenant.FeatureDef) error {
	return v.update(ctx, tenant.ManageSettings, func(tx VendorTx, _ time.Time) ([]Event, error) {
		before, err := tx.Settings()
		if err != nil {
			return nil, err
		}
		after, err := before.Define(d, v.hub.config.Features)
		if err != nil {
			return nil, err
		}
		if _, now := changedSettings(before, after); len(now) == 0 {
			return nil, nil
		}
		if err := tx.SetSettings(after); err != nil {
			return nil, err
		}
		data := featureData(d)
		for _, was := range before.Features {
			if was.Name == d.Name {
				data["before"] = featureData(was)
			}
		}
		return one(happened(FeatureDefined, "", data))
	})
}

func featureData(d tenant.FeatureDef) map[string]any {
	return map[string]any{"feature": d.Name, "requires": tenant.FeaturesOf(d.Requires...), "default": d.Default}
}

// graph is all features of the vendor.
func (v *Vendor) graph(view VendorView) (*tenant.FeatureGraph, error) {
	settings, err := view.Settings()
	if err != nil {
		return nil, err
	}
	return v.graphOf(settings)
}

func (v *Vendor) graphOf(s tenant.Settings) (*tenant.FeatureGraph, error) {
	if len(s.Features) == 0 {
		return v.hub.config.Features, nil
	}
	return s.Graph(v.hub.config.Features)
}

// Features are those that are in effect for the customer. They are what is switched
// on for it, but for features that somebody has defined anew and that lack
// something since.
func (a *Account) Features(ctx context.Context) (fs tenant.Features, err error) {
	err = a.lookWide(ctx, tenant.SeeCustomer, func(view VendorView, room CustomerView) error {
		c, err := room.Customer()
		if err != nil {
			return err
		}
		g, err := a.vendor.graph(view)
		if err != nil {
			return err
		}
		fs = g.Effective(c.Features)
		return nil
	})
	return fs, err
}
