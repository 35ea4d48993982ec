package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// shelfMoves change what a vendor sells, and from where it comes.
func shelfMoves() []moving[distr.VendorTx] {
	return []moving[distr.VendorTx]{
		{"PutProduct", (*machine).putProduct},
		{"PutProduct", (*machine).putProduct}, // more often: releases and grants wait for it
		{"PutRelease", (*machine).putRelease},
		{"MoveRelease", (*machine).moveRelease},
		{"PutReferrer", func(m *machine, r room) moveAtVendor {
			f := m.fresh(r).referrer
			p, path := pick(m.choose, "product", machineProducts()...), pick(m.choose, "path", machinePaths()...)
			return moveAtVendor{
				do:   func(tx distr.VendorTx) error { return tx.PutReferrer(p, path, f) },
				want: unless(m.rooms.has(r, "product", p), tenant.ErrNotFound),
				then: func() { m.rooms.put(r, f, "referrer", p, path, m.length(r, "referrer", p, path)) },
			}
		}},
		{"PutUpstream", func(m *machine, r room) moveAtVendor {
			m.count++
			u := upstreamOf(pick(m.choose, "path", machinePaths()...), rowName([]any{r, m.count}))
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutUpstream(u) }, then: func() { m.rooms.put(r, u, "upstream", u.Repository) }}
		}},
		{"RemoveUpstream", func(m *machine, r room) moveAtVendor {
			path := pick(m.choose, "path", machinePaths()...)
			return moveAtVendor{
				do:   func(tx distr.VendorTx) error { return tx.RemoveUpstream(path) },
				want: unless(m.rooms.has(r, "upstream", path), tenant.ErrNotFound),
				then: func() { m.rooms.remove(r, "upstream", path) },
			}
		}},
		{"PutSigningKey", func(m *machine, r room) moveAtVendor {
			k := m.fresh(r).key
			k.ID = pick(m.choose, "key", "key_1", "key_2")
			return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutSigningKey(k) }, then: func() { m.rooms.put(r, k, "key", k.ID) }}
		}},
		{"RemoveSigningKey", func(m *machine, r room) moveAtVendor {
			id := pick(m.choose, "key", "key_1", "key_2")
			return moveAtVendor{
				do:   func(tx distr.VendorTx) error { return tx.RemoveSigningKey(id) },
				want: unless(m.rooms.has(r, "key", id), tenant.ErrNotFound),
				then: func() { m.rooms.remove(r, "key", id) },
			}
		}},
	}
}

// putProduct wants one repository or both, which the other product may have.
func (m *machine) putProduct(r room) moveAtVendor {
	p := m.fresh(r).product
	p.ID = pick(m.choose, "product", machineProducts()...)
	p.Repositories = pick(m.choose, "repositories", machinePaths()[:1], machinePaths()[1:], machinePaths())
	free := true
	for _, id := range machineProducts() {
		other, _ := m.rooms[r][rowName([]any{"product", id})].(entitlement.Product)
		for _, path := range other.Repositories {
			for _, wanted := range p.Repositories {
				free = free && (id == p.ID || path != wanted)
			}
		}
	}
	return moveAtVendor{
		do:   func(tx distr.VendorTx) error { return tx.PutProduct(p) },
		want: unless(free, tenant.ErrConflict),
		then: func() { m.rooms.put(r, p, "product", p.ID) },
	}
}

func (m *machine) putRelease(r room) moveAtVendor {
	s := m.fresh(r)
	p, released := pick(m.choose, "product", machineProducts()...), s.release
	released.Version = pick(m.choose, "version", machineVersions()...)
	want := unless(m.rooms.has(r, "product", p), tenant.ErrNotFound)
	if want == nil {
		want = unless(!m.rooms.has(r, "release", p, released.Version), tenant.ErrConflict)
	}
	return moveAtVendor{do: func(tx distr.VendorTx) error { return tx.PutRelease(p, released, s.closures) }, want: want, then: func() {
		m.rooms.put(r, released, "release", p, released.Version)
		for path, c := range s.closures {
			m.rooms.put(r, c, "closure", p, released.Version, path, 0)
		}
	}}
}

func (m *machine) moveRelease(r room) moveAtVendor {
	s := m.fresh(r)
	p, next := pick(m.choose, "product", machineProducts()...), s.move
	next.Version = pick(m.choose, "version", machineVersions()...)
	was, there := m.rooms[r][rowName([]any{"release", p, next.Version})].(entitlement.Release)
	return moveAtVendor{
		do:   func(tx distr.VendorTx) error { return tx.MoveRelease(p, next, s.moved) },
		want: unless(there, tenant.ErrNotFound),
		then: func() {
			was.Roots, was.Revision = next.Roots, next.Revision
			m.rooms.put(r, was, "release", p, next.Version)
			for path, c := range s.moved {
				m.rooms.put(r, c, "closure", p, next.Version, path, m.length(r, "closure", p, next.Version, path))
			}
		},
	}
}

// length is how many rows there are whose names end in a number from 0 on.
func (m *machine) length(r room, name ...any) (n int) {
	for m.rooms.has(r, append(name[:len(name):len(name)], n)...) {
		n++
	}
	return n
}
