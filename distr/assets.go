package distr

import (
	"context"
	"fmt"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// MaxAssets is how many assets [Account.AddAssets] and [Account.ArchiveAssets] take
// at once. A longer list is handed over in pieces.
const MaxAssets = 10_000

// NewAsset is what somebody says of an asset to begin with.
type NewAsset struct {
	Text string            // see license.ParseAsset
	Kind license.AssetKind // default: as it looks; a URL is a web application
}

// An AssetResult is what became of one asset of a list.
type AssetResult struct {
	Asset  license.Asset
	Done   bool  // something was changed; if not, and there is no error, it was so already
	Counts int64 // by how much the count has grown, or shrunk
	Err    error // why not
}

// An AssetChange is what became of a list of assets.
type AssetChange struct {
	Results  []AssetResult // one for each, in the same order
	Count    AssetCount
	Standing *license.Standing // of the license by which assets are counted; nil: there is none
}

// AddAssets adds assets to the customer's inventory, or brings archived ones back:
// from then on they are monitored, and count. Each is unique, as license.Asset.Key
// says; an address that lies in a range which is there counts nothing on top.
//
// One that is no asset, or that would go over the limit of a license with the policy
// to block (*license.OverLimit), is refused by itself and the others are added all
// the same; they are one transaction. Sending a list twice is harmless. In the same
// transaction those are put down to be scanned that a schedule listens for.
func (a *Account) AddAssets(ctx context.Context, list []NewAsset) (AssetChange, error) {
	return a.changeAssets(ctx, AssetsAdded, len(list), func(i int) (license.Asset, error) {
		return license.ParseAsset(list[i].Text, list[i].Kind)
	}, (*stocktaking).add)
}

// ArchiveAssets takes assets out of what is monitored: they count no more from then
// on, and are kept. One that is not monitored is a tenant.ErrNotFound by itself. A
// range is archived as a whole, as it was added.
func (a *Account) ArchiveAssets(ctx context.Context, texts []string) (AssetChange, error) {
	return a.changeAssets(ctx, AssetsArchived, len(texts), func(i int) (license.Asset, error) {
		return license.ParseAsset(texts[i], license.Auto)
	}, (*stocktaking).archive)
}

// changeAssets changes the inventory, one asset after the other.
func (a *Account) changeAssets(ctx context.Context, kind Kind, n int, parse func(i int) (license.Asset, error), do func(*stocktaking, license.Asset) (AssetResult, error)) (out AssetChange, err error) {
	if n > MaxAssets {
		return AssetChange{}, fmt.Errorf("%w list of %d assets: at most %d are changed at once; hand it over in pieces", tenant.ErrInvalid, n, MaxAssets)
	}
	parsed := make([]AssetResult, n)
	for i := range parsed {
		parsed[i].Asset, parsed[i].Err = parse(i)
	}
	err = a.updateWide(ctx, tenant.ManageAssets, func(tx VendorTx, room CustomerTx, at time.Time) ([]Event, error) {
		s, err := takeStock(room, at)
		if err != nil {
			return nil, err
		}
		before := s.count.Current
		results, first, done := make([]AssetResult, n), []string{}, 0
		for i, p := range parsed {
			if results[i] = p; p.Err != nil {
				continue
			}
			if results[i], err = do(s, p.Asset); err != nil {
				return nil, err
			}
			if results[i].Done {
				if done++; len(first) < firstAssets {
					first = append(first, p.Asset.Canonical)
				}
			}
		}
		out = AssetChange{Results: results}
		alerts, err := s.close()
		if err != nil {
			return nil, err
		}
		out.Count, out.Standing = s.count, s.standing()
		if done == 0 {
			return nil, nil
		}
		if kind == AssetsAdded {
			if err := a.scanNew(tx, room, results, at); err != nil {
				return nil, err
			}
		}
		e, err := happened(kind, a.id, map[string]any{"assets": done, "count": max(s.count.Current-before, before-s.count.Current), "total": s.count.Current, "first": first})
		return append([]Event{e}, alerts...), err
	})
	if err != nil {
		return AssetChange{}, err
	}
	return out, nil
}
