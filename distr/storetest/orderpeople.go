package storetest

import (
	"errors"
	"fmt"
	"slices"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// peopleInOrder puts people and installations twice, whose names, addresses and
// times would each sort in another way, and lets some of them come back.
func peopleInOrder(t T, s distr.Store) {
	t.Helper()
	want := []string{"m", "z", "a", "Z", "10", "2"}
	update(t, s, "people", func(tx distr.VendorTx) error { return tx.AddCustomer(tenant.Customer{ID: "a"}) })
	for again := range 2 {
		for i, id := range want {
			update(t, s, "people", func(tx distr.VendorTx) error { return putPerson(tx, id, i, again) })
		}
	}
	requirePeople(t, s, want, "first put first")
	update(t, s, "people", func(tx distr.VendorTx) error {
		return errors.Join(tx.RemoveStaff("z"), edit(tx, "a", func(c distr.CustomerTx) error {
			return errors.Join(c.RemoveMember("z"), c.RemoveInstallation("z"))
		}))
	})
	update(t, s, "people", func(tx distr.VendorTx) error { return putPerson(tx, "z", 1, 2) })
	requirePeople(t, s, append(slices.Delete(slices.Clone(want), 1, 2), "z"), "who was removed and put again comes last")
	customersOfOne(t, s)
}

func putPerson(tx distr.VendorTx, id string, i, again int) error {
	m := tenant.Member{ID: tenant.MemberID(id), Email: tenant.Email(fmt.Sprintf("%d@%d.example", 9-i, again)), Name: fmt.Sprint(-i), Created: at(59 - i)}
	return errors.Join(tx.PutStaff(m), edit(tx, "a", func(c distr.CustomerTx) error {
		return errors.Join(c.PutMember(m), c.PutCredential(tenant.Credential{ID: tenant.CredentialID(id)}),
			c.PutInstallation(tenant.Installation{ID: tenant.InstallationID(id), Credential: tenant.CredentialID(id), Created: at(59 - i)}))
	}))
}

func requirePeople(t T, s distr.Store, want []string, why string) {
	t.Helper()
	member := func(m tenant.Member) string { return string(m.ID) }
	staff := look(t, s, "people", distr.VendorView.Staff)
	var members []tenant.Member
	var installations []tenant.Installation
	require.NoError(t, s.View(t.Context(), "people", func(v distr.VendorView) error {
		room, err := v.Open("a")
		if err != nil {
			return err
		}
		if members, err = room.Members(); err != nil {
			return err
		}
		installations, err = room.Installations()
		return err
	}))
	require.Equal(t, want, ids(staff, member), "the staff, %s", why)
	require.Equal(t, want, ids(members, member), "members, %s", why)
	require.Equal(t, want, ids(installations, func(i tenant.Installation) string { return string(i.ID) }), "installations, %s", why)
}

// customersOfOne lists whom one person has to do with, from both sides.
func customersOfOne(t T, s distr.Store) {
	t.Helper()
	sorted := []tenant.CustomerID{"1", "10", "2", "A", "Z", "a", "a-1", "a1", "aB", "a_1", "ab", "z"}
	update(t, s, "people", func(tx distr.VendorTx) error {
		for i := range sorted {
			id := sorted[(i*7)%len(sorted)] // in no order
			if id != "a" {
				if err := tx.AddCustomer(tenant.Customer{ID: id}); err != nil {
					return err
				}
			}
			err := errors.Join(tx.Assign("z", id), edit(tx, id, func(c distr.CustomerTx) error {
				return c.PutMember(tenant.Member{ID: tenant.MemberID(fmt.Sprint("of ", i)), Email: address})
			}))
			if err != nil {
				return err
			}
		}
		return nil
	})
	assigned := look(t, s, "people", func(v distr.VendorView) ([]tenant.CustomerID, error) { return v.Assignments("z") })
	require.Equal(t, sorted, assigned, "whom one of the staff is assigned to, in byte order")
	member := look(t, s, "people", func(v distr.VendorView) ([]tenant.CustomerID, error) { return v.Memberships(address) })
	require.Equal(t, sorted, member, "where an address is a member, in byte order")
}
