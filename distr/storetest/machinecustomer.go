package storetest

import (
	"slices"
	"time"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

type moveInside = moveIn[distr.CustomerTx]

// fresh is a sample that no other is like.
func (m *machine) fresh(r room) *sample {
	m.count++
	return newSample(rowName([]any{r, m.count}))
}

// customerMoves are made in the room of a customer who is there.
func customerMoves() []moving[distr.CustomerTx] {
	return slices.Concat([]moving[distr.CustomerTx]{
		{"SetProfile", func(m *machine, r room) moveInside {
			p := m.fresh(r).profile
			return moveInside{do: func(tx distr.CustomerTx) error { return tx.SetProfile(p) }, then: func() {
				c := m.rooms[r]["customer"].(tenant.Customer)
				c.Profile = p
				m.rooms.put(r, c, "customer")
			}}
		}},
		{"PutMember", (*machine).putMember},
		{"PutMember", (*machine).putMember}, // more often: much hangs on it
		{"RemoveMember", func(m *machine, r room) moveInside {
			id := pick(m.choose, "member", machineMembers()...)
			return moveInside{
				do:   func(tx distr.CustomerTx) error { return tx.RemoveMember(id) },
				want: unless(m.rooms.has(r, "member", id), tenant.ErrNotFound),
				then: func() { m.forget(r, id) },
			}
		}},
		{"PutCredential", (*machine).putCredential},
		{"PutCredential", (*machine).putCredential},
		{"PutInstallation", (*machine).putInstallation},
		{"PutInstallation", (*machine).putInstallation},
		{"PutInstallation", (*machine).putInstallation},
		{"RemoveInstallation", func(m *machine, r room) moveInside {
			id := pick(m.choose, "installation", machineInstallations()...)
			return moveInside{
				do:   func(tx distr.CustomerTx) error { return tx.RemoveInstallation(id) },
				want: unless(m.rooms.has(r, "installation", id), tenant.ErrNotFound),
				then: func() {
					i := m.rooms[r][rowName([]any{"installation", id})].(tenant.Installation)
					m.rooms.remove(r, "credential", i.Credential)
					m.rooms.remove(r, "installation", id)
					for _, key := range machineSecrets() {
						m.forgetUse(r, id, key)
					}
				},
			}
		}},
		{"PutGrant", (*machine).putGrant},
		{"PutLogin", func(m *machine, r room) moveInside {
			id, l := pick[entitlement.GrantID](m.choose, "grant", "grt_1", "grt_2"), m.fresh(r).login
			return moveInside{
				do:   func(tx distr.CustomerTx) error { return tx.PutLogin(id, l) },
				want: unless(m.rooms.has(r, "grant", id), tenant.ErrNotFound),
				then: func() { m.rooms.put(r, l, "login", id) },
			}
		}},
		{"RemoveLogin", func(m *machine, r room) moveInside {
			id := pick[entitlement.GrantID](m.choose, "grant", "grt_1", "grt_2")
			return moveInside{
				do:   func(tx distr.CustomerTx) error { return tx.RemoveLogin(id) },
				want: unless(m.rooms.has(r, "login", id), tenant.ErrNotFound),
				then: func() { m.rooms.remove(r, "login", id) },
			}
		}},
		{"PutSecretUse", (*machine).putSecretUse},
		{"PutContract", (*machine).putContract},
		{"RecordUse", (*machine).recordUse},
		{"PutMeter", (*machine).putMeter},
		{"PutAssets", (*machine).putAssets},
		{"SetAssetCount", (*machine).setAssetCount},
	}, secretMoves[distr.CustomerTx](), scanMoves())
}

func (m *machine) putMember(r room) moveInside {
	p := m.fresh(r).member
	p.ID, p.Email = pick(m.choose, "member", machineMembers()...), pick(m.choose, "email", machineEmails()...)
	return moveInside{
		do:   func(tx distr.CustomerTx) error { return tx.PutMember(p) },
		want: unless(m.free(r, "member", p), tenant.ErrConflict),
		then: func() {
			m.forget(r, p.ID)
			m.rooms.put(r, p, "member", p.ID)
			m.rooms.put(room{r.vendor, ""}, r.customer, "membership", p.Email, r.customer)
		},
	}
}

// free says whether nobody else in the room has the address.
func (m *machine) free(r room, what string, p tenant.Member) bool {
	for _, id := range machineMembers() {
		if other, there := m.rooms[r][rowName([]any{what, id})].(tenant.Member); there && id != p.ID && other.Email == p.Email {
			return false
		}
	}
	return true
}

// forget removes a member, if there is one, and that they are.
func (m *machine) forget(r room, id tenant.MemberID) {
	if p, there := m.rooms[r][rowName([]any{"member", id})].(tenant.Member); there {
		m.rooms.remove(r, "member", id)
		m.rooms.remove(room{r.vendor, ""}, "membership", p.Email, r.customer)
	}
}

func (m *machine) putCredential(r room) moveInside {
	c := m.fresh(r).credential
	c.ID = pick[tenant.CredentialID](m.choose, "credential", "crd_1", "crd_2")
	return moveInside{do: func(tx distr.CustomerTx) error { return tx.PutCredential(c) }, then: func() { m.rooms.put(r, c, "credential", c.ID) }}
}

func (m *machine) putInstallation(r room) moveInside {
	i := m.fresh(r).installation
	i.ID = pick(m.choose, "installation", machineInstallations()...)
	i.Credential = pick[tenant.CredentialID](m.choose, "credential", "crd_1", "crd_2")
	other := map[tenant.InstallationID]tenant.InstallationID{"ins_1": "ins_2", "ins_2": "ins_1"}[i.ID]
	rival, _ := m.rooms[r][rowName([]any{"installation", other})].(tenant.Installation)
	want := unless(m.rooms.has(r, "credential", i.Credential), tenant.ErrNotFound)
	if want == nil {
		want = unless(rival.Credential != i.Credential, tenant.ErrConflict)
	}
	return moveInside{do: func(tx distr.CustomerTx) error { return tx.PutInstallation(i) }, want: want, then: func() { m.rooms.put(r, i, "installation", i.ID) }}
}

func (m *machine) putGrant(r room) moveInside {
	g := m.fresh(r).grant
	g.ID = pick[entitlement.GrantID](m.choose, "grant", "grt_1", "grt_2")
	g.Product = pick(m.choose, "product", machineProducts()...)
	g.Expires = pick(m.choose, "expires", time.Time{}, at(30), at(31), at(32), at(33))
	return moveInside{
		do:   func(tx distr.CustomerTx) error { return tx.PutGrant(g) },
		want: unless(m.rooms.has(room{r.vendor, ""}, "product", g.Product), tenant.ErrNotFound),
		then: func() {
			m.rooms.put(r, g, "grant", g.ID)
			listed := m.rooms[r]["listed"].(standing)
			listed.Expires = m.lastEnd(r)
			m.rooms.put(r, listed, "listed")
		},
	}
}

// lastEnd is when the last of a customer's grants ends, zero if one never does.
func (m *machine) lastEnd(r room) (last time.Time) {
	for _, id := range []entitlement.GrantID{"grt_1", "grt_2"} {
		g, there := m.rooms[r][rowName([]any{"grant", id})].(entitlement.Grant)
		switch {
		case there && g.Expires.IsZero():
			return time.Time{}
		case there && g.Expires.After(last):
			last = g.Expires
		}
	}
	return last
}
