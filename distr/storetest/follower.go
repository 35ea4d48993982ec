package storetest

import (
	"fmt"
	"maps"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A follower keeps what a vendor's room holds, and reloads only what Changed
// names.
type follower struct {
	since  distr.Version
	vendor string // products, staff, settings, upstreams and keys
	rooms  map[tenant.CustomerID]string
	shelf  map[entitlement.ProductID]string // releases and what refers to them
}

func newFollower() *follower {
	return &follower{rooms: map[tenant.CustomerID]string{}, shelf: map[entitlement.ProductID]string{}}
}

// run follows until all writers are through, and then once more.
func (f *follower) run(t T, s distr.Store, done <-chan struct{}, writers int) error {
	for ended := 0; ; {
		if err := f.step(t, s); err != nil {
			return err
		}
		if ended == writers {
			return nil
		}
		select {
		case <-done:
			ended++
		default:
		}
	}
}

func (f *follower) step(t T, s distr.Store) error {
	changes, err := s.Changed(t.Context(), acme, f.since)
	if err != nil {
		return err
	}
	if changes.Version < f.since {
		return fmt.Errorf("the version fell from %d to %d", f.since, changes.Version)
	}
	if changes.Version == f.since {
		return nil // nothing can have changed
	}
	f.since = changes.Version
	return f.load(t, s, changes)
}

// load reads what has changed. It may see more than that: what came since will
// be named the next time.
func (f *follower) load(t T, s distr.Store, changes distr.Changes) error {
	var next *follower
	err := s.View(t.Context(), acme, func(v distr.VendorView) (err error) {
		next = newFollower()
		next.vendor = f.vendor
		which := changes
		if changes.All {
			if which, err = allOf(v); err != nil {
				return err
			}
		}
		if which.Vendor {
			l := roomLines(v)
			next.vendor = l["VendorView.Products"] + l["VendorView.StaffCredentials"] + l["VendorView.Upstreams"] + l["VendorView.SigningKeys"] +
				l["VendorView.Settings"] + l["VendorView.Staff"]
			if next.vendor, err = withAssignments(v, next.vendor); err != nil {
				return err
			}
		}
		for _, id := range which.Customers {
			room, err := v.Open(id)
			if err != nil {
				return err
			}
			l := lines{}
			for _, r := range customerReadings() {
				got, err := r.get(room)
				l.read(r.method, got, err)
			}
			next.rooms[id] = fmt.Sprint(l)
		}
		for _, id := range which.Products {
			p, err := v.Product(id)
			if err != nil {
				return err
			}
			l := lines{}
			l.shelf(v, p)
			next.shelf[id] = fmt.Sprint(l)
		}
		return nil
	})
	if err != nil {
		return err
	}
	f.vendor = next.vendor
	maps.Copy(f.rooms, next.rooms)
	maps.Copy(f.shelf, next.shelf)
	return nil
}

// withAssignments adds to whom each of the staff is assigned.
func withAssignments(v distr.VendorView, told string) (string, error) {
	staff, err := v.Staff()
	for _, m := range staff {
		assigned, err := v.Assignments(m.ID)
		if err != nil {
			return "", err
		}
		told += text(assigned)
	}
	return told, err
}

// allOf names everything that there is.
func allOf(v distr.VendorView) (distr.Changes, error) {
	customers, err := v.Customers(distr.CustomerQuery{})
	if err != nil {
		return distr.Changes{}, err
	}
	products, err := v.Products()
	return distr.Changes{
		Vendor:    true,
		Customers: ids(customers, func(c tenant.Customer) tenant.CustomerID { return c.ID }),
		Products:  ids(products, func(p entitlement.Product) entitlement.ProductID { return p.ID }),
	}, err
}
