package storetest

import (
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
)

func (c crossedCustomer) Asset(key string) (distr.AssetRecord, error) {
	return c.room("Asset").Asset(key)
}

func (c crossedCustomer) Assets(q distr.AssetQuery) ([]distr.AssetRecord, error) {
	return c.room("Assets").Assets(q)
}

func (c crossedCustomer) AssetCount() (distr.AssetCount, error) {
	return c.room("AssetCount").AssetCount()
}

func (tx crossedCustomerTx) PutAssets(r []distr.AssetRecord) error {
	return tx.room("PutAssets").PutAssets(r)
}

func (tx crossedCustomerTx) SetAssetCount(n distr.AssetCount) error {
	return tx.room("SetAssetCount").SetAssetCount(n)
}

func (c deferredCustomer) PutAssets(r []distr.AssetRecord) error {
	r = slices.Clone(r) // the caller may change it before it is put
	return c.later(func(room distr.CustomerTx) error { return room.PutAssets(r) })
}

func (c deferredCustomer) SetAssetCount(n distr.AssetCount) error {
	return c.later(func(room distr.CustomerTx) error { return room.SetAssetCount(n) })
}
