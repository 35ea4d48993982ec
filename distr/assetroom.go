package distr

// A AssetView is a customer's room with an inventory of assets, to be read.
type AssetView interface{}

// A AssetTx is the same, open for changes.
type AssetTx interface{}
