package storetest

import (
	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// twice puts everything again that may be put again: within one update, and in
// another one.
func twice(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error { return fill(tx, "first") })
	for range 2 {
		update(t, s, acme, func(tx distr.VendorTx) error {
			for _, mark := range []string{"second", "third"} {
				if err := putAgain(tx, newSample(mark)); err != nil {
					return err
				}
			}
			return nil
		})
		first, third := newSample("first"), newSample("third")
		renamed := first.customer
		renamed.Profile = third.profile
		told := everything(t, s, acme)
		for line, want := range sorted(map[string]any{
			"VendorView.Customers(all)":          []tenant.Customer{renamed},
			"VendorView.Product":                 third.product,
			"VendorView.Products":                []entitlement.Product{third.product},
			"VendorView.Settings":                third.settings,
			"VendorView.Staff":                   []tenant.Member{third.member},
			"VendorView.Assignments":             []tenant.CustomerID{customerID},
			"CustomerView.Members(globex)":       []tenant.Member{third.member},
			"CustomerView.Installations(globex)": []tenant.Installation{third.installation},
			"VendorView.StaffCredential":         third.credential,
			"VendorView.StaffCredentials":        []tenant.Credential{third.credential},
			"VendorView.Upstreams":               []distr.Upstream{third.upstream},
			"VendorView.SigningKeys":             []distr.SigningKey{third.key},
			"CustomerView.Logins(globex)":        map[entitlement.GrantID]distr.SealedLogin{grantID: third.login},
			"CustomerView.Credential(globex)":    third.credential,
			"CustomerView.Credentials(globex)":   []tenant.Credential{third.credential},
			"CustomerView.Grant(globex)":         third.grant,
			"CustomerView.Grants(globex)":        []entitlement.Grant{third.grant},
			"VendorView.Schedules":               [][]distr.ScanSchedule{third.schedules, third.schedules[:1]},
			"CustomerView.Schedules(globex)":     [][]distr.ScanSchedule{third.schedules, third.schedules[:1]},
			"CustomerView.Runs(globex)":          []distr.ScanRun{third.run},
			"CustomerView.RunDetail(globex)":     []distr.RunDetail{third.detail},
			"CustomerView.Findings(globex)":      [][]distr.FindingRecord{third.findings, third.findings[1:]},
			// What hangs on a record that was replaced hangs on it still.
			"VendorView.Releases":         []entitlement.Release{first.released()},
			"VendorView.Closures(image)":  first.images(),
			"VendorView.Referrers(image)": []entitlement.Referrer{first.referrer},
			"VendorView.Events(all)":      []distr.Event{first.event},
		}) {
			require.Equal(t, text(want), told[line], "%s, after it was put again", line)
		}
	}
	keptLogins(t, s)
	again(t, s)
}

func putAgain(tx distr.VendorTx, s *sample) error {
	if err := tx.PutProduct(s.product); err != nil {
		return err
	}
	for _, err := range []error{tx.SetSettings(s.settings), tx.PutStaff(s.member), tx.PutStaffCredential(s.credential), tx.PutUpstream(s.upstream), tx.PutSigningKey(s.key), putSchedules(tx, s)} {
		if err != nil {
			return err
		}
	}
	return edit(tx, customerID, func(c distr.CustomerTx) error {
		for _, w := range customerWritings() {
			if err := w.do(c, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// again writes what would be in its own way if a first run of a function left
// something behind, and reads within the update what was just written.
func again(t T, s distr.Store) {
	t.Helper()
	runs, seen := 0, lines{}
	update(t, s, "again", func(tx distr.VendorTx) error {
		runs++
		if err := fill(tx, "again"); err != nil {
			return err
		}
		seen = roomLines(tx)
		return nil
	})
	require.Positive(t, runs, "the function given to Update was called")
	kept := everything(t, s, "again")
	delete(seen, "VendorView.Version") // before the commit it is the store's own matter
	delete(kept, "VendorView.Version")
	require.Equal(t, kept, seen, "an update reads what it has written")
}
