package distr

import (
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
)

// An AssetView is a customer's room with an inventory of assets, to be read.
type AssetView interface {
	// Asset is the asset of a key, an archived one too. It is a
	// tenant.ErrNotFound if there is none.
	Asset(key string) (AssetRecord, error)
	// Assets lists what a query asks for, by key, in byte order. Which of them a
	// query lists is said by AssetQuery.Selects.
	Assets(AssetQuery) ([]AssetRecord, error)
	// AssetCount is what was counted; zero if nothing ever was.
	AssetCount() (AssetCount, error)
}

// An AssetTx is the same, open for changes. None of them raises the version.
type AssetTx interface {
	// PutAssets adds assets, or replaces those of the same keys. What is in the
	// list twice is as it is the last time.
	PutAssets([]AssetRecord) error
	// SetAssetCount replaces what was counted.
	SetAssetCount(AssetCount) error
}

// An AssetRecord is an asset of a customer's, as it is kept.
type AssetRecord struct {
	Key      string // what is counted: license.Asset.Key
	Asset    license.Asset
	Added    time.Time // the last time
	Archived time.Time // zero: it is monitored, and counts
}

// Ranged says whether the asset is a range of addresses.
func (r AssetRecord) Ranged() bool {
	return !r.Asset.IsURL() && strings.Contains(r.Asset.Canonical, "/")
}

// An AssetCount is how many assets a customer has. It is kept beside them, and each
// change of them changes it by what that makes out.
type AssetCount struct {
	Current int64     // that are monitored; an address that is in two ranges is one
	Peak    int64     // the most that ever were
	PeakAt  time.Time // when that was reached; zero: never yet
	Ranges  int64     // how many of those that are monitored are ranges of addresses
}

// An AssetQuery selects from a customer's inventory.
type AssetQuery struct {
	Kind     license.AssetKind // only those of this kind; empty: all
	Archived bool              // those that are archived, instead of those that are monitored
	Ranges   bool              // only ranges of addresses
	From, To string            // only those with a key from the one to the other, both included; empty: no bound
	After    string            // only those behind this key: the last of the page before; empty: from the beginning
	Limit    int               // at most so many; 0 is no limit
}

// Selects says whether the query asks for the asset, the limit aside.
func (q AssetQuery) Selects(r AssetRecord) bool {
	return (q.Kind == "" || r.Asset.Kind == q.Kind) && q.Archived == !r.Archived.IsZero() && (!q.Ranges || r.Ranged()) &&
		r.Key >= q.From && (q.To == "" || r.Key <= q.To) && (q.After == "" || r.Key > q.After)
}
