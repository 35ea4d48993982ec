package storetest

import (
	"errors"
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/tenant"
)

func machineAssets() []string { return []string{assetKey, "host:a.de", "host:A.de"} }

func (m *machine) putAssets(r room) moveInside {
	records := slices.Clone(m.fresh(r).assets)
	records[0].Key, records[1].Key = pick(m.choose, "asset", machineAssets()...), pick(m.choose, "asset", machineAssets()...)
	return moveInside{
		do: func(tx distr.CustomerTx) error { return tx.PutAssets(slices.Clone(records)) },
		then: func() {
			for _, a := range records {
				m.rooms.put(r, a, "asset", a.Key)
			}
		},
	}
}

func (m *machine) setAssetCount(r room) moveInside {
	n := m.fresh(r).counted
	return moveInside{do: func(tx distr.CustomerTx) error { return tx.SetAssetCount(n) }, then: func() { m.rooms.put(r, n, "counted") }}
}

// tellAssets reads the assets one by one, and looks whether the lists have the same.
func tellAssets(t *teller, c distr.CustomerView, r room) {
	for _, archived := range []bool{false, true} {
		list, err := c.Assets(distr.AssetQuery{Archived: archived})
		tells(t, list, err, r, func(_ int, a distr.AssetRecord) []any { return []any{"asset", a.Key} })
	}
	for _, key := range machineAssets() {
		a, err := c.Asset(key)
		switch {
		case errors.Is(err, tenant.ErrNotFound) && !t.rows.has(r, "asset", key):
		case err == nil && text(a) == text(t.rows[r][rowName([]any{"asset", key})]):
		default:
			tells(t, nil, errors.Join(errors.New("the asset "+key+" is not as it is listed"), err), r, func(int, any) []any { return nil })
		}
	}
	n, err := c.AssetCount()
	tells(t, given(n), err, r, func(int, distr.AssetCount) []any { return []any{"counted"} })
}
