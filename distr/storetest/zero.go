package storetest

import (
	"errors"
	"strings"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// zeroValues reads a room in which nothing was written, and puts records that
// are as empty as records can be.
func zeroValues(t T, s distr.Store) {
	const untouched = "untouched"
	for line, told := range everything(t, s, untouched, customerID) {
		if empty, is := emptyRecords()[line]; is {
			require.Equal(t, text(empty), told, "%s of a room in which nothing was written", line)
			continue
		}
		if strings.HasPrefix(line, "VendorView.Secret") {
			require.Contains(t, []string{"[]", "{}", text(distr.SealedKey{})}, told, "%s of a room in which nothing was written", line)
			continue
		}
		require.Contains(t, []string{"[]", "not found", "0", "false"}, told, "%s of a room in which nothing was written", line)
	}
	changes, err := s.Changed(t.Context(), untouched, 0)
	require.NoError(t, err)
	require.Zero(t, changes.Version, "the version of an untouched room")
	update(t, s, untouched, func(distr.VendorTx) error { return nil })
	require.Zero(t, versionOf(t, s, untouched), "an update that changes nothing does not raise the version")

	customer := tenant.Customer{ID: "empty"}
	credential := tenant.Credential{ID: "empty"}
	grant := entitlement.Grant{ID: "empty", Product: "empty"}
	product := entitlement.Product{ID: "empty", Kind: entitlement.Artifact, Repositories: []entitlement.RepositoryPath{"empty"}}
	release := entitlement.Release{Version: "empty"}
	closure := entitlement.Closure{Root: entitlement.SHA256(nil), Items: []entitlement.Item{{Digest: entitlement.SHA256(nil)}}}
	key := distr.SigningKey{ID: "empty"}
	event := distr.Event{ID: "empty", Data: []byte("{}"), Seq: 1}
	update(t, s, acme, func(tx distr.VendorTx) error {
		for _, err := range []error{
			tx.AddCustomer(customer), tx.PutProduct(product), tx.PutStaffCredential(credential), appendNext(tx, event), tx.PutPost(distr.Post{}), tx.PutEndpoint(distr.Endpoint{}), tx.PutDeliveries(nil), tx.PutDeliveries([]distr.Delivery{{}}),
			tx.PutPlan(distr.PricedPlan{}), tx.PutPriceList(distr.PriceList{}), tx.AddLot(license.Lot{}),
			tx.PutSale(distr.Sale{Customer: "empty"}), tx.AddCharge(distr.Charge{Customer: "empty"}),
			tx.PutLetter(distr.Letter{}), tx.PutLetterTemplate(distr.LetterTemplate{}), tx.SetMailSettings(distr.MailSettings{}), tx.PutPulls([]distr.PullRecord{{}}),
			tx.PutRelease("empty", release, map[entitlement.RepositoryPath]entitlement.Closure{"empty": closure}),
			tx.MoveRelease("empty", release, map[entitlement.RepositoryPath]entitlement.Closure{"empty": {}}),
			tx.PutReferrer("empty", "", entitlement.Referrer{}), tx.PutUpstream(distr.Upstream{}), tx.PutSigningKey(key),
			tx.SetSettings(tenant.Settings{}), tx.PutSchedule(distr.ScanSchedule{}), tx.PutStaff(tenant.Member{}), tx.Assign("", "empty"), tx.PutActivity(nil), tx.PutActivity([]distr.Activity{{}}),
		} {
			if err != nil {
				return err
			}
		}
		return edit(tx, "empty", func(c distr.CustomerTx) error {
			if err := c.PutCredential(credential); err != nil {
				return err
			}
			if err := c.PutGrant(grant); err != nil {
				return err
			}
			_, errUse := c.RecordUse(distr.UseRecord{})
			return errors.Join(errUse, emptyScans(c), c.PutAssets(nil), c.PutAssets([]distr.AssetRecord{{}}), c.SetAssetCount(distr.AssetCount{}), c.PutContract(license.Contract{}), c.PutMeter(distr.Meter{}), c.PutLogin("empty", distr.SealedLogin{}),
				c.PutMember(tenant.Member{}), c.PutInstallation(tenant.Installation{Credential: "empty"}))
		})
	})
	got := look(t, s, acme, func(v distr.VendorView) (map[string]any, error) {
		got := map[string]any{}
		room, err := v.Open("empty")
		if err != nil {
			return nil, err
		}
		for name, get := range map[string]func() (any, error){
			"customer":          func() (any, error) { return told(room.Customer()) },
			"credential":        func() (any, error) { return told(room.Credential("empty")) },
			"grant":             func() (any, error) { return told(room.Grant("empty")) },
			"product":           func() (any, error) { return told(v.Product("empty")) },
			"releases":          func() (any, error) { return told(v.Releases("empty")) },
			"login":             func() (any, error) { return told(room.Logins()) },
			"closure":           func() (any, error) { return told(v.Closures("empty", "empty", "empty")) },
			"referrer":          func() (any, error) { return told(v.Referrers("empty", "", 0)) },
			"upstream":          func() (any, error) { return told(v.Upstreams()) },
			"signing key":       func() (any, error) { return told(v.SigningKeys()) },
			"staff credential":  func() (any, error) { return told(v.StaffCredential("empty")) },
			"events":            func() (any, error) { return told(v.Events(distr.EventQuery{})) },
			"endpoint":          func() (any, error) { return told(v.Endpoints()) },
			"delivery":          func() (any, error) { return told(v.Deliveries(distr.DeliveryQuery{Oldest: true})) },
			"plan":              func() (any, error) { return told(v.Plans()) },
			"price list":        func() (any, error) { return told(v.PriceLists()) },
			"lot":               func() (any, error) { return told(v.Lots()) },
			"sale":              func() (any, error) { return told(v.Sales(distr.SaleQuery{})) },
			"charge":            func() (any, error) { return told(v.Charges(distr.ChargeQuery{})) },
			"courier":           func() (any, error) { return told(v.Posts()) },
			"letter":            func() (any, error) { return told(v.Letters(distr.LetterQuery{})) },
			"letter's template": func() (any, error) { return told(v.LetterTemplates()) },
			"mail settings":     func() (any, error) { return told(v.MailSettings()) },
			"settings":          func() (any, error) { return told(v.Settings()) },
			"staff":             func() (any, error) { return told(v.Staff()) },
			"assignments":       func() (any, error) { return told(v.Assignments("")) },
			"member":            func() (any, error) { return told(room.Members()) },
			"memberships":       func() (any, error) { return told(v.Memberships("")) },
			"license":           func() (any, error) { return told(room.Contracts()) },
			"use":               func() (any, error) { return told(room.Use("")) },
			"meter":             func() (any, error) { return told(room.Meter("", 0)) },
			"installation":      func() (any, error) { return told(room.Installations()) },
			"assets":            func() (any, error) { return told(allAssets(room)) },
			"asset":             func() (any, error) { return told(room.Asset("")) },
			"count of assets":   func() (any, error) { return told(room.AssetCount()) },
			"schedule":          func() (any, error) { return told(v.Schedules(distr.ScheduleQuery{})) },
			"scan":              func() (any, error) { return told(everyScan(room)) },
			"pulls":             func() (any, error) { return told(v.Pulls(distr.PullQuery{})) },
		} {
			if got[name], err = get(); err != nil {
				return nil, err
			}
		}
		return got, nil
	})
	for name, want := range sorted(map[string]any{
		"customer": customer, "credential": credential, "grant": grant, "product": product, "staff credential": credential,
		"login": map[entitlement.GrantID]distr.SealedLogin{"empty": {}}, "closure": []entitlement.Closure{closure, {}},
		"referrer": []entitlement.Referrer{{}}, "upstream": []distr.Upstream{{}}, "signing key": []distr.SigningKey{key},
		"settings": tenant.Settings{}, "staff": []tenant.Member{{}}, "assignments": []tenant.CustomerID{"empty"},
		"license": []license.Contract{{}}, "use": distr.UseRecord{}, "meter": distr.Meter{}, "member": []tenant.Member{{}}, "memberships": []tenant.CustomerID{"empty"}, "installation": []tenant.Installation{{Credential: "empty"}},
		"releases": []entitlement.Release{release}, "events": []distr.Event{event}, "courier": []distr.Post{{}}, "endpoint": []distr.Endpoint{{}}, "delivery": []distr.Delivery{{}},
		"plan": []distr.PricedPlan{{}}, "price list": []distr.PriceList{{}}, "lot": []license.Lot{{}}, "sale": []distr.Sale{{Customer: "empty"}}, "charge": []distr.Charge{{Customer: "empty"}},
		"letter": []distr.Letter{{}}, "letter's template": []distr.LetterTemplate{{}}, "mail settings": distr.MailSettings{}, "schedule": []distr.ScanSchedule{{}}, "scan": scansOf{
			Schedules: []distr.ScanSchedule{{}}, Runs: []distr.ScanRun{{}}, Findings: []distr.FindingRecord{{}},
		}, "pulls": []distr.PullRecord{{}},
	}) {
		require.Equal(t, text(want), text(got[name]), "a %s as empty as can be", name)
	}
	requireEmptied(t, s)
}

// emptyRecords are what methods answer that give one record, and not an error if
// there is none.
func emptyRecords() map[string]any {
	return map[string]any{
		"VendorView.Settings": tenant.Settings{}, "VendorView.LastEvent": distr.Link{}, "VendorView.Checkpoint": distr.Checkpoint{},
		"VendorView.Post": distr.Post{}, "VendorView.MailSettings": distr.MailSettings{}, "VendorView.Schedules": [][]distr.ScanSchedule{nil, nil},
	}
}

// requireEmptied sets what is empty over what is not.
func requireEmptied(t T, s distr.Store) {
	t.Helper()
	for _, want := range []tenant.Settings{newSample("full").settings, {}} {
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.SetSettings(want) })
		kept := look(t, s, acme, distr.VendorView.Settings)
		require.Equal(t, text(want), text(kept), "settings that were set over others")
	}
	for _, want := range []distr.MailSettings{newSample("full").mail, {}} {
		update(t, s, acme, func(tx distr.VendorTx) error { return tx.SetMailSettings(want) })
		require.Equal(t, text(want), text(look(t, s, acme, distr.VendorView.MailSettings)), "mail settings that were set over others")
	}
	profile := newSample("full").profile
	for _, p := range []tenant.Profile{profile, {}} {
		updateCustomer(t, s, "empty", func(c distr.CustomerTx) error { return c.SetProfile(p) })
		kept := lookCustomer(t, s, "empty", distr.CustomerView.Customer)
		require.Equal(t, text(p), text(kept.Profile), "a profile that was set over another")
	}
}
