package storetest

import (
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// want is what the room of a vendor tells when everything has been written.
func (p twinRooms) want(v tenant.VendorID) lines {
	own := p.sample(v, customerID, false)
	var customers []tenant.Customer
	var events []distr.Event
	var pulls []distr.PullRecord
	want := lines{}
	for _, id := range p.customers {
		s := p.sample(v, id, true)
		c := tenant.Customer{ID: id, Created: s.customer.Created, Profile: s.profile}
		customers, events, pulls = append(customers, c), append(events, s.event), append(pulls, s.pull)
		for label, record := range map[string]any{
			"Customer": c, "Credential": s.credential, "Credentials": []tenant.Credential{s.credential},
			"Grant": s.grant, "Grants": []entitlement.Grant{s.grant},
		} {
			want["CustomerView."+label+"("+string(id)+")"] = text(record)
		}
	}
	slices.SortFunc(customers, func(a, b tenant.Customer) int { return strings.Compare(string(a.ID), string(b.ID)) })
	afterA := slices.DeleteFunc(slices.Clone(customers), func(c tenant.Customer) bool { return c.ID <= "A" })
	for label, record := range map[string]any{
		"Customers(all)": customers, "Customers(one after A)": afterA[:min(1, len(afterA))],
		"Product": own.product, "Products": []entitlement.Product{own.product},
		"Releases": []entitlement.Release{own.release}, "Releases(app)": []entitlement.Release{own.release},
		"Closure(image)": own.closures[imagePath], "Closure(chart)": own.closures[chartPath],
		"Closure(app1.4.2acme/app)": own.closures[imagePath], "Closure(app1.4.2acme/charts/app)": own.closures[chartPath],
		"StaffCredential": own.credential, "StaffCredentials": []tenant.Credential{own.credential},
		"Events(all)": events, "Pulls(all)": pulls,
		"Events(one of globex)": of(customerID, events, func(e distr.Event) tenant.CustomerID { return e.Customer }),
		"Pulls(one of globex)":  of(customerID, pulls, func(p distr.PullRecord) tenant.CustomerID { return p.Customer }),
	} {
		want["VendorView."+label] = text(record)
	}
	want["VendorView.Open"] = "not found"
	if i := slices.Index(p.customers[:], customerID); i >= 0 {
		want["VendorView.Open"] = want["CustomerView.Customer("+string(customerID)+")"]
	}
	return want
}

// of is those records that concern the customer.
func of[R any](id tenant.CustomerID, records []R, customer func(R) tenant.CustomerID) []R {
	return slices.DeleteFunc(slices.Clone(records), func(r R) bool { return customer(r) != id })
}
