package house_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type typeList []reflect.Type

func vendor() typeList { return typeList{reflect.TypeFor[tenant.VendorID]()} }

// owners are the types that name a tenant.
func owners() typeList { return append(vendor(), reflect.TypeFor[tenant.CustomerID]()) }

// above a vendor's room, and above a customer's: what would lead up again.
func aboveVendors() typeList {
	return typeList{reflect.TypeFor[distr.Hub](), reflect.TypeFor[distr.Store]()}
}

func aboveCustomers() typeList {
	return append(aboveVendors(), reflect.TypeFor[distr.Vendor](), reflect.TypeFor[distr.VendorView](), reflect.TypeFor[distr.VendorTx]())
}

// customerRooms and vendorRooms are the handles on one, and what a store gives of
// it.
func customerRooms() typeList {
	return typeList{reflect.TypeFor[distr.CustomerView](), reflect.TypeFor[distr.CustomerTx](), reflect.TypeFor[*distr.Account]()}
}

func vendorRooms() typeList {
	return typeList{reflect.TypeFor[distr.VendorView](), reflect.TypeFor[distr.VendorTx](), reflect.TypeFor[*distr.Vendor]()}
}

// way says how a type leads to one of the others, or "" if it does not: through
// pointers, elements, keys, fields, and what functions and methods take and give.
func (others typeList) way(t reflect.Type, seen map[reflect.Type]bool) string {
	if slices.Contains(others, t) {
		return t.String()
	}
	if seen[t] {
		return ""
	}
	seen[t] = true
	var steps typeList
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		steps = typeList{t.Elem()}
	case reflect.Map:
		steps = typeList{t.Key(), t.Elem()}
	case reflect.Struct:
		for f := range t.Fields() {
			steps = append(steps, f.Type)
		}
	case reflect.Func:
		steps = slices.Concat(slices.Collect(t.Ins()), slices.Collect(t.Outs()))
	case reflect.Interface:
		for m := range t.Methods() {
			steps = append(steps, m.Type)
		}
	}
	for _, step := range steps {
		if way := others.way(step, seen); way != "" {
			return t.String() + " → " + way
		}
	}
	return ""
}

// handedDown is a function that a vendor's handle calls with handles on its own
// customers: what that takes the method hands out, a floor further down.
func handedDown() reflect.Type { return reflect.TypeFor[func(*distr.Account) error]() }

// takes lists the methods of a type with a parameter that leads to one of the
// others.
func (others typeList) takes(t reflect.Type) (found []string) {
	for m := range t.Methods() {
		for x := range m.Type.Ins() {
			if x == t || x == handedDown() { // the receiver
				continue
			}
			if way := others.way(x, map[reflect.Type]bool{}); way != "" {
				found = append(found, fmt.Sprintf("%s.%s: %s", t, m.Name, way))
			}
		}
	}
	return found
}

// Within a customer's room nothing can be aimed at another customer or vendor,
// and within a vendor's room nothing at another vendor: but for a principal,
// which comes from outside and is checked against the room, and for a schedule, which is
// the same record in both rooms. What that says of customers is refused in a customer's
// room, and whoever hands it out does not look at it there.
func TestAHandleIsAScope(t *testing.T) {
	for _, room := range customerRooms() {
		for _, method := range owners().takes(room) {
			require.Contains(t, method, ": distr.ScanSchedule → distr.ScanCustomers → []tenant.CustomerID")
		}
	}
	for _, room := range vendorRooms() {
		for _, method := range vendor().takes(room) {
			require.Contains(t, method, "tenant.Principal → tenant.VendorID")
		}
	}
}

// You only ever go down.
func TestThereIsNoWayUp(t *testing.T) {
	for _, room := range customerRooms() {
		require.Empty(t, aboveCustomers().takes(room))
	}
	for _, room := range vendorRooms() {
		require.Empty(t, aboveVendors().takes(room))
	}
	for _, room := range slices.Concat(customerRooms(), vendorRooms()) {
		for m := range room.Methods() {
			for out := range m.Type.Outs() {
				require.NotContains(t, aboveVendors(), pointee(out), "%s.%s", room, m.Name)
				if slices.Contains(customerRooms(), room) {
					require.NotContains(t, aboveCustomers(), pointee(out), "%s.%s", room, m.Name)
				}
			}
		}
	}
	for _, handle := range []reflect.Type{reflect.TypeFor[distr.Hub](), reflect.TypeFor[distr.Vendor](), reflect.TypeFor[distr.Account]()} {
		for f := range handle.Fields() {
			require.False(t, f.IsExported(), "%s.%s would be a way round the methods", handle, f.Name)
		}
	}
}

func pointee(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// A record lies in a room, and the room says whose it is. A customer's record
// has the ID that the vendor's room knows it by; an event and an entry of the
// pull log lie in the vendor's room, and say for which customer, and so do letters,
// who is told what happens, what is sold at what price, schedules, and what the vendor's
// room says of runs.
func TestARecordNeverNamesItsOwner(t *testing.T) {
	named := typeList{
		reflect.TypeFor[tenant.Customer](), reflect.TypeFor[distr.CustomerRow](), reflect.TypeFor[distr.ListPlace](),
		reflect.TypeFor[distr.Event](), reflect.TypeFor[distr.PullRecord](), reflect.TypeFor[distr.Letter](), reflect.TypeFor[distr.Endpoint](),
		reflect.TypeFor[distr.Sale](), reflect.TypeFor[distr.Charge](),
		reflect.TypeFor[distr.ScanSchedule](), reflect.TypeFor[distr.DueSchedule](), reflect.TypeFor[distr.CustomerRun](),
	}
	for _, record := range named {
		require.Empty(t, vendor().way(record, map[reflect.Type]bool{}))
	}
	records := typeList{reflect.TypeFor[tenant.Profile](), reflect.TypeFor[entitlement.Pull](), reflect.TypeFor[entitlement.Closure]()}
	for _, room := range []reflect.Type{reflect.TypeFor[distr.CustomerTx](), reflect.TypeFor[distr.VendorTx]()} {
		for m := range room.Methods() {
			for x := range m.Type.Outs() {
				if x.Kind() == reflect.Slice {
					x = x.Elem()
				}
				if x.Kind() == reflect.Struct {
					records = append(records, x)
				}
			}
		}
	}
	require.Contains(t, records, reflect.TypeFor[entitlement.Grant](), "found by way of the store")
	for _, record := range records {
		if !slices.Contains(named, record) {
			require.Empty(t, owners().way(record, map[reflect.Type]bool{}))
		}
	}
}

// The ways that a tenant's name could take into a room.
type leaky interface {
	Plain(tenant.CustomerID) error
	Variadic(...tenant.VendorID)
	InStruct(struct {
		Of []map[string]tenant.CustomerID
	})
	InKey(map[tenant.CustomerID]bool)
	InFunc(func(tenant.VendorID))
	FromFunc(func() tenant.CustomerID)
	InPointer(*tenant.Principal)
	InHiddenField(tenant.Token)
	InChannel(chan tenant.Customer)
	ByRoom(distr.VendorView)
	Recursive(*ring)
}

type ring struct {
	Next *ring
	Of   distr.EventQuery
}

func TestScopesCanBeBroken(t *testing.T) {
	require.Len(t, owners().takes(reflect.TypeFor[leaky]()), reflect.TypeFor[leaky]().NumMethod())
	require.Contains(t, owners().takes(reflect.TypeFor[leaky]()), "house_test.leaky.InKey: map[tenant.CustomerID]bool → tenant.CustomerID")
	require.Len(t, aboveCustomers().takes(reflect.TypeFor[leaky]()), 1, "ByRoom")
	require.Empty(t, owners().takes(reflect.TypeFor[interface {
		Fine(entitlement.Grant, ...entitlement.Versions) tenant.CustomerID
	}]()))
}
