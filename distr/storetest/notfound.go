package storetest

import (
	"errors"
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// notFound asks a full room for what it does not have: other IDs, and IDs that
// are there, but of something else.
func notFound(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error {
		if err := fill(tx, "kept"); err != nil {
			return err
		}
		if err := tx.PutStaffCredential(tenant.Credential{ID: "crd_staff"}); err != nil {
			return err
		}
		if err := tx.PutSchedule(distr.ScanSchedule{ID: "sch_wide"}); err != nil {
			return err
		}
		if err := tx.AddCustomer(tenant.Customer{ID: "other"}); err != nil {
			return err
		}
		return edit(tx, "other", func(c distr.CustomerTx) error {
			if err := errors.Join(c.PutCredential(tenant.Credential{ID: "crd_other"}), c.PutSchedule(distr.ScanSchedule{ID: "sch_other"}), c.PutRun(distr.ScanRun{ID: "run_other"})); err != nil {
				return err
			}
			return c.PutGrant(entitlement.Grant{ID: "grt_other", Product: productID, Versions: entitlement.All()})
		})
	})
	for _, id := range []string{"", "nobody", "Globex", "APP", "CRD_1", "GRT_1", "crd_staff", "crd_other", "grt_other", "SCH_1", "sch_wide", "sch_other", "RUN_1", "run_other", string(pastRunID), "MBR_1", "mbr_2", "ANN@globex.example", "ann@globex.exampl_", "ann@initech.example", "globe", "globex ", "globe_", "%"} {
		var got map[string]error
		err := s.View(t.Context(), acme, func(v distr.VendorView) error {
			got = ask(v, id)
			return nil
		})
		require.NoError(t, err)
		if id == "crd_staff" {
			require.NoError(t, got["StaffCredential"], "the staff's own credential")
			delete(got, "StaffCredential")
		}
		if id == "sch_wide" {
			require.NoError(t, got["Schedule"], "the vendor's own schedule")
			delete(got, "Schedule")
		}
		for method, err := range sorted(got) {
			require.ErrorIs(t, err, tenant.ErrNotFound, "%s of %q", method, id)
		}
		for method, list := range sorted(look(t, s, acme, func(v distr.VendorView) (map[string]any, error) { return lists(v, id) })) {
			require.Empty(t, list, "%s of %q", method, id)
		}
		require.NoError(t, s.Update(t.Context(), acme, func(tx distr.VendorTx) error {
			got = ask(tx, id)
			_, got["Edit"] = tx.Edit(tenant.CustomerID(id))
			return nil
		}))
		require.ErrorIs(t, got["Edit"], tenant.ErrNotFound, "Edit of %q", id)
		require.ErrorIs(t, got["Open"], tenant.ErrNotFound, "Open of %q, in an update", id)
	}
}

// lists asks every method that lists what belongs to an ID for this one.
func lists(v distr.VendorView, id string) (map[string]any, error) {
	got := map[string]any{}
	for name, get := range map[string]func() (any, error){
		"Releases":                   func() (any, error) { return told(v.Releases(entitlement.ProductID(id))) },
		"Closures of the product":    func() (any, error) { return told(v.Closures(entitlement.ProductID(id), version, imagePath)) },
		"Closures of the version":    func() (any, error) { return told(v.Closures(productID, id, imagePath)) },
		"Closures of the repository": func() (any, error) { return told(v.Closures(productID, version, entitlement.RepositoryPath(id))) },
		"Assignments":                func() (any, error) { return told(v.Assignments(tenant.MemberID(id))) },
		"Memberships":                func() (any, error) { return told(v.Memberships(tenant.Email(id))) },
		"Assigned of the member":     func() (any, error) { return told(v.Assigned(tenant.MemberID(id), customerID)) },
		"Assigned of the customer":   func() (any, error) { return told(v.Assigned(memberID, tenant.CustomerID(id))) },
		"Referrers of the product":   func() (any, error) { return told(v.Referrers(entitlement.ProductID(id), imagePath, 0)) },
		"RunDetail": func() (any, error) {
			c, err := v.Open(customerID)
			if err != nil {
				return nil, err
			}
			return told(c.RunDetail(distr.RunID(id)))
		},
		"Referrers of the repository": func() (any, error) { return told(v.Referrers(productID, entitlement.RepositoryPath(id), 0)) },
	} {
		list, err := get()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		got[name] = list
	}
	return got, nil
}

// ask asks every method that takes an ID for this one.
func ask(v distr.VendorView, id string) map[string]error {
	got := map[string]error{}
	_, got["Open"] = v.Open(tenant.CustomerID(id))
	_, got["Product"] = v.Product(entitlement.ProductID(id))
	_, got["StaffCredential"] = v.StaffCredential(tenant.CredentialID(id))
	_, got["Schedule"] = v.Schedule(distr.ScheduleID(id))
	c, err := v.Open(customerID)
	if err != nil {
		got["the customer who is there"] = err
		return got
	}
	_, got["Credential"] = c.Credential(tenant.CredentialID(id))
	_, got["Grant"] = c.Grant(entitlement.GrantID(id))
	_, got["Schedule of a customer"] = c.Schedule(distr.ScheduleID(id))
	_, got["Run"] = c.Run(distr.RunID(id))
	return got
}
