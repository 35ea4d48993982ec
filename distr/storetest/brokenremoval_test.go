package storetest

import (
	"errors"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/entitlement"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// brokenRemovals take away what is to stay, leave what is to go, or do not say
// that it was never there.
func brokenRemovals() []broken {
	return []broken{
		{"removes no keys", "Twins", "VendorTx.RemoveSigningKey in the room of acme changed nothing there", bendTx(func(tx distr.VendorTx) distr.VendorTx { return hoardingTx{tx} })},
		{"removes upstreams that are not there", "Conflicts", "the removal of an upstream that is not there", bendTx(func(tx distr.VendorTx) distr.VendorTx { return indifferentTx{tx} })},
		{"makes a release of one that is to move", "Conflicts", "a move of a release that is not there", bendTx(func(tx distr.VendorTx) distr.VendorTx { return upsertingTx{tx} })},
		{"drops the login of a grant that is put again", "Twice", "the login of a grant that was put again", bendCustomerTx(func(tx distr.CustomerTx) distr.CustomerTx { return droppingTx{tx} })},
	}
}

type hoardingTx struct{ distr.VendorTx }

func (tx hoardingTx) RemoveSigningKey(id string) error {
	keys, err := tx.SigningKeys()
	if slices.ContainsFunc(keys, func(k distr.SigningKey) bool { return k.ID == id }) {
		return err
	}
	return tx.VendorTx.RemoveSigningKey(id)
}

type indifferentTx struct{ distr.VendorTx }

func (tx indifferentTx) RemoveUpstream(r entitlement.RepositoryPath) error {
	if err := tx.VendorTx.RemoveUpstream(r); !errors.Is(err, tenant.ErrNotFound) {
		return err
	}
	return nil
}

type upsertingTx struct{ distr.VendorTx }

func (tx upsertingTx) MoveRelease(p entitlement.ProductID, r entitlement.Release, c map[entitlement.RepositoryPath]entitlement.Closure) error {
	if err := tx.VendorTx.MoveRelease(p, r, c); !errors.Is(err, tenant.ErrNotFound) {
		return err
	}
	return tx.PutRelease(p, r, c)
}

type droppingTx struct{ distr.CustomerTx }

func (tx droppingTx) PutGrant(g entitlement.Grant) error {
	if err := tx.RemoveLogin(g.ID); err != nil && !errors.Is(err, tenant.ErrNotFound) {
		return err
	}
	return tx.CustomerTx.PutGrant(g)
}
