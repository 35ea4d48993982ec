package storetest

import (
	"reflect"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
)

// everyMethod fails if a room has a method that no reading or writing uses: the
// checks that are made of these would pass it over.
func everyMethod(t T) {
	t.Helper()
	var vendorReads, vendorWrites, customerReads, customerWrites []string
	for _, r := range vendorReadings() {
		vendorReads = append(vendorReads, r.method)
	}
	for _, w := range vendorWritings() {
		vendorWrites = append(vendorWrites, w.method)
	}
	for _, w := range lateWritings() {
		vendorWrites = append(vendorWrites, w.method)
	}
	for _, r := range customerReadings() {
		customerReads = append(customerReads, r.method)
	}
	for _, w := range customerWritings() {
		customerWrites = append(customerWrites, w.method)
	}
	covers(t, reflect.TypeFor[distr.VendorView](), vendorReads)
	covers(t, reflect.TypeFor[distr.VendorTx](), slices.Concat(vendorReads, vendorWrites))
	covers(t, reflect.TypeFor[distr.CustomerView](), customerReads)
	covers(t, reflect.TypeFor[distr.CustomerTx](), slices.Concat(customerReads, customerWrites))
	covers(t, reflect.TypeFor[distr.Store](), []string{"View", "Update", "Changed"}) // by the checks themselves
}

// covers compares a room's methods with those that are used.
func covers(t T, room reflect.Type, used []string) {
	t.Helper()
	for _, name := range methods(room) {
		if !slices.Contains(used, name) {
			t.Errorf("no check uses %s.%s: add it to the readings or writings of storetest", room.Name(), name)
		}
	}
	for _, name := range used {
		if !slices.Contains(methods(room), name) {
			t.Errorf("storetest uses %s.%s, which does not exist", room.Name(), name)
		}
	}
}

func methods(room reflect.Type) []string {
	var names []string
	for i := range room.NumMethod() {
		names = append(names, room.Method(i).Name)
	}
	return names
}

// writes lists the methods that a room for changes has and one for reading has
// not.
func writes(tx, view reflect.Type) []string {
	return slices.DeleteFunc(methods(tx), func(name string) bool { return slices.Contains(methods(view), name) })
}
