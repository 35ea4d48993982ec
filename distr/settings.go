package distr

import (
	"context"
	"reflect"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Settings are what the vendor has set for all customers.
func (v *Vendor) Settings(ctx context.Context) (s tenant.Settings, err error) {
	err = v.look(ctx, tenant.SeeSettings, func(view VendorView) error {
		s, err = view.Settings()
		return err
	})
	return s, err
}

// ChangeSettings lets fn change the settings, and returns what they were and are
// now. Settings that make no sense are a tenant.ErrInvalid, and change nothing. fn
// may run more than once, each time on the settings as they stand.
//
// What is set for all overrides what is set for a customer and never overwrites it:
// no customer is touched, and all is as it was when it is set back.
//
// Where that opens the portals of customers, invitations that were held until
// somebody can come in go out afterwards, a few customers at a time. If that breaks
// off the settings are changed all the same, before and after say how, and the same
// settings once more go on with it.
func (v *Vendor) ChangeSettings(ctx context.Context, fn func(*tenant.Settings) error) (before, after tenant.Settings, err error) {
	err = v.update(ctx, tenant.ManageSettings, func(tx VendorTx, _ time.Time) ([]Event, error) {
		before, after = tenant.Settings{}, tenant.Settings{}
		is, err := tx.Settings()
		if err != nil {
			return nil, err
		}
		// fn gets a copy of its own: it may write into the lists, too.
		next, err := tx.Settings()
		if err != nil {
			return nil, err
		}
		if err := fn(&next); err != nil {
			return nil, err
		}
		if err := next.Check(v.hub.config.Features); err != nil {
			return nil, err
		}
		before, after = is, next
		was, now := changedSettings(is, next)
		if len(now) == 0 {
			return nil, nil
		}
		if err := tx.SetSettings(next); err != nil {
			return nil, err
		}
		return changed(SettingsChanged, "", was, now)
	})
	if err != nil {
		return before, after, err
	}
	return before, after, v.releaseOpened(ctx, before, after)
}

// changedSettings is what differs between two settings, by the names of the fields.
// It goes through all that there are, so that none is ever forgotten.
func changedSettings(before, after tenant.Settings) (was, now map[string]any) {
	was, now = map[string]any{}, map[string]any{}
	x, y := reflect.ValueOf(before), reflect.ValueOf(after)
	for i := range x.NumField() {
		name := x.Type().Field(i).Name
		name = strings.ToLower(name[:1]) + name[1:]
		if a, b := settingData(x.Field(i).Interface()), settingData(y.Field(i).Interface()); !reflect.DeepEqual(a, b) {
			was[name], now[name] = a, b
		}
	}
	return was, now
}

// settingData is one of the settings as an event shows it.
func settingData(value any) any {
	defs, ok := value.([]tenant.FeatureDef)
	if !ok {
		return value
	}
	list := []map[string]any{}
	for _, d := range defs {
		list = append(list, featureData(d))
	}
	return list
}
