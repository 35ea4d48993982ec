package storetest

import (
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type moveAtVendor = moveIn[distr.VendorTx]

// vendorMoves are made in a vendor's room.
func vendorMoves() []moving[distr.VendorTx] {
	return slices.Concat([]moving[distr.VendorTx]{
		{"AddCustomer", (*machine).addCustomer},
		{"AddCustomer", (*machine).addCustomer}, // more often: all else waits for it
		{"SetSettings", func(m *machine, r room) moveAtVendor {
			s := m.fresh(r).settings
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.SetSettings(s) }, then: func() { m.rooms.put(r, s, "settings") }}
		}},
		{"PutStaff", (*machine).putStaff},
		{"PutStaff", (*machine).putStaff},
		{"RemoveStaff", func(m *machine, r room) moveAtVendor {
			id := pick(m.choose, "staff", machineMembers()...)
			return moveAtVendor{
				do:   func(tx distr.VendorTx) error { return tx.RemoveStaff(id) },
				want: unless(m.rooms.has(r, "staff", id), tenant.ErrNotFound),
				then: func() {
					m.rooms.remove(r, "staff", id)
					for _, c := range m.pair.customers {
						m.rooms.remove(r, "assigned", id, c)
					}
				},
			}
		}},
		{"Assign", (*machine).assign},
		{"Assign", (*machine).assign},
		{"Unassign", func(m *machine, r room) moveAtVendor {
			id, c := pick(m.choose, "staff", machineMembers()...), pick(m.choose, "customer", m.pair.customers[:]...)
			return moveAtVendor{
				do:   func(tx distr.VendorTx) error { return tx.Unassign(id, c) },
				want: unless(m.rooms.has(r, "assigned", id, c), tenant.ErrNotFound),
				then: func() { m.rooms.remove(r, "assigned", id, c) },
			}
		}},
		{"PutStaffCredential", func(m *machine, r room) moveAtVendor {
			c := m.fresh(r).credential
			c.ID = pick[tenant.CredentialID](m.choose, "credential", "crd_1", "crd_2")
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutStaffCredential(c) }, then: func() { m.rooms.put(r, c, "staff credential", c.ID) }}
		}},
		{"PutActivity", (*machine).putActivity},
		{"PutActivity", (*machine).putActivity}, // more often: few are of somebody who is there
		{"PutActivity", (*machine).putActivity},
		{"PutPulls", func(m *machine, r room) moveAtVendor {
			p := m.fresh(r).pull
			p.ID, p.Customer = pick[distr.PullID](m.choose, "pull", "pul_1", "pul_2"), pick(m.choose, "customer", m.pair.customers[:]...)
			if first, there := m.rooms[r][rowName([]any{"pull", p.ID})].(distr.PullRecord); there {
				p = first
				p.Count++
			}
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutPulls([]distr.PullRecord{p}) }, then: func() { m.rooms.put(r, p, "pull", p.ID) }}
		}},
	}, shelfMoves(), eventMoves(), toldMoves(), priceMoves(), secretMoves[distr.VendorTx](), scheduleMoves[distr.VendorTx]())
}

func (m *machine) addCustomer(r room) moveAtVendor {
	c := m.fresh(r).customer
	c.ID = pick(m.choose, "customer", m.pair.customers[:]...)
	own := room{r.vendor, c.ID}
	return moveAtVendor{
		do:   func(tx distr.VendorTx) error { return tx.AddCustomer(c) },
		want: unless(!m.rooms.has(own, "customer"), tenant.ErrConflict),
		then: func() {
			m.rooms.put(own, c, "customer")
			m.rooms.put(own, standing{}, "listed")
		},
	}
}

func (m *machine) putStaff(r room) moveAtVendor {
	p := m.fresh(r).member
	p.ID, p.Email = pick(m.choose, "staff", machineMembers()...), pick(m.choose, "email", machineEmails()...)
	return moveAtVendor{
		do:   func(tx distr.VendorTx) error { return tx.PutStaff(p) },
		want: unless(m.free(r, "staff", p), tenant.ErrConflict),
		then: func() { m.rooms.put(r, p, "staff", p.ID) },
	}
}

func (m *machine) assign(r room) moveAtVendor {
	id, c := pick(m.choose, "staff", machineMembers()...), pick(m.choose, "customer", m.pair.customers[:]...)
	return moveAtVendor{
		do:   func(tx distr.VendorTx) error { return tx.Assign(id, c) },
		want: unless(m.rooms.has(r, "staff", id) && m.rooms.has(room{r.vendor, c}, "customer"), tenant.ErrNotFound),
		then: func() { m.rooms.put(r, c, "assigned", id, c) },
	}
}

// putActivity is about somebody who may not be there.
func (m *machine) putActivity(r room) moveAtVendor {
	when := func(what string) time.Time { return pick(m.choose, what, time.Time{}, at(40), at(41), at(42), at(43)) }
	a := distr.Activity{
		Customer:   pick(m.choose, "customer", "", m.pair.customers[0], m.pair.customers[1]),
		Credential: pick[tenant.CredentialID](m.choose, "credential", "", "crd_1", "crd_2"),
		Used:       when("used"), Pulled: when("pulled"), Scanned: when("scanned"),
	}
	return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutActivity([]distr.Activity{a}) }, then: func() {
		own, what := room{r.vendor, a.Customer}, "credential"
		if a.Customer == "" {
			what = "staff credential"
		} else if listed, there := m.rooms[own]["listed"].(standing); there {
			listed.Pulled, listed.Scanned = later(listed.Pulled, a.Pulled), later(listed.Scanned, a.Scanned)
			m.rooms.put(own, listed, "listed")
		}
		if c, there := m.rooms[own][rowName([]any{what, a.Credential})].(tenant.Credential); there {
			c.Used = later(c.Used, a.Used)
			m.rooms.put(own, c, what, c.ID)
		}
	}}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
