package storetest

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// TestTwinsFindsEachMethod crosses the wires of one method at a time, so that it
// works in the twin's room. The methods are those that the interfaces have, so
// one that is new fails here until Twins finds it too.
func TestTwinsFindsEachMethod(t *testing.T) {
	for _, room := range []struct {
		name string
		of   reflect.Type
		open func(method string) distr.Store
	}{
		{"VendorView", reflect.TypeFor[distr.VendorView](), func(m string) distr.Store { return crossing{memory.New(), m, "", false, true} }},
		{"VendorTx", reflect.TypeFor[distr.VendorTx](), func(m string) distr.Store { return crossing{memory.New(), m, "", true, false} }},
		{"CustomerView", reflect.TypeFor[distr.CustomerView](), func(m string) distr.Store { return crossing{memory.New(), "", m, false, true} }},
		{"CustomerTx", reflect.TypeFor[distr.CustomerTx](), func(m string) distr.Store { return crossing{memory.New(), "", m, true, false} }},
		{"Store", reflect.TypeFor[distr.Store](), func(m string) distr.Store { return swapping{memory.New(), m} }},
	} {
		for _, method := range methods(room.of) {
			if changesNothing(method) {
				continue
			}
			t.Run(room.name+"."+method, func(t *testing.T) {
				t.Parallel()
				found := complaints(t, func(t T) { twins(t, room.open(method)) })
				require.NotEmpty(t, found, "a %s that works in the twin's room is not found", method)
			})
		}
	}
	require.Empty(t, complaints(t, func(t T) { twins(t, crossing{memory.New(), "", "", true, true}) }), "with no wires crossed, all is well")
}

// changesNothing says whether a method changes nothing that any room tells, in whosever
// room it works.
func changesNothing(method string) bool {
	return slices.ContainsFunc(vendorWritings(), func(w writing[distr.VendorTx]) bool { return w.method == method && w.reach == unseen })
}

// TestMethodsThatNobodyUses shows a room that has a method too many, and one that
// lacks one.
func TestMethodsThatNobodyUses(t *testing.T) {
	type Wider interface {
		distr.CustomerView
		Passwords() ([]string, error)
	}
	used := methods(reflect.TypeFor[distr.CustomerView]())
	require.Contains(t, complaints(t, func(t T) { covers(t, reflect.TypeFor[Wider](), used) }), "no check uses Wider.Passwords")
	require.Contains(t, complaints(t, func(t T) { covers(t, reflect.TypeFor[distr.CustomerView](), append(used, "Passwords")) }), "CustomerView.Passwords, which does not exist")
	require.Empty(t, complaints(t, func(t T) { covers(t, reflect.TypeFor[distr.CustomerView](), used) }))
}

// otherVendor is the twin of acme and of ACME; nobody else has one here.
func otherVendor(v tenant.VendorID) tenant.VendorID {
	switch v {
	case "acme":
		return "ACME"
	case "ACME":
		return "acme"
	default:
		return v
	}
}

func otherCustomer(c tenant.CustomerID) tenant.CustomerID {
	switch c {
	case "globex":
		return "Globex"
	case "Globex":
		return "globex"
	default:
		return c
	}
}

// swapping does one of the store's own methods for the twin.
type swapping struct {
	distr.Store
	method string
}

func (s swapping) twin(method string, v tenant.VendorID) tenant.VendorID {
	if s.method == method {
		return otherVendor(v)
	}
	return v
}

func (s swapping) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.Store.View(ctx, s.twin("View", v), fn)
}

func (s swapping) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	return s.Store.Update(ctx, s.twin("Update", v), fn)
}

func (s swapping) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (distr.Changes, error) {
	return s.Store.Changed(ctx, s.twin("Changed", v), since)
}

// crossing crosses one method of the vendor's room or of the customer's, in
// updates, in views, or in both.
type crossing struct {
	distr.Store
	vendor, customer string // the methods
	updates, views   bool
}

func (s crossing) View(ctx context.Context, v tenant.VendorID, fn func(distr.VendorView) error) error {
	return s.Store.View(ctx, v, func(own distr.VendorView) error {
		if !s.views || otherVendor(v) == v {
			return fn(own)
		}
		return s.Store.View(ctx, otherVendor(v), func(twin distr.VendorView) error {
			return fn(crossedView{own, twin, s})
		})
	})
}

func (s crossing) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	return s.Store.Update(ctx, v, func(own distr.VendorTx) error {
		if !s.updates || otherVendor(v) == v {
			return fn(own)
		}
		return s.Store.Update(ctx, otherVendor(v), func(twin distr.VendorTx) error {
			return fn(crossedTx{crossedView{own, twin, s}, own, twin, s})
		})
	})
}
