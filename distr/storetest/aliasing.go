package storetest

import (
	"errors"
	"net/netip"
	"reflect"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/license"
)

// aliasing overwrites everything that was handed in as soon as the method has
// returned, and everything that was handed out.
func aliasing(t T, s distr.Store) {
	update(t, s, "untouched", func(tx distr.VendorTx) error { return fill(tx, "kept") })
	want := everything(t, s, "untouched")
	delete(want, "VendorView.Version")
	compare := func(how string) {
		t.Helper()
		got := everything(t, s, acme)
		delete(got, "VendorView.Version")
		require.Equal(t, want, got, "%s was changed, and so was what the store keeps", how)
	}

	update(t, s, acme, func(tx distr.VendorTx) error {
		for _, w := range vendorWritings() {
			handedIn := newSample("kept")
			err := w.do(tx, handedIn)
			spoilSample(handedIn)
			if err != nil {
				return err
			}
		}
		err := edit(tx, customerID, func(c distr.CustomerTx) error {
			for _, w := range customerWritings() {
				handedIn := newSample("kept")
				err := w.do(c, handedIn)
				spoilSample(handedIn)
				if err != nil {
					return err
				}
			}
			return nil
		})
		for _, w := range lateWritings() {
			handedIn := newSample("kept")
			err = errors.Join(err, w.do(tx, handedIn))
			spoilSample(handedIn)
		}
		return err
	})
	compare("what was handed in")

	require.NoError(t, s.View(t.Context(), acme, spoilReadings))
	compare("what a View handed out")

	update(t, s, acme, func(tx distr.VendorTx) error {
		if err := spoilReadings(tx); err != nil {
			return err
		}
		// Something has to be kept, or nothing that was spoilt would be.
		return edit(tx, customerID, func(c distr.CustomerTx) error { return c.SetProfile(newSample("kept").profile) })
	})
	compare("what an Update handed out")
}

// spoilReadings overwrites all that a room hands out.
func spoilReadings(v distr.VendorView) error {
	for _, r := range vendorReadings() {
		got, err := r.get(v)
		if err != nil {
			return err
		}
		spoil(reflect.ValueOf(got))
	}
	c, err := v.Open(customerID)
	if err != nil {
		return err
	}
	for _, r := range customerReadings() {
		got, err := r.get(c)
		if err != nil {
			return err
		}
		spoil(reflect.ValueOf(got))
	}
	return nil
}

func spoilSample(s *sample) {
	for _, record := range []any{s.customer, s.profile, s.credential, s.grant, s.product, s.release, s.closures,
		s.move, s.moved, s.referrer, s.upstream, s.key, s.login, s.first, s.event, s.endpoint, s.deliveries, s.pull, s.pulls, s.letter, s.mail,
		s.settings, s.member, s.installation, s.activity, s.seenAll,
		s.secretKey, s.secret, s.use, s.wideUse, s.contract, s.record, s.meter, s.assets, s.counted,
		s.schedules, s.pastRun, s.run, s.detail, s.findings,
		s.plan, s.priceList, s.lot, s.sale, s.charge} {
		spoil(reflect.ValueOf(record))
	}
}

// spoil overwrites whatever a record shares with its copies: the elements of
// slices, the space behind them, and the entries of maps.
func spoil(v reflect.Value) {
	switch v.Interface().(type) {
	case time.Time, netip.Addr, entitlement.Digest, entitlement.Versions, entitlement.Login, distr.Actor, license.Currency:
		return // nobody can change one
	}
	switch v.Kind() {
	case reflect.Slice:
		v = v.Slice3(0, v.Cap(), v.Cap())
		for i := range v.Len() {
			spoil(v.Index(i))
			v.Index(i).SetZero()
		}
	case reflect.Map:
		for _, key := range v.MapKeys() {
			spoil(v.MapIndex(key))
		}
		v.Clear()
	case reflect.Struct:
		for i := range v.NumField() {
			spoil(v.Field(i))
		}
	}
}
