package storetest

import (
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// Twins are two vendors who each have the same two customers.
type twinRooms struct {
	vendors   [2]tenant.VendorID
	customers [2]tenant.CustomerID
}

// confusable lists names that a careless store takes for one another.
func confusable() []twinRooms {
	return []twinRooms{
		{[2]tenant.VendorID{"acme", "ACME"}, [2]tenant.CustomerID{"globex", "Globex"}},     // case folded
		{[2]tenant.VendorID{"wayne", "wayne."}, [2]tenant.CustomerID{"globex", "globex-"}}, // punctuation folded or trimmed
		{[2]tenant.VendorID{"a_b", "aXb"}, [2]tenant.CustomerID{"c_d", "cXd"}},             // a wildcard of LIKE
		{[2]tenant.VendorID{"a", "a.b"}, [2]tenant.CustomerID{"b.c", "c"}},                 // joined by a dot
		{[2]tenant.VendorID{"1", "01"}, [2]tenant.CustomerID{"1", "1.0"}},                  // read as a number
		{[2]tenant.VendorID{"a-b", "a-b-c"}, [2]tenant.CustomerID{"globex", "c-globex"}},   // joined by a hyphen
	}
}

// twins writes with the very same IDs into four rooms, one method at a time, and
// looks into all of them each time.
func twins(t T, s distr.Store) {
	everyMethod(t)
	for _, p := range confusable() {
		p.run(t, s)
	}
}

func (p twinRooms) run(t T, s distr.Store) {
	first := p.vendors[0]
	// The twins' versions differ from here on, so that the one is not taken
	// for the other.
	update(t, s, first, func(tx distr.VendorTx) error { return tx.PutStaffCredential(newSample("nobody").credential) })
	for _, w := range vendorWritings() {
		for _, v := range p.vendors {
			for i, c := range p.customers {
				if i > 0 && !w.each {
					continue
				}
				p.write(t, s, v, "", "VendorTx."+w.method, func(tx distr.VendorTx) error { return w.do(tx, p.sample(v, c, w.each)) })
			}
		}
	}
	for _, w := range customerWritings() {
		for _, v := range p.vendors {
			for _, c := range p.customers {
				p.write(t, s, v, c, "CustomerTx."+w.method, func(tx distr.VendorTx) error {
					return edit(tx, c, func(ctx distr.CustomerTx) error { return w.do(ctx, p.sample(v, c, true)) })
				})
			}
		}
	}
	for _, v := range p.vendors {
		p.compare(t, s, v)
	}
}

// sample is one for a vendor's room, or for a customer's in it.
func (p twinRooms) sample(v tenant.VendorID, c tenant.CustomerID, inCustomer bool) *sample {
	mark := string(v)
	if inCustomer {
		mark += "/" + string(c)
	}
	s := newSample(mark)
	s.customer.ID, s.event.Customer, s.pull.Customer = c, c, c
	s.event.ID = distr.EventID("evt_" + c)
	return s
}

// write changes one room, and fails unless that room changed and no other did. c
// is empty if it is the vendor's.
func (p twinRooms) write(t T, s distr.Store, v tenant.VendorID, c tenant.CustomerID, method string, fn func(distr.VendorTx) error) {
	t.Helper()
	before := p.look(t, s)
	require.NoError(t, s.Update(t.Context(), v, fn), "%s in the room of %s %s", method, v, c)
	after := p.look(t, s)
	for room, now := range after {
		switch was := before[room]; {
		case room == twinRoom{v, c}:
			require.NotEqual(t, was, now, "%s in the room of %s %s changed nothing there", method, v, c)
		case room == twinRoom{v, ""}, room.vendor == v && c == "":
			// A vendor's room shows its customers', and adds and edits them.
		default:
			require.Equal(t, was, now, "%s in the room of %s %s changed the room of %s %s", method, v, c, room.vendor, room.customer)
		}
	}
}

// A twinRoom is a customer's room, or a vendor's if customer is empty.
type twinRoom struct {
	vendor   tenant.VendorID
	customer tenant.CustomerID
}

// look asks all rooms everything. What only counts the changes is left out of
// those rooms which may change, and kept for their twins.
func (p twinRooms) look(t T, s distr.Store) map[twinRoom]lines {
	t.Helper()
	rooms := map[twinRoom]lines{}
	for _, v := range p.vendors {
		all := everything(t, s, v, p.customers[:]...)
		changes, err := s.Changed(t.Context(), v, 0)
		slices.Sort(changes.Customers)
		slices.Sort(changes.Products)
		all.read("Store.Changed", changes, err)
		for _, c := range p.customers {
			rooms[twinRoom{v, c}] = lines{}
			for _, r := range customerReadings() {
				name := label("CustomerView."+r.method, string(c))
				rooms[twinRoom{v, c}][name] = all[name]
				delete(all, name)
			}
		}
		rooms[twinRoom{v, ""}] = all
	}
	return rooms
}

// compare looks whether a vendor's room tells just what was put there, to those
// who view it and to those who update it.
func (p twinRooms) compare(t T, s distr.Store, v tenant.VendorID) {
	t.Helper()
	want := p.want(v)
	viewed := everything(t, s, v, p.customers[:]...)
	var updating lines
	update(t, s, v, func(tx distr.VendorTx) error {
		updating = roomLines(tx, p.customers[:]...)
		return nil
	})
	want["VendorView.Version"] = viewed["VendorView.Version"] // how far an update raises it is up to the store
	require.Equal(t, want, viewed, "the room of %s, viewed", v)
	require.Equal(t, want, updating, "the room of %s, within an update", v)
}
