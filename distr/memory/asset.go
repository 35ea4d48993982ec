package memory

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A stocktaking is a customer's inventory of assets.
type stocktaking struct {
	assets []distr.AssetRecord // by key
	count  distr.AssetCount
}

func copyAsset(r distr.AssetRecord) distr.AssetRecord {
	r.Added, r.Archived = instant(r.Added), instant(r.Archived)
	return r
}

// place is where the asset is among the assets, or would be.
func (s stocktaking) place(key string) (int, bool) {
	return slices.BinarySearchFunc(s.assets, key, func(r distr.AssetRecord, key string) int { return strings.Compare(r.Key, key) })
}

func (v *customerView) Asset(key string) (distr.AssetRecord, error) {
	return inside(v, func(c *customer) (distr.AssetRecord, error) {
		i, there := c.stock.place(key)
		if !there {
			return distr.AssetRecord{}, fmt.Errorf("asset %q: %w", key, tenant.ErrNotFound)
		}
		return c.stock.assets[i], nil
	})
}

func (v *customerView) Assets(q distr.AssetQuery) ([]distr.AssetRecord, error) {
	return inside(v, func(c *customer) ([]distr.AssetRecord, error) {
		found := []distr.AssetRecord{}
		first, _ := c.stock.place(max(q.From, q.After))
		for _, r := range c.stock.assets[first:] {
			if q.To != "" && r.Key > q.To || q.Limit > 0 && len(found) == q.Limit {
				break
			}
			if q.Selects(r) {
				found = append(found, r)
			}
		}
		return found, nil
	})
}

func (v *customerView) AssetCount() (distr.AssetCount, error) {
	return inside(v, func(c *customer) (distr.AssetCount, error) { return c.stock.count, nil })
}

// PutAssets merges two sorted lists: one walk, however many are put at once.
func (t *customerTx) PutAssets(records []distr.AssetRecord) error {
	return t.quietly(func(c *customer) error {
		fresh := copies(records, copyAsset)
		slices.SortStableFunc(fresh, func(a, b distr.AssetRecord) int { return strings.Compare(a.Key, b.Key) })
		merged := make([]distr.AssetRecord, 0, len(c.stock.assets)+len(fresh))
		rest := c.stock.assets
		for i, r := range fresh {
			if i+1 < len(fresh) && fresh[i+1].Key == r.Key {
				continue // the last of them counts
			}
			n, there := stocktaking{assets: rest}.place(r.Key)
			merged = append(append(merged, rest[:n]...), r)
			if there {
				n++
			}
			rest = rest[n:]
		}
		c.stock.assets = append(merged, rest...)
		return nil
	})
}

func (t *customerTx) SetAssetCount(n distr.AssetCount) error {
	return t.quietly(func(c *customer) error {
		n.PeakAt = instant(n.PeakAt)
		c.stock.count = n
		return nil
	})
}

// quietly is change for what no snapshot holds: it does not raise the version.
func (t *customerTx) quietly(fn func(c *customer) error) error {
	return t.open.during(func() error {
		i, there := t.state.place(t.id)
		if !there {
			return fmt.Errorf("customer %s: %w", t.id, tenant.ErrNotFound)
		}
		changed := *t.state.customers[i]
		if err := fn(&changed); err != nil {
			return err
		}
		t.state.customers = slices.Clone(t.state.customers)
		t.state.customers[i] = &changed
		return nil
	})
}
