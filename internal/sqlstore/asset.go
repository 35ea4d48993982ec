package sqlstore

import (
	"fmt"
	"strings"

	"github.com/seed361c4c3e/distr-go/distr"
)

func readAsset(scan Scan) (r distr.AssetRecord, err error) {
	err = scan(&r.Key, &r.Asset.Canonical, &r.Asset.Kind, timeColumn{&r.Added}, timeColumn{&r.Archived})
	return r, err
}

func (v *customerView) Asset(key string) (distr.AssetRecord, error) {
	return the(v.q, readAsset, "asset", key, `
		SELECT key, canonical, kind, added, archived FROM assets
		WHERE vendor = $1 AND customer = $2 AND key = $3`, v.vendor, v.customer, key)
}

func (v *customerView) Assets(q distr.AssetQuery) ([]distr.AssetRecord, error) {
	query, args := selectAssets(q)
	records, err := list(v.q, readAsset, query, append([]any{v.vendor, v.customer}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("listing the assets of customer %s: %w", v.customer, err)
	}
	return records, nil
}

// selectAssets is the query without conditions that it has no need of. Its
// arguments begin with $3.
func selectAssets(q distr.AssetQuery) (query string, args []any) {
	where := []string{"vendor = $1", "customer = $2"}
	and := func(condition string, value any) {
		args = append(args, value)
		where = append(where, fmt.Sprintf("%s $%d", condition, len(args)+2))
	}
	and("monitored =", number(!q.Archived))
	if q.Ranges {
		where = append(where, "ranged = 1") // not a parameter: there is an index of just these
	}
	if q.Kind != "" {
		and("kind =", q.Kind)
	}
	// Of two lower bounds SQLite would look for one, and read past the other.
	switch {
	case q.After != "" && q.After >= q.From:
		and("key >", q.After)
	case q.From != "":
		and("key >=", q.From)
	}
	if q.To != "" {
		and("key <=", q.To)
	}
	args = append(args, upTo(q.Limit))
	return fmt.Sprintf("SELECT key, canonical, kind, added, archived FROM assets WHERE %s ORDER BY key LIMIT $%d", strings.Join(where, " AND "), len(args)+2), args
}

func readAssetCount(scan Scan) (n distr.AssetCount, err error) {
	err = scan(&n.Current, &n.Peak, timeColumn{&n.PeakAt}, &n.Ranges)
	return n, err
}

func (v *customerView) AssetCount() (distr.AssetCount, error) {
	n, _, err := one(v.q, readAssetCount, `
		SELECT current, peak, peak_at, ranges FROM asset_counts
		WHERE vendor = $1 AND customer = $2`, v.vendor, v.customer)
	if err != nil {
		return n, fmt.Errorf("reading how many assets customer %s has: %w", v.customer, err)
	}
	return n, nil
}

// PutAssets does not raise: nothing that a snapshot holds changes.
func (t *customerTx) PutAssets(records []distr.AssetRecord) error {
	for _, r := range records {
		if _, err := t.q.Exec(`
			INSERT INTO assets (vendor, customer, key, canonical, kind, added, archived, monitored, ranged)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT (vendor, customer, key) DO UPDATE
			SET canonical = excluded.canonical, kind = excluded.kind, added = excluded.added, archived = excluded.archived,
				monitored = excluded.monitored, ranged = excluded.ranged`,
			t.vendor, t.customer, r.Key, r.Asset.Canonical, r.Asset.Kind, micros(r.Added), micros(r.Archived),
			number(r.Archived.IsZero()), number(r.Ranged())); err != nil {
			return fmt.Errorf("keeping asset %q of customer %s: %w", r.Key, t.customer, err)
		}
	}
	return nil
}

// SetAssetCount does not raise either.
func (t *customerTx) SetAssetCount(n distr.AssetCount) error {
	if _, err := t.q.Exec(`
		INSERT INTO asset_counts (vendor, customer, current, peak, peak_at, ranges)
		VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (vendor, customer) DO UPDATE
		SET current = excluded.current, peak = excluded.peak, peak_at = excluded.peak_at, ranges = excluded.ranges`,
		t.vendor, t.customer, n.Current, n.Peak, micros(n.PeakAt), n.Ranges); err != nil {
		return fmt.Errorf("keeping how many assets customer %s has: %w", t.customer, err)
	}
	return nil
}
