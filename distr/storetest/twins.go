package storetest

import (
	"maps"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// twins writes with the very same IDs into four rooms, one method at a time, and
// looks into all of them each time.
func twins(t T, s distr.Store) {
	everyMethod(t)
	for i, p := range confusable() {
		p.run(t, s, i == 0)
	}
}

// confusable lists names that a careless store takes for one another.
func confusable() []pair {
	return []pair{
		{[2]tenant.VendorID{"acme", "ACME"}, [2]tenant.CustomerID{"globex", "Globex"}},     // case folded
		{[2]tenant.VendorID{"wayne", "wayne."}, [2]tenant.CustomerID{"globex", "globex-"}}, // punctuation folded or trimmed
		{[2]tenant.VendorID{"a_b", "aXb"}, [2]tenant.CustomerID{"c_d", "cXd"}},             // a wildcard of LIKE
		{[2]tenant.VendorID{"a", "a.b"}, [2]tenant.CustomerID{"b.c", "c"}},                 // joined by a dot
		{[2]tenant.VendorID{"1", "01"}, [2]tenant.CustomerID{"1", "1.0"}},                  // read as a number
		{[2]tenant.VendorID{"a-b", "a-b-c"}, [2]tenant.CustomerID{"globex", "c-globex"}},   // joined by a hyphen
	}
}

// run writes and compares what all rooms tell with what was put there. Closely it
// looks after every single write, so that it can say which one went astray.
func (p pair) run(t T, s distr.Store, closely bool) {
	// The twins' versions differ from here on, so that the one is not taken
	// for the other.
	update(t, s, p.vendors[0], func(tx distr.VendorTx) error { return tx.PutStaffCredential(newSample("nobody").credential) })
	var told map[room]lines
	if closely {
		told = p.look(t, s)
	}
	for _, w := range vendorWritings() {
		for _, v := range p.vendors {
			for i, c := range p.customers {
				where := room{v, c}
				if w.reach == vendorOnly || w.reach == unseen {
					where.customer = ""
					if i > 0 {
						continue
					}
				}
				told = p.write(t, s, told, deed{"VendorTx." + w.method, where, w.reach, false, func(tx distr.VendorTx) error {
					return w.do(tx, p.sample(v, c, w.reach))
				}})
			}
		}
	}
	for _, w := range customerWritings() {
		for _, v := range p.vendors {
			for _, c := range p.customers {
				told = p.write(t, s, told, deed{"CustomerTx." + w.method, room{v, c}, w.reach, true, func(tx distr.VendorTx) error {
					return edit(tx, c, func(tx distr.CustomerTx) error { return w.do(tx, p.sample(v, c, w.reach)) })
				}})
			}
		}
	}
	for _, w := range lateWritings() {
		for _, v := range p.vendors {
			for _, c := range p.customers {
				told = p.write(t, s, told, deed{"VendorTx." + w.method, room{v, c}, intoCustomer, true, func(tx distr.VendorTx) error {
					return w.do(tx, p.sample(v, c, w.reach))
				}})
			}
		}
	}
	p.part(t, s)
	for _, v := range p.vendors {
		p.compare(t, s, v)
	}
}

// part takes from the second vendor's room some of what tells names only, and
// would be the same in both.
func (p pair) part(t T, s distr.Store) {
	t.Helper()
	// Two updates, so that the versions differ still.
	update(t, s, p.vendors[1], func(tx distr.VendorTx) error { return tx.Unassign(memberID, p.customers[0]) })
	update(t, s, p.vendors[1], func(tx distr.VendorTx) error {
		return edit(tx, p.customers[1], func(c distr.CustomerTx) error { return c.RemoveMember(memberID) })
	})
}

// A deed is one method, used in one room.
type deed struct {
	method string
	at     room // its customer is the one concerned, if any is
	reach  reach
	inside bool // of the customer, so that the vendor's room does not show it
	do     func(distr.VendorTx) error
}

// write does the deed, and fails unless it shows where it was done and nowhere
// else. It takes what all rooms told before and returns what they tell now.
func (p pair) write(t T, s distr.Store, before map[room]lines, d deed) map[room]lines {
	t.Helper()
	require.NoError(t, s.Update(t.Context(), d.at.vendor, d.do), "%s in the room of %s", d.method, d.at)
	if before == nil { // not closely
		return nil
	}
	after := p.look(t, s)
	for r, now := range after {
		was := before[r]
		switch {
		case d.reach == unseen:
			require.Equal(t, was, now, "%s in the room of %s changed the room of %s", d.method, d.at, r)
		case r == d.at && d.reach == intoCustomer:
			require.NotEqual(t, was, now, "%s in the room of %s changed nothing there", d.method, d.at)
		case r == room{d.at.vendor, ""} && !d.inside:
			require.NotEqual(t, withoutVersion(was), withoutVersion(now), "%s in the room of %s changed nothing there", d.method, r)
		case r == room{d.at.vendor, ""}:
			// A vendor's room shows the profiles of customers, who is a member
			// where, who uses its secrets and what is scanned for whom, but nothing
			// else of their rooms.
			require.Equal(t, withoutCustomers(was), withoutCustomers(now), "%s in the room of %s changed the room of %s", d.method, d.at, r)
		default:
			require.Equal(t, was, now, "%s in the room of %s changed the room of %s", d.method, d.at, r)
		}
	}
	return after
}

// withoutVersion leaves out the lines that change whatever was changed.
func withoutVersion(l lines) lines {
	l = maps.Clone(l)
	delete(l, "VendorView.Version")
	delete(l, "Store.Changed")
	return l
}

func withoutCustomers(l lines) lines {
	l = withoutVersion(l)
	maps.DeleteFunc(l, func(label, _ string) bool {
		return strings.HasPrefix(label, "VendorView.Customers") || strings.HasPrefix(label, "VendorView.Open") ||
			strings.HasPrefix(label, "VendorView.List") || strings.HasPrefix(label, "VendorView.SecretUses") || label == "VendorView.Memberships" ||
			strings.HasPrefix(label, "VendorView.Due") || strings.HasPrefix(label, "VendorView.Runs")
	})
	return l
}

// compare looks whether a vendor's room tells just what was put there, to those
// who view it and to those who update it.
func (p pair) compare(t T, s distr.Store, v tenant.VendorID) {
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
