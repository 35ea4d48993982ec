package storetest

import (
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
)

// brokenLogins mix up who may fetch what from where, or who signs.
func brokenLogins() []broken {
	return []broken{
		{"lists upstreams as they were put", "Order", "upstreams are ascending", bendView(func(v distr.VendorView) distr.VendorView { return upstreamsView{v} })},
		{"keeps a login where it lies open", "RoundTrip", "an upstream, and no login in its origin", func() distr.Store {
			open := map[entitlement.RepositoryPath]entitlement.Login{}
			return bent{Store: memory.New(),
				view: func(v distr.VendorView) distr.VendorView { return baringView{v, open} },
				tx:   func(tx distr.VendorTx) distr.VendorTx { return baringTx{tx, open} },
			}
		}},
		{"makes an empty password of none", "ZeroValues", "a login as empty as can be", bendCustomer(func(c distr.CustomerView) distr.CustomerView {
			return loginsView{c, func(p []byte) []byte { return append([]byte{}, p...) }}
		})},
		{"hands the same password to everyone who views", "Aliasing", "what a View handed out was changed", func() distr.Store {
			kept := map[string][]byte{}
			return bendCustomer(func(c distr.CustomerView) distr.CustomerView {
				return loginsView{c, func(p []byte) []byte { return remembered(kept, p) }}
			})()
		}},
		{"shows the logins of other customers", "Twins", "CustomerTx.PutLogin in the room of acme/globex changed the room of acme/Globex", bendView(func(v distr.VendorView) distr.VendorView {
			return lens{v, func(c distr.CustomerView) distr.CustomerView { return sharingView{c, v} }}
		})},
	}
}

// upstreamsView lists those with the shorter mark first, as the check puts them.
type upstreamsView struct{ distr.VendorView }

func (v upstreamsView) Upstreams() ([]distr.Upstream, error) {
	list, err := v.VendorView.Upstreams()
	slices.SortStableFunc(list, func(a, b distr.Upstream) int { return len(a.Login.Username) - len(b.Login.Username) })
	return list, err
}

type baringTx struct {
	distr.VendorTx
	open map[entitlement.RepositoryPath]entitlement.Login
}

func (tx baringTx) PutUpstream(u distr.Upstream) error {
	tx.open[u.Repository] = u.Origin.Login
	return tx.VendorTx.PutUpstream(u)
}

type baringView struct {
	distr.VendorView
	open map[entitlement.RepositoryPath]entitlement.Login
}

func (v baringView) Upstreams() ([]distr.Upstream, error) {
	list, err := v.VendorView.Upstreams()
	for i, u := range list {
		list[i].Origin.Login = v.open[u.Repository]
	}
	return list, err
}

// loginsView bends passwords.
type loginsView struct {
	distr.CustomerView
	bend func([]byte) []byte
}

func (v loginsView) Logins() (map[entitlement.GrantID]distr.SealedLogin, error) {
	logins, err := v.CustomerView.Logins()
	for id, l := range logins {
		l.Password = v.bend(l.Password)
		logins[id] = l
	}
	return logins, err
}

// sharingView shows the logins of all customers in each one's room.
type sharingView struct {
	distr.CustomerView
	vendor distr.VendorView
}

func (v sharingView) Logins() (map[entitlement.GrantID]distr.SealedLogin, error) {
	all := map[entitlement.GrantID]distr.SealedLogin{}
	customers, err := v.vendor.Customers(distr.CustomerQuery{})
	for _, c := range customers {
		room, err := v.vendor.Open(c.ID)
		if err != nil {
			return nil, err
		}
		logins, err := room.Logins()
		if err != nil {
			return nil, err
		}
		for id, l := range logins {
			all[id+entitlement.GrantID(" of "+c.ID)] = l
		}
	}
	return all, err
}
