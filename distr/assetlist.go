package distr

import (
	"context"
	"iter"

	"github.com/seed361c4c3e/distr-go/tenant"
)

// Assets lists the customer's assets by key.
func (a *Account) Assets(ctx context.Context, q AssetQuery) (list []AssetRecord, err error) {
	err = a.look(ctx, tenant.SeeAssets, func(room CustomerView) error {
		list, err = room.Assets(q)
		return err
	})
	return list, err
}

// assetPage is how many assets are in memory where all are read.
const assetPage = 1000

// EachAsset yields what Assets lists, reading page by page. An error is the last
// thing that it yields. Limit is not looked at.
func (a *Account) EachAsset(ctx context.Context, q AssetQuery) iter.Seq2[AssetRecord, error] {
	return func(yield func(AssetRecord, error) bool) {
		q := q
		q.Limit = assetPage
		for {
			page, err := a.Assets(ctx, q)
			if err != nil {
				yield(AssetRecord{}, err)
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
			}
			if len(page) < assetPage {
				return
			}
			q.After = page[len(page)-1].Key
		}
	}
}

// AssetCount is how many assets the customer has, and the most that it ever had. The
// most of a period of its license is in the license's meter.
func (a *Account) AssetCount(ctx context.Context) (n AssetCount, err error) {
	err = a.look(ctx, tenant.SeeAssets, func(room CustomerView) error {
		n, err = room.AssetCount()
		return err
	})
	return n, err
}
