package storetest

import (
	"errors"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

// brokenAssets mix up assets, and what was counted of them.
func brokenAssets() []broken {
	query := func(bend func(*distr.AssetQuery)) func() distr.Store {
		return bendCustomer(func(c distr.CustomerView) distr.CustomerView { return otherAssets{c, bend} })
	}
	return []broken{
		{"lists archived assets among the others", "Assets", "the assets of the query", query(func(q *distr.AssetQuery) { q.Archived = false })},
		{"lists assets that are no ranges", "Assets", "the assets of the query", query(func(q *distr.AssetQuery) { q.Ranges = false })},
		{"lists assets of all kinds", "Assets", "the assets of the query", query(func(q *distr.AssetQuery) { q.Kind = "" })},
		{"lists assets behind the last key", "Assets", "the assets of the query", query(func(q *distr.AssetQuery) { q.To = "" })},
		{"lists assets in front of the first key", "Assets", "the assets of the query", query(func(q *distr.AssetQuery) { q.From = "" })},
		{"begins each page with the last of the one before", "Assets", "the assets of the query", query(func(q *distr.AssetQuery) { q.From, q.After = max(q.From, q.After), "" })},
		{"lists one asset too few", "Assets", "the assets of the query", query(func(q *distr.AssetQuery) { q.Limit = max(q.Limit-1, min(q.Limit, 1)) })},
		{"folds the keys of assets", "Assets", "the assets of the query", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return foldedAssets{c} })},
		{"keeps an asset as it was first put", "Assets", "an asset that was put over another", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return firstAssets{c} })},
		{"takes the first of an asset that is there twice", "Assets", "of an asset that is in a list twice", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return firstOfList{c} })},
		{"makes up assets", "Assets", "which is not there", bendCustomer(func(c distr.CustomerView) distr.CustomerView { return anyAsset{c} })},
		{"forgets the peak", "Assets", "how many assets were counted", bendCustomerTx(func(c distr.CustomerTx) distr.CustomerTx { return noPeak{c} })},
		{"raises the version for an asset", "Changed", "PutAssets raised the version", bendVersion(func(c raisingTx) distr.CustomerTx { return eventfulAsset{c} })},
	}
}

type otherAssets struct {
	distr.CustomerView
	bend func(*distr.AssetQuery)
}

func (v otherAssets) Assets(q distr.AssetQuery) ([]distr.AssetRecord, error) {
	v.bend(&q)
	return v.CustomerView.Assets(q)
}

type foldedAssets struct{ distr.CustomerTx }

func (tx foldedAssets) PutAssets(records []distr.AssetRecord) error {
	for i := range records {
		records[i].Key = strings.ToLower(records[i].Key)
	}
	return tx.CustomerTx.PutAssets(records)
}

type firstAssets struct{ distr.CustomerTx }

func (tx firstAssets) PutAssets(records []distr.AssetRecord) error {
	var fresh []distr.AssetRecord
	for _, r := range records {
		if _, err := tx.Asset(r.Key); err != nil {
			fresh = append(fresh, r)
		}
	}
	return tx.CustomerTx.PutAssets(fresh)
}

type firstOfList struct{ distr.CustomerTx }

func (tx firstOfList) PutAssets(records []distr.AssetRecord) error {
	var fresh []distr.AssetRecord
	there := map[string]bool{}
	for _, r := range records {
		if !there[r.Key] {
			fresh, there[r.Key] = append(fresh, r), true
		}
	}
	return tx.CustomerTx.PutAssets(fresh)
}

type anyAsset struct{ distr.CustomerView }

func (v anyAsset) Asset(key string) (distr.AssetRecord, error) {
	if r, err := v.CustomerView.Asset(key); err == nil {
		return r, nil
	}
	return distr.AssetRecord{Key: key}, nil
}

type noPeak struct{ distr.CustomerTx }

func (tx noPeak) SetAssetCount(n distr.AssetCount) error {
	n.Peak = n.Current
	return tx.CustomerTx.SetAssetCount(n)
}

type eventfulAsset struct{ raisingTx }

func (tx eventfulAsset) PutAssets(records []distr.AssetRecord) error {
	return errors.Join(tx.CustomerTx.PutAssets(records), tx.raise())
}
