package storetest

import (
	"context"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/distr/memory"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenQuiets raise the version, and do not say what it was that has changed.
func brokenQuiets() []broken {
	var all []broken
	for method, says := range map[string]string{
		"MoveRelease": "the products that have changed", "PutReferrer": "the products that have changed",
		"PutUpstream": "whether products, staff, settings, upstreams, keys or secrets have changed", "RemoveUpstream": "whether products, staff, settings, upstreams, keys or secrets have changed",
		"PutSigningKey": "whether products, staff, settings, upstreams, keys or secrets have changed", "RemoveSigningKey": "whether products, staff, settings, upstreams, keys or secrets have changed",
		"SetSettings": "whether products, staff, settings, upstreams, keys or secrets have changed", "PutStaff": "whether products, staff, settings, upstreams, keys or secrets have changed",
		"RemoveStaff": "whether products, staff, settings, upstreams, keys or secrets have changed", "Assign": "whether products, staff, settings, upstreams, keys or secrets have changed",
		"Unassign":  "whether products, staff, settings, upstreams, keys or secrets have changed",
		"PutMember": "the customers that have changed", "RemoveMember": "the customers that have changed",
		"PutInstallation": "the customers that have changed", "RemoveInstallation": "the customers that have changed",
		"PutLogin": "the customers that have changed", "RemoveLogin": "the customers that have changed",
		"SetSecretKey": "whether products, staff, settings, upstreams, keys or secrets have changed", "PutSecret": "whether products, staff, settings, upstreams, keys or secrets have changed",
		"RemoveSecret":         "whether products, staff, settings, upstreams, keys or secrets have changed",
		"Account.SetSecretKey": "the customers that have changed", "Account.PutSecret": "the customers that have changed",
		"Account.RemoveSecret": "the customers that have changed", "PutContract": "the customers that have changed",
	} {
		all = append(all, broken{"is quiet about " + method, "Changed", says, func() distr.Store {
			return quiet{memory.New(), method, map[distr.Version]bool{}}
		}})
	}
	return all
}

// quiet says nothing of updates that have used the method.
type quiet struct {
	distr.Store
	method string
	hushed map[distr.Version]bool
}

func (s quiet) Update(ctx context.Context, v tenant.VendorID, fn func(distr.VendorTx) error) error {
	var before distr.Version
	used := false
	err := s.Store.Update(ctx, v, func(tx distr.VendorTx) (err error) {
		if before, err = tx.Version(); err != nil {
			return err
		}
		return fn(quietTx{tx, func(method string) { used = used || method == s.method }})
	})
	if err == nil && used {
		s.hushed[before+1] = true
	}
	return err
}

func (s quiet) Changed(ctx context.Context, v tenant.VendorID, since distr.Version) (distr.Changes, error) {
	c, err := s.Store.Changed(ctx, v, since)
	for n := since + 1; n <= c.Version; n++ {
		if !s.hushed[n] {
			return c, err
		}
	}
	return distr.Changes{Version: c.Version}, err
}

type quietTx struct {
	distr.VendorTx
	note func(method string)
}

func (tx quietTx) MoveRelease(p entitlement.ProductID, r entitlement.Release, c map[entitlement.RepositoryPath]entitlement.Closure) error {
	tx.note("MoveRelease")
	return tx.VendorTx.MoveRelease(p, r, c)
}

func (tx quietTx) PutReferrer(p entitlement.ProductID, path entitlement.RepositoryPath, r entitlement.Referrer) error {
	tx.note("PutReferrer")
	return tx.VendorTx.PutReferrer(p, path, r)
}

func (tx quietTx) PutUpstream(u distr.Upstream) error {
	tx.note("PutUpstream")
	return tx.VendorTx.PutUpstream(u)
}

func (tx quietTx) RemoveUpstream(r entitlement.RepositoryPath) error {
	tx.note("RemoveUpstream")
	return tx.VendorTx.RemoveUpstream(r)
}

func (tx quietTx) PutSigningKey(k distr.SigningKey) error {
	tx.note("PutSigningKey")
	return tx.VendorTx.PutSigningKey(k)
}

func (tx quietTx) RemoveSigningKey(id string) error {
	tx.note("RemoveSigningKey")
	return tx.VendorTx.RemoveSigningKey(id)
}

func (tx quietTx) Edit(id tenant.CustomerID) (distr.CustomerTx, error) {
	c, err := tx.VendorTx.Edit(id)
	if err != nil {
		return nil, err
	}
	return quietCustomer{c, tx.note}, nil
}

type quietCustomer struct {
	distr.CustomerTx
	note func(method string)
}

func (tx quietCustomer) PutLogin(id entitlement.GrantID, l distr.SealedLogin) error {
	tx.note("PutLogin")
	return tx.CustomerTx.PutLogin(id, l)
}

func (tx quietCustomer) RemoveLogin(id entitlement.GrantID) error {
	tx.note("RemoveLogin")
	return tx.CustomerTx.RemoveLogin(id)
}
