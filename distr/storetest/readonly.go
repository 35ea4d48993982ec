package storetest

import (
	"reflect"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
)

// readOnly looks for a way from what a View hands out to a method that writes.
func readOnly(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error { return fill(tx, "kept") })
	var ways []string
	err := s.View(t.Context(), acme, func(v distr.VendorView) error {
		c, err := v.Open(customerID)
		ways = append(waysToWrite(v), waysToWrite(c)...)
		return err
	})
	require.NoError(t, err)
	require.Empty(t, ways, "a View hands out what can write")
}

// waysToWrite lists the methods of a view that its type does not promise and a
// transaction has: by its own name, or through an exported field. What nobody
// can reach without package unsafe does not count.
func waysToWrite(view any) []string {
	var ways []string
	if view == nil {
		return []string{"nil"}
	}
	forbidden := append(
		writes(reflect.TypeFor[distr.VendorTx](), reflect.TypeFor[distr.VendorView]()),
		writes(reflect.TypeFor[distr.CustomerTx](), reflect.TypeFor[distr.CustomerView]())...)
	seen := map[reflect.Type]bool{}
	var walk func(v reflect.Value, path string)
	walk = func(v reflect.Value, path string) {
		if !v.IsValid() || seen[v.Type()] {
			return
		}
		seen[v.Type()] = true
		for _, name := range forbidden {
			if v.MethodByName(name).IsValid() {
				ways = append(ways, path+"."+name)
			}
		}
		for v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface {
			v = v.Elem()
		}
		if v.Kind() != reflect.Struct {
			return
		}
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				walk(v.Field(i), path+"."+f.Name)
			}
		}
	}
	walk(reflect.ValueOf(view), reflect.TypeOf(view).String())
	return ways
}
