package storetest

import (
	"fmt"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// assets puts an inventory, changes it, and asks for parts of it.
func assets(t T, s distr.Store) {
	update(t, s, acme, func(tx distr.VendorTx) error { return tx.AddCustomer(tenant.Customer{ID: customerID}) })
	all := assetsInNoOrder()
	for chunk := range slices.Chunk(all, 5) {
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutAssets(slices.Clone(chunk)) })
	}
	assetPages(t, s, all)
	assetsAgain(t, s)
	assetsOfNoOne(t, s)
	assetCounts(t, s)
}

// assetsInNoOrder are of all kinds, and some of them archived. Their keys are not
// always those that assets have: a store does not know how a key is made.
func assetsInNoOrder() []distr.AssetRecord {
	kinds := []license.AssetKind{license.Domain, license.Subdomain, license.Address, license.WebApp, license.API}
	var all []distr.AssetRecord
	for i, key := range []string{
		"url:a.de/B", "host:a.de", "ip4:c0000200/29", "host:A.de", "url:a.de/b", "ip6:0/128", "ip4:c0000200/32", "host:%", "host:a_de",
		"ip4:c0000207/32", "host:é", "host:a.de.", "url:a.de/", "ip4:c0000208/32", "ip4:c0000204/30", "", "ip4:c00002", "host:0", "host:00",
	} {
		r := distr.AssetRecord{Key: key, Asset: license.Asset{Canonical: fmt.Sprint("asset-", i), Kind: kinds[i%len(kinds)]}, Added: at(i % 50)}
		if i%3 == 1 {
			r.Archived = at(i)
		}
		if r.Asset.Kind == license.Address || i%7 == 0 {
			r.Asset.Canonical += "/30"
		}
		all = append(all, r)
	}
	return all
}

// assetPages asks in every way that there is, and compares with what the query says
// of itself.
func assetPages(t T, s distr.Store, all []distr.AssetRecord) {
	t.Helper()
	sorted := slices.SortedFunc(slices.Values(all), func(a, b distr.AssetRecord) int {
		if a.Key < b.Key {
			return -1
		}
		return 1
	})
	for _, q := range []distr.AssetQuery{
		{}, {Archived: true}, {Kind: license.API}, {Kind: license.API, Archived: true}, {Kind: "none"}, {Ranges: true}, {Ranges: true, Archived: true},
		{From: "ip4:c0000200/29", To: "ip4:c0000207/32"}, {From: "ip4:c0000200/30", To: "ip4:c0000207/32", Ranges: true}, {From: "host:a.de", To: "host:a.de"},
		{From: "z"}, {To: "a"}, {To: "host:a.de"}, {From: "host:b", To: "host:a"}, {After: "host:a.de"}, {After: "host:A.de"}, {After: "host:a.de", From: "ip"}, {After: "ip", From: "host"},
		{After: "url:a.de/b"}, {Kind: license.Domain, After: "host:%", To: "ip4:d"},
	} {
		for _, q.Limit = range []int{0, 1, 2, 5, 100} {
			var want []distr.AssetRecord
			for _, r := range sorted {
				if q.Selects(r) && (q.Limit == 0 || len(want) < q.Limit) {
					want = append(want, r)
				}
			}
			got := lookCustomer(t, s, customerID, func(c distr.CustomerView) ([]distr.AssetRecord, error) { return c.Assets(q) })
			require.Equal(t, text(append([]distr.AssetRecord{}, want...)), text(append([]distr.AssetRecord{}, got...)), "the assets of the query %+v, by key, in byte order", q)
		}
	}
	for _, r := range all {
		kept := lookCustomer(t, s, customerID, func(c distr.CustomerView) (distr.AssetRecord, error) { return c.Asset(r.Key) })
		require.Equal(t, text(r), text(kept), "the asset of the key %q", r.Key)
	}
}

// assetsAgain puts assets over others, and one twice at once.
func assetsAgain(t T, s distr.Store) {
	t.Helper()
	west := time.FixedZone("far west", -11*3600)
	asset := license.Asset{Canonical: "again", Kind: license.Domain}
	put := func(records ...distr.AssetRecord) {
		t.Helper()
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.PutAssets(records) })
	}
	for _, want := range []distr.AssetRecord{
		{Key: "again", Asset: asset, Added: at(1), Archived: at(2)},
		{Key: "again", Asset: license.Asset{Canonical: "AGAIN", Kind: license.API}, Added: at(3).In(west)},
		{Key: "again", Archived: time.Unix(0, 0)}, // 1970 is not the zero time
		{Key: "again"},
	} {
		put(want)
		kept := lookCustomer(t, s, customerID, func(c distr.CustomerView) (distr.AssetRecord, error) { return c.Asset("again") })
		listed := lookCustomer(t, s, customerID, func(c distr.CustomerView) ([]distr.AssetRecord, error) {
			return c.Assets(distr.AssetQuery{From: "again", To: "again", Archived: !want.Archived.IsZero()})
		})
		want.Added, want.Archived = want.Added.UTC(), want.Archived.UTC()
		require.Equal(t, text(want), text(kept), "an asset that was put over another")
		require.Equal(t, text([]distr.AssetRecord{want}), text(listed), "an asset that was put over another is among those that it belongs to now")
	}
	put(distr.AssetRecord{Key: "again", Asset: asset, Added: at(4)}, distr.AssetRecord{Key: "other", Added: at(5)}, distr.AssetRecord{Key: "again", Asset: asset, Added: at(6)})
	kept := lookCustomer(t, s, customerID, func(c distr.CustomerView) (distr.AssetRecord, error) { return c.Asset("again") })
	require.Equal(t, at(6), kept.Added, "of an asset that is in a list twice, what is said last")
	put()
}

func assetsOfNoOne(t T, s distr.Store) {
	t.Helper()
	for _, key := range []string{"a", "AGAIN", "host:b.de", "ip4:c0000200", "%"} {
		err := s.View(t.Context(), acme, func(v distr.VendorView) error {
			c, err := v.Open(customerID)
			if err == nil {
				_, err = c.Asset(key)
			}
			return err
		})
		require.ErrorIs(t, err, tenant.ErrNotFound, "the asset of the key %q, which is not there", key)
	}
}

func assetCounts(t T, s distr.Store) {
	t.Helper()
	for _, want := range []distr.AssetCount{
		{Current: 1, Peak: 2, PeakAt: at(1), Ranges: 3}, {Current: 1 << 62, Peak: 1<<63 - 1, PeakAt: at(2).In(time.FixedZone("far east", 14*3600))}, {},
	} {
		updateCustomer(t, s, customerID, func(c distr.CustomerTx) error { return c.SetAssetCount(want) })
		kept := lookCustomer(t, s, customerID, distr.CustomerView.AssetCount)
		want.PeakAt = want.PeakAt.UTC()
		require.Equal(t, text(want), text(kept), "how many assets were counted")
	}
}
