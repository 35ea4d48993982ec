package house_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// owners are the types that name a tenant.
func owners() []reflect.Type {
	return []reflect.Type{reflect.TypeFor[tenant.VendorID](), reflect.TypeFor[tenant.CustomerID]()}
}

// names says by what way a type leads to one of the others, or "".
func names(t reflect.Type, others []reflect.Type, seen map[reflect.Type]bool) string {
	for _, o := range others {
		if t == o {
			return t.String()
		}
	}
	if seen[t] {
		return ""
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		return names(t.Elem(), others, seen)
	case reflect.Map:
		if way := names(t.Key(), others, seen); way != "" {
			return way
		}
		return names(t.Elem(), others, seen)
	case reflect.Struct:
		for f := range t.Fields() {
			if way := names(f.Type, others, seen); way != "" {
				return f.Name + " → " + way
			}
		}
	case reflect.Func:
		for in := range t.Ins() {
			if way := names(in, others, seen); way != "" {
				return "func → " + way
			}
		}
	}
	return ""
}

// ways lists the parameters of a type's methods that name a tenant.
func ways(t reflect.Type, others []reflect.Type) (wrong []string) {
	for m := range t.Methods() {
		first := 0
		if t.Kind() != reflect.Interface {
			first = 1 // the receiver
		}
		for i := first; i < m.Type.NumIn(); i++ {
			if way := names(m.Type.In(i), others, map[reflect.Type]bool{}); way != "" {
				wrong = append(wrong, fmt.Sprintf("%s.%s can be aimed at another tenant: %s", t, m.Name, way))
			}
		}
	}
	return wrong
}

// Within a customer's room nothing names a customer or a vendor, and within a
// vendor's room nothing names a vendor.
func TestAHandleIsAScope(t *testing.T) {
	require.Empty(t, ways(reflect.TypeFor[distr.CustomerView](), owners()))
	require.Empty(t, ways(reflect.TypeFor[distr.CustomerTx](), owners()))
	require.Empty(t, ways(reflect.TypeFor[*distr.Account](), owners()))
	require.Empty(t, ways(reflect.TypeFor[distr.VendorView](), owners()[:1]))
	require.Empty(t, ways(reflect.TypeFor[distr.VendorTx](), owners()[:1]))

	require.NotEmpty(t, ways(reflect.TypeFor[leaky](), owners()))
	require.Len(t, ways(reflect.TypeFor[hiding](), owners()), 3)
}

type leaky interface{ Delete(tenant.CustomerID) error }

type hiding interface {
	InStruct(struct {
		Of []map[string]tenant.CustomerID
	})
	InFunc(func(tenant.VendorID))
	InPointer(*tenant.Principal)
}

// A record lies in a room, and the room says whose it is.
func TestARecordNeverNamesItsOwner(t *testing.T) {
	for _, record := range []reflect.Type{
		reflect.TypeFor[tenant.Profile](), reflect.TypeFor[tenant.Credential](), reflect.TypeFor[entitlement.Product](),
		reflect.TypeFor[entitlement.Release](), reflect.TypeFor[entitlement.Closure](), reflect.TypeFor[entitlement.Grant](), reflect.TypeFor[entitlement.Pull](),
	} {
		require.Empty(t, names(record, owners(), map[reflect.Type]bool{}), record)
	}
	// These lie in the vendor's room, and name customers there.
	for _, record := range []reflect.Type{reflect.TypeFor[tenant.Customer](), reflect.TypeFor[distr.Event](), reflect.TypeFor[distr.PullRecord]()} {
		require.Empty(t, names(record, owners()[:1], map[reflect.Type]bool{}), record)
		require.NotEmpty(t, names(record, owners(), map[reflect.Type]bool{}), record)
	}
}
