package storetest

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// roundTrip puts records with no field empty, and then values that are easily
// bent on the way.
func roundTrip(t T, s distr.Store) {
	want := newSample("full")
	full(t, "Customer", want.customer)
	full(t, "Profile", want.profile)
	full(t, "Credential", want.credential)
	full(t, "Grant", want.grant)
	full(t, "Product", want.product)
	full(t, "Release", want.release)
	full(t, "Referrer", want.referrer)
	full(t, "Closure", want.referrer.Closure)
	full(t, "Upstream", want.upstream)
	full(t, "SigningKey", want.key)
	full(t, "SealedLogin", want.login)
	full(t, "Event", want.event)
	full(t, "Checkpoint", want.checkpoint)
	full(t, "Post", want.post)
	full(t, "Endpoint", want.endpoint)
	full(t, "Delivery", want.deliveries[0])
	full(t, "Letter", want.letter)
	full(t, "LetterTemplate", want.template)
	full(t, "MailSettings", want.mail)
	full(t, "PullRecord", want.pull)
	full(t, "Settings", want.settings)
	full(t, "FeatureDef", want.settings.Features[0])
	full(t, "Member", want.member)
	full(t, "Installation", want.installation)
	full(t, "Activity", want.activity)
	full(t, "SealedKey", want.secretKey)
	full(t, "Secret", want.secret)
	full(t, "SecretUse", want.use)
	full(t, "Plan", want.plan)
	full(t, "PriceList", want.priceList)
	full(t, "Tier", want.priceList.Costs.Tiers[0])
	full(t, "Lot", want.lot)
	full(t, "Sale", want.sale)
	full(t, "Charge", want.charge)
	full(t, "Drawn", want.charge.Drawn[0])
	full(t, "Contract", want.contract)
	full(t, "UseRecord", want.record)
	full(t, "Meter", want.meter)
	full(t, "AssetRecord", want.assets[1])
	full(t, "AssetCount", want.counted)
	full(t, "ScanSchedule", want.schedules[1])
	full(t, "ScanRun", want.run)
	full(t, "RunDetail", want.detail)
	full(t, "ScanTarget", want.detail.Targets[0])
	full(t, "FindingRecord", want.findings[0])

	update(t, s, acme, func(tx distr.VendorTx) error { return fill(tx, "full") })
	told := everything(t, s, acme)
	renamed := want.customer
	renamed.Profile = want.profile
	for line, record := range sorted(map[string]any{
		"CustomerView.Customer(globex)":      renamed,
		"CustomerView.Credential(globex)":    want.seen(),
		"CustomerView.Members(globex)":       []tenant.Member{want.member},
		"CustomerView.Installations(globex)": []tenant.Installation{want.installation},
		"CustomerView.Grant(globex)":         want.grant,
		"VendorView.Product":                 want.product,
		"CustomerView.Logins(globex)":        map[entitlement.GrantID]distr.SealedLogin{grantID: want.login},
		"VendorView.Releases":                []entitlement.Release{want.released()},
		"VendorView.Closures(image)":         want.images(),
		"VendorView.Closures(chart)":         want.charts(),
		"VendorView.Referrers(image)":        []entitlement.Referrer{want.referrer},
		"VendorView.Upstreams":               []distr.Upstream{want.upstream},
		"VendorView.SigningKeys":             []distr.SigningKey{want.key},
		"VendorView.SecretKey":               want.secretKey,
		"VendorView.Secrets":                 []distr.Secret{want.secret},
		"VendorView.SecretUses(all)":         map[tenant.CustomerID][]distr.SecretUse{customerID: {want.wideUse}},
		"CustomerView.SecretKey(globex)":     want.secretKey,
		"CustomerView.Secrets(globex)":       []distr.Secret{want.secret},
		"CustomerView.SecretUses(globex)":    []distr.SecretUse{want.use, want.wideUse},
		"CustomerView.Contracts(globex)":     []license.Contract{want.contract},
		"CustomerView.Use(globex)":           want.record,
		"CustomerView.Meter(globex)":         want.meter,
		"VendorView.Plans":                   []distr.PricedPlan{want.plan},
		"VendorView.PriceLists":              []distr.PriceList{want.priceList},
		"VendorView.Lots":                    []license.Lot{want.left()},
		"VendorView.Sales(all)":              []distr.Sale{want.sale},
		"VendorView.Charges(all)":            []distr.Charge{want.charge},
		"CustomerView.Asset(globex)":         want.assets[0],
		"CustomerView.Assets(globex)":        [][]distr.AssetRecord{want.assets[:1], want.assets[1:]},
		"CustomerView.AssetCount(globex)":    want.counted,
		"VendorView.Schedule":                want.schedules[1],
		"VendorView.Schedules":               [][]distr.ScanSchedule{want.schedules, want.schedules[:1]},
		"VendorView.Runs(all)":               []distr.CustomerRun{{Customer: customerID, ScanRun: want.run}},
		"VendorView.DueRuns":                 []distr.CustomerRun{{Customer: customerID, ScanRun: want.run}},
		"CustomerView.Schedule(globex)":      want.schedules[1],
		"CustomerView.Schedules(globex)":     [][]distr.ScanSchedule{want.schedules, want.schedules[:1]},
		"CustomerView.Run(globex)":           want.run,
		"CustomerView.Runs(globex)":          []distr.ScanRun{want.run},
		"CustomerView.RunDetail(globex)":     []distr.RunDetail{want.detail},
		"CustomerView.Findings(globex)":      [][]distr.FindingRecord{want.findings, want.findings[1:]},
		"VendorView.StaffCredential":         want.seen(),
		"VendorView.Settings":                want.settings,
		"VendorView.Staff":                   []tenant.Member{want.member},
		"VendorView.Events(all)":             []distr.Event{want.event},
		"VendorView.LastEvent":               want.event.Link(),
		"VendorView.Checkpoint":              want.checkpoint,
		"VendorView.Post":                    want.post,
		"VendorView.Endpoints":               []distr.Endpoint{want.endpoint},
		"VendorView.Deliveries(all)":         want.deliveries,
		"VendorView.Letter":                  want.letter,
		"VendorView.Letters(all)":            []distr.Letter{want.letter},
		"VendorView.LetterTemplates":         []distr.LetterTemplate{want.template},
		"VendorView.MailSettings":            want.mail,
		"VendorView.Pulls(all)":              []distr.PullRecord{want.pull},
	}) {
		require.Equal(t, text(record), told[line], line)
	}
	names(t, s)
	peoplesNames(t, s)
	versionSets(t, s)
	eventData(t, s)
	annotations(t, s)
	sealed(t, s)
	bulk(t, s)
}

// full fails if a field of the record is empty: a field that is new would be
// empty in every check.
func full(t T, path string, record any) {
	t.Helper()
	if _, open := record.(entitlement.Login); open {
		return // none is ever kept
	}
	v := reflect.ValueOf(record)
	if v.IsZero() {
		t.Errorf("the sample leaves %s empty: fill it in", path)
	}
	if v.Kind() != reflect.Struct || v.Type().PkgPath() == "time" {
		return
	}
	for i := range v.NumField() {
		if f := v.Type().Field(i); f.IsExported() {
			full(t, path+"."+f.Name, v.Field(i).Interface())
		}
	}
}

// names puts text that is changed by whoever normalises, trims, folds or quotes.
func names(t T, s distr.Store) {
	t.Helper()
	for i, name := range []string{
		"Ünïcödé GmbH", "株式会社グロベックス", "عرب", "🐙 & Söhne", "\u00e9 composed", "e\u0301 decomposed", "ﬁ ligature", "K Kelvin",
		`'; DROP TABLE customers; --`, `"quoted"`, `back\slash`, "100 %", "a_b", "$1 ?1 :name @name", "null", "NULL", "0", "1e3", "true", "<b>&amp;",
	} {
		id := tenant.CustomerID(fmt.Sprintf("named-%d", i))
		update(t, s, acme, func(tx distr.VendorTx) error {
			err := tx.AddCustomer(tenant.Customer{ID: id, Profile: tenant.Profile{Name: name, Access: tenant.AccessDisabled}})
			if err != nil {
				return err
			}
			return tx.PutPulls([]distr.PullRecord{{ID: distr.PullID(id), Customer: id, TokenName: name, Pull: entitlement.Pull{Time: at(i), Client: name, Reference: name}}})
		})
		kept := lookCustomer(t, s, id, distr.CustomerView.Customer)
		require.Equal(t, name, kept.Name, "a customer's name")
		pulls := look(t, s, acme, func(v distr.VendorView) ([]distr.PullRecord, error) { return v.Pulls(distr.PullQuery{Customer: id}) })
		require.Len(t, pulls, 1)
		require.Equal(t, []string{name, name, name}, []string{pulls[0].TokenName, pulls[0].Client, pulls[0].Reference}, "text in a pull record")
	}
}

// versionSets puts grants of each kind of set. The empty one is none, never all.
func versionSets(t T, s distr.Store) {
	t.Helper()
	for i, terms := range [][]string{
		{}, {"*"}, {"1.4.2"}, {"1.4.2", "1.4.2+build.7", "V2", "v2"}, {"match:^1.4"}, {"match:>=1.2, <2 || 3.x", "match:~4.1"},
		{"*", "1.0.0", "match:>=2.0.0-0"}, {"_", "match:1.x"},
	} {
		versions, err := entitlement.ParseVersions(terms)
		require.NoError(t, err)
		grant := entitlement.Grant{ID: entitlement.GrantID(fmt.Sprintf("versions-%d", i)), Product: productID, Versions: versions}
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutGrant(grant) })
		kept := lookCustomer(t, s, customerID, func(c distr.CustomerView) (entitlement.Grant, error) { return c.Grant(grant.ID) })
		require.Equal(t, versions.Terms(), kept.Versions.Terms(), "the versions of a grant")
		for _, v := range []string{"1.4.2", "1.4.9", "2.0.0-rc.1", "anything"} {
			require.Equal(t, versions.Contains(v), kept.Versions.Contains(v), "whether %s is among the versions %q of a grant", v, terms)
		}
	}
}

// eventData puts JSON that is not the same any more once it was parsed.
func eventData(t T, s distr.Store) {
	t.Helper()
	for i, data := range []string{`{}`, ` {"b":1, "a":1.0}`, `{"n":123456789012345678901234567890.10}`, `{"s":"\u0041\u2028<>","é":null}`} {
		id := distr.EventID(fmt.Sprintf("data-%d", i))
		update(t, s, acme, func(tx distr.VendorTx) error {
			return appendNext(tx, distr.Event{ID: id, Time: at(30 + i), Kind: "test.data", Actor: distr.Operator(), Data: json.RawMessage(data)})
		})
		events := look(t, s, acme, func(v distr.VendorView) ([]distr.Event, error) { return v.Events(distr.EventQuery{Limit: 1}) })
		require.Len(t, events, 1)
		require.Equal(t, id, events[0].ID)
		require.Equal(t, data, string(events[0].Data), "the data of an event, byte for byte")
		require.Equal(t, distr.Actor{Name: "operator", Via: distr.ViaCLI}, events[0].Actor, "the actor of an event: the name and the way, and nothing that one could act with")
	}
}
