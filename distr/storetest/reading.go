package storetest

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A reading is one way to ask one method of a room, R. Whatever a room can tell
// is told by all readings of it together.
type reading[R any] struct {
	method string
	what   string // when a method is asked in several ways
	get    func(R) (any, error)
}

// told makes a reading's function of a method that returns any type.
func told[V any](v V, err error) (any, error) { return v, err }

// vendorReadings asks each method of a vendor's room.
func vendorReadings() []reading[distr.VendorView] {
	return slices.Concat(priceReadings(), scheduleReadings[distr.VendorView](), scansReadings(), []reading[distr.VendorView]{
		{"Version", "", func(v distr.VendorView) (any, error) { return told(v.Version()) }},
		{"Customers", "all", func(v distr.VendorView) (any, error) { return told(v.Customers(distr.CustomerQuery{})) }},
		{"Customers", "one after A", func(v distr.VendorView) (any, error) {
			return told(v.Customers(distr.CustomerQuery{After: "A", Limit: 1}))
		}},
		{"List", "by name", func(v distr.VendorView) (any, error) { return listed(v, everybody()) }},
		{"List", "search", func(v distr.VendorView) (any, error) { return listed(v, searched()) }},
		{"List", "assigned", func(v distr.VendorView) (any, error) { return listed(v, assignedTo(memberID)) }},
		{"List", "pulled", func(v distr.VendorView) (any, error) { return listed(v, pulledSince(at(25))) }},
		{"Open", "", func(v distr.VendorView) (any, error) {
			c, err := v.Open(customerID)
			if err != nil {
				return nil, err
			}
			return told(c.Customer())
		}},
		{"Product", "", func(v distr.VendorView) (any, error) { return told(v.Product(productID)) }},
		{"Products", "", func(v distr.VendorView) (any, error) { return told(v.Products()) }},
		{"Releases", "", func(v distr.VendorView) (any, error) { return told(v.Releases(productID)) }},
		{"Closures", "image", func(v distr.VendorView) (any, error) { return told(v.Closures(productID, version, imagePath)) }},
		{"Closures", "chart", func(v distr.VendorView) (any, error) { return told(v.Closures(productID, version, chartPath)) }},
		{"Referrers", "image", func(v distr.VendorView) (any, error) { return told(v.Referrers(productID, imagePath, 0)) }},
		{"Referrers", "image, but the first", func(v distr.VendorView) (any, error) { return told(v.Referrers(productID, imagePath, 1)) }},
		{"Upstreams", "", func(v distr.VendorView) (any, error) { return told(v.Upstreams()) }},
		{"SigningKeys", "", func(v distr.VendorView) (any, error) { return told(v.SigningKeys()) }},
		{"SecretKey", "", func(v distr.VendorView) (any, error) { return told(v.SecretKey()) }},
		{"Secrets", "", func(v distr.VendorView) (any, error) { return told(v.Secrets()) }},
		{"SecretUses", "all", func(v distr.VendorView) (any, error) { return told(v.SecretUses("")) }},
		{"SecretUses", "of " + secretName, func(v distr.VendorView) (any, error) { return told(v.SecretUses(secretName)) }},
		{"Settings", "", func(v distr.VendorView) (any, error) { return told(v.Settings()) }},
		{"Staff", "", func(v distr.VendorView) (any, error) { return told(v.Staff()) }},
		{"Assigned", "", func(v distr.VendorView) (any, error) { return told(v.Assigned(memberID, customerID)) }},
		{"Assignments", "", func(v distr.VendorView) (any, error) { return told(v.Assignments(memberID)) }},
		{"Memberships", "", func(v distr.VendorView) (any, error) { return told(v.Memberships(address)) }},
		{"StaffCredential", "", func(v distr.VendorView) (any, error) { return told(v.StaffCredential(credentialID)) }},
		{"StaffCredentials", "", func(v distr.VendorView) (any, error) { return told(v.StaffCredentials()) }},
		{"Events", "all", func(v distr.VendorView) (any, error) { return told(v.Events(distr.EventQuery{})) }},
		{"Events", "one of " + string(customerID), func(v distr.VendorView) (any, error) {
			return told(v.Events(distr.EventQuery{Customer: customerID, Limit: 1}))
		}},
		{"Events", "one behind the first", func(v distr.VendorView) (any, error) {
			return told(v.Events(distr.EventQuery{After: 1, Limit: 1, Oldest: true}))
		}},
		{"LastEvent", "", func(v distr.VendorView) (any, error) { return told(v.LastEvent()) }},
		{"Checkpoint", "", func(v distr.VendorView) (any, error) { return told(v.Checkpoint()) }},
		{"Post", "", func(v distr.VendorView) (any, error) { return told(v.Post(courier)) }},
		{"Posts", "", func(v distr.VendorView) (any, error) { return told(v.Posts()) }},
		{"Letter", "", func(v distr.VendorView) (any, error) { return told(v.Letter(letterID)) }},
		{"Letters", "all", func(v distr.VendorView) (any, error) { return told(v.Letters(distr.LetterQuery{})) }},
		{"Letters", "one of " + string(customerID), func(v distr.VendorView) (any, error) {
			return told(v.Letters(distr.LetterQuery{Customer: customerID, Due: at(50), Limit: 1}))
		}},
		{"LetterTemplates", "", func(v distr.VendorView) (any, error) { return told(v.LetterTemplates()) }},
		{"MailSettings", "", func(v distr.VendorView) (any, error) { return told(v.MailSettings()) }},
		{"Endpoints", "", func(v distr.VendorView) (any, error) { return told(v.Endpoints()) }},
		{"Deliveries", "all", func(v distr.VendorView) (any, error) { return told(v.Deliveries(distr.DeliveryQuery{})) }},
		{"Deliveries", "one that failed", func(v distr.VendorView) (any, error) {
			return told(v.Deliveries(distr.DeliveryQuery{Endpoint: endpointID, Failed: true, Limit: 1}))
		}},
		{"Deliveries", "of the event", func(v distr.VendorView) (any, error) {
			return told(v.Deliveries(distr.DeliveryQuery{Event: eventID}))
		}},
		{"Pulls", "all", func(v distr.VendorView) (any, error) { return told(v.Pulls(distr.PullQuery{})) }},
		{"Pulls", "one of " + string(customerID), func(v distr.VendorView) (any, error) {
			return told(v.Pulls(distr.PullQuery{Customer: customerID, Since: time.Unix(0, 0), Limit: 1}))
		}},
		{"Pulls", "of " + string(imagePath), func(v distr.VendorView) (any, error) {
			return told(v.Pulls(distr.PullQuery{Repository: imagePath}))
		}},
	})
}

// customerReadings asks each method of a customer's room.
func customerReadings() []reading[distr.CustomerView] {
	return append(scanReadings(), []reading[distr.CustomerView]{
		{"Customer", "", func(c distr.CustomerView) (any, error) { return told(c.Customer()) }},
		{"Members", "", func(c distr.CustomerView) (any, error) { return told(c.Members()) }},
		{"Installations", "", func(c distr.CustomerView) (any, error) { return told(c.Installations()) }},
		{"Credential", "", func(c distr.CustomerView) (any, error) { return told(c.Credential(credentialID)) }},
		{"Credentials", "", func(c distr.CustomerView) (any, error) { return told(c.Credentials()) }},
		{"Grant", "", func(c distr.CustomerView) (any, error) { return told(c.Grant(grantID)) }},
		{"Grants", "", func(c distr.CustomerView) (any, error) { return told(c.Grants()) }},
		{"Logins", "", func(c distr.CustomerView) (any, error) { return told(c.Logins()) }},
		{"SecretKey", "", func(c distr.CustomerView) (any, error) { return told(c.SecretKey()) }},
		{"Secrets", "", func(c distr.CustomerView) (any, error) { return told(c.Secrets()) }},
		{"SecretUses", "", func(c distr.CustomerView) (any, error) { return told(c.SecretUses()) }},
		{"Contracts", "", func(c distr.CustomerView) (any, error) { return told(c.Contracts()) }},
		{"Use", "", func(c distr.CustomerView) (any, error) { return told(c.Use(useKey)) }},
		{"Meter", "", func(c distr.CustomerView) (any, error) { return told(c.Meter(contractID, meterPeriod)) }},
		{"Asset", "", func(c distr.CustomerView) (any, error) { return told(c.Asset(assetKey)) }},
		{"Assets", "", func(c distr.CustomerView) (any, error) { return told(allAssets(c)) }},
		{"AssetCount", "", func(c distr.CustomerView) (any, error) { return told(c.AssetCount()) }},
	}...)
}

// lines is what a room tells, a line for each reading.
type lines map[string]string

func (l lines) read(label string, got any, err error) {
	switch {
	case errors.Is(err, tenant.ErrNotFound):
		l[label] = "not found"
	case err != nil:
		l[label] = "error: " + err.Error()
	default:
		l[label] = text(got)
	}
}

// roomLines asks a vendor's room everything, and the rooms of those customers
// and of all whom it lists.
func roomLines(v distr.VendorView, customers ...tenant.CustomerID) lines {
	l := lines{}
	for _, r := range vendorReadings() {
		got, err := r.get(v)
		l.read(label("VendorView."+r.method, r.what), got, err)
	}
	listed, _ := v.Customers(distr.CustomerQuery{}) // its error is in the lines
	for _, c := range listed {
		customers = append(customers, c.ID)
	}
	slices.Sort(customers)
	for _, id := range slices.Compact(customers) {
		c, err := v.Open(id)
		if err != nil {
			l.read(label("VendorView.Open", string(id)), nil, err)
			continue
		}
		for _, r := range customerReadings() {
			got, err := r.get(c)
			l.read(label("CustomerView."+r.method, string(id)), got, err)
		}
	}
	staff, _ := v.Staff()
	for _, m := range staff {
		customers, err := v.Assignments(m.ID)
		l.read(label("VendorView.Assignments", string(m.ID)), customers, err)
	}
	products, _ := v.Products()
	for _, p := range products {
		l.shelf(v, p)
	}
	return l
}

// shelf asks for all that there is of a product.
func (l lines) shelf(v distr.VendorView, p entitlement.Product) {
	releases, err := v.Releases(p.ID)
	l.read(label("VendorView.Releases", string(p.ID)), releases, err)
	for _, r := range releases {
		for path := range r.Roots {
			closures, err := v.Closures(p.ID, r.Version, path)
			l.read(label("VendorView.Closures", fmt.Sprintf("%s %s in %s", p.ID, r.Version, path)), closures, err)
		}
	}
	for _, path := range p.Repositories {
		referrers, err := v.Referrers(p.ID, path, 0)
		l.read(label("VendorView.Referrers", fmt.Sprintf("%s in %s", p.ID, path)), referrers, err)
	}
}

func label(method, what string) string {
	if what == "" {
		return method
	}
	return method + "(" + what + ")"
}
