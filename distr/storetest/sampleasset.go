package storetest

import (
	"github.com/seed361c4c3e/distr-go/distr"
	"github.com/seed361c4c3e/distr-go/license"
)

// assetKey is the key of every sample's range of addresses; the other asset is
// archived.
const assetKey = "ip4:c0000200/29"

func assetsOf(mark string) []distr.AssetRecord {
	name := "of-" + hexadecimal(mark) + ".example.com"
	return []distr.AssetRecord{
		{Key: assetKey, Asset: license.Asset{Canonical: "192.0.2.0/29", Kind: license.Address}, Added: marked(at(43), mark)},
		{Key: "host:" + name, Asset: license.Asset{Canonical: name, Kind: license.Subdomain}, Added: at(44), Archived: at(45)},
	}
}

func assetCountOf(mark string) distr.AssetCount {
	return distr.AssetCount{Current: 8, Peak: 1 << 40, PeakAt: marked(at(46), mark), Ranges: 1}
}

// allAssets are those that are monitored, and those that are archived.
func allAssets(c distr.CustomerView) ([][]distr.AssetRecord, error) {
	monitored, err := c.Assets(distr.AssetQuery{})
	if err != nil {
		return nil, err
	}
	archived, err := c.Assets(distr.AssetQuery{Archived: true})
	return [][]distr.AssetRecord{monitored, archived}, err
}
