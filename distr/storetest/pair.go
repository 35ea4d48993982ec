package storetest

import (
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A pair is two vendors, each of whom has the same two customers.
type pair struct {
	vendors   [2]tenant.VendorID
	customers [2]tenant.CustomerID
}

// A room is a customer's, or a vendor's if customer is empty.
type room struct {
	vendor   tenant.VendorID
	customer tenant.CustomerID
}

func (r room) String() string {
	if r.customer == "" {
		return string(r.vendor)
	}
	return string(r.vendor) + "/" + string(r.customer)
}

// sample is one for a vendor's room, or one that concerns a customer.
func (p pair) sample(v tenant.VendorID, c tenant.CustomerID, reach reach) *sample {
	mark := room{v, c}
	if reach == vendorOnly || reach == unseen {
		mark.customer = ""
	}
	s := newSample(mark.String())
	s.customer.ID, s.event.Customer, s.pull.Customer, s.activity.Customer, s.letter.Customer = c, c, c, c, c
	s.sale.Customer, s.charge.Customer = c, c
	s.event.ID, s.pull.ID, s.letter.ID = distr.EventID("evt_"+c), distr.PullID("pul_"+c), distr.LetterID("ltr_"+c)
	s.event.Seq += int64(slices.Index(p.customers[:], c))
	return s
}

// look asks all rooms everything.
func (p pair) look(t T, s distr.Store) map[room]lines {
	t.Helper()
	rooms := map[room]lines{}
	for _, v := range p.vendors {
		all := everything(t, s, v, p.customers[:]...)
		changes, err := s.Changed(t.Context(), v, 0)
		slices.Sort(changes.Customers)
		slices.Sort(changes.Products)
		all.read("Store.Changed", changes, err)
		for _, c := range p.customers {
			rooms[room{v, c}] = lines{}
			for _, r := range customerReadings() {
				name := label("CustomerView."+r.method, string(c))
				rooms[room{v, c}][name] = all[name]
				delete(all, name)
			}
		}
		rooms[room{v, ""}] = all
	}
	return rooms
}

// want is what the room of a vendor tells when everything has been written.
func (p pair) want(v tenant.VendorID) lines {
	own := p.sample(v, customerID, vendorOnly)
	var customers []tenant.Customer
	var events []distr.Event
	var pulls []distr.PullRecord
	var letters []distr.Letter
	want := lines{}
	assigned := slices.Sorted(slices.Values(p.customers[:]))
	memberships := slices.Clone(assigned)
	if v == p.vendors[1] { // see part
		assigned = but(assigned, p.customers[0])
		memberships = but(memberships, p.customers[1])
	}
	for _, id := range p.customers {
		s := p.sample(v, id, intoCustomer)
		c := tenant.Customer{ID: id, Created: s.customer.Created, Profile: s.profile}
		customers, events, pulls = append(customers, c), append(events, s.event), append(pulls, s.pull)
		letters = append(letters, s.letter)
		members := []tenant.Member{s.member}
		if !slices.Contains(memberships, id) {
			members = nil
		}
		for label, record := range map[string]any{
			"Customer": c, "Credential": s.seen(), "Credentials": []tenant.Credential{s.seen()},
			"Members": members, "Installations": []tenant.Installation{s.installation},
			"Grant": s.grant, "Grants": []entitlement.Grant{s.grant},
			"Logins":    map[entitlement.GrantID]distr.SealedLogin{grantID: s.login},
			"SecretKey": s.secretKey, "Secrets": []distr.Secret{s.secret}, "SecretUses": []distr.SecretUse{s.use, s.wideUse},
			"Contracts": []license.Contract{s.contract}, "Use": s.record, "Meter": s.meter,
			"Asset": s.assets[0], "Assets": [][]distr.AssetRecord{s.assets[:1], s.assets[1:]}, "AssetCount": s.counted,
		} {
			want["CustomerView."+label+"("+string(id)+")"] = text(record)
		}
	}
	p.wantLists(v, want, assigned)
	p.wantUses(v, want)
	p.wantPrices(v, want)
	p.wantScans(v, want)
	slices.SortFunc(customers, func(a, b tenant.Customer) int { return strings.Compare(string(a.ID), string(b.ID)) })
	afterA := slices.DeleteFunc(slices.Clone(customers), func(c tenant.Customer) bool { return c.ID <= "A" })
	for label, record := range map[string]any{
		"Customers(all)": customers, "Customers(one after A)": afterA[:min(1, len(afterA))],
		"Product": own.product, "Products": []entitlement.Product{own.product},
		"Releases": []entitlement.Release{own.released()}, "Releases(app)": []entitlement.Release{own.released()},
		"Closures(image)": own.images(), "Closures(app 1.4.2 in acme/app)": own.images(),
		"Closures(chart)": own.charts(), "Closures(app 1.4.2 in acme/charts/app)": own.charts(),
		"Referrers(image)": []entitlement.Referrer{own.referrer}, "Referrers(app in acme/app)": []entitlement.Referrer{own.referrer},
		"Referrers(image, but the first)": []entitlement.Referrer{}, "Referrers(app in acme/charts/app)": []entitlement.Referrer{},
		"Referrers(app in " + string(own.product.Repositories[2]) + ")": []entitlement.Referrer{},
		"Upstreams": []distr.Upstream{own.upstream}, "SigningKeys": []distr.SigningKey{own.key},
		"SecretKey": own.secretKey, "Secrets": []distr.Secret{own.secret},
		"Settings": own.settings, "Staff": []tenant.Member{own.member}, "Memberships": memberships,
		"Assigned": slices.Contains(assigned, customerID), "Assignments": assigned, "Assignments(" + string(memberID) + ")": assigned,
		"StaffCredential": own.seen(), "StaffCredentials": []tenant.Credential{own.seen()},
		"Events(all)": events, "Pulls(all)": byID(pulls), "Pulls(of " + string(imagePath) + ")": byID(pulls),
		"Events(one behind the first)": events[:1], "LastEvent": events[1].Link(), "Checkpoint": own.checkpoint,
		"Endpoints": []distr.Endpoint{own.endpoint}, "Deliveries(all)": own.deliveries,
		"Deliveries(one that failed)": own.deliveries[1:], "Deliveries(of the event)": own.deliveries[:1],
		"Post": own.post, "Posts": []distr.Post{own.post},
		"LetterTemplates": []distr.LetterTemplate{own.template}, "MailSettings": own.mail, "Letters(all)": lettersByID(letters),
		"Letters(one of globex)": of(customerID, letters, func(l distr.Letter) tenant.CustomerID { return l.Customer }),
		"Events(one of globex)":  of(customerID, events, func(e distr.Event) tenant.CustomerID { return e.Customer }),
		"Pulls(one of globex)":   of(customerID, pulls, func(p distr.PullRecord) tenant.CustomerID { return p.Customer }),
	} {
		want["VendorView."+label] = text(record)
	}
	want["VendorView.Letter"] = "not found" // each is named after its customer
	for _, l := range letters {
		if l.ID == letterID {
			want["VendorView.Letter"] = text(l)
		}
	}
	want["VendorView.Open"] = "not found"
	if i := slices.Index(p.customers[:], customerID); i >= 0 {
		want["VendorView.Open"] = want["CustomerView.Customer("+string(customerID)+")"]
	}
	return want
}

// byID is the order in which entries of the pull log come that are of one time.
func byID(pulls []distr.PullRecord) []distr.PullRecord {
	return slices.SortedFunc(slices.Values(pulls), func(a, b distr.PullRecord) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

func lettersByID(letters []distr.Letter) []distr.Letter {
	return slices.SortedFunc(slices.Values(letters), func(a, b distr.Letter) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

// of is those records that concern the customer.
func of[R any](id tenant.CustomerID, records []R, customer func(R) tenant.CustomerID) []R {
	return slices.DeleteFunc(slices.Clone(records), func(r R) bool { return customer(r) != id })
}

// but is the list without one of its customers.
func but(list []tenant.CustomerID, id tenant.CustomerID) []tenant.CustomerID {
	return slices.DeleteFunc(list, func(c tenant.CustomerID) bool { return c == id })
}
