package distr

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// maxBelow is how many names a selection may be below.
const maxBelow = 100

// checked is the selection as it is kept: sorted, without doubles, names in their
// canonical form. What can select nothing is a tenant.ErrInvalid.
func (s ScanSelection) checked() (ScanSelection, error) {
	if len(s.Assets) > MaxTargets || len(s.Below) > maxBelow {
		return s, fmt.Errorf("%w targets: %d assets and %d names are named; one run scans at most %d assets, and %d names may be given to be below", tenant.ErrInvalid, len(s.Assets), len(s.Below), MaxTargets, maxBelow)
	}
	out := ScanSelection{Assets: distinct(s.Assets), Kinds: distinct(s.Kinds)}
	for _, key := range out.Assets {
		if !keyed(key) {
			return s, fmt.Errorf("%w target %.80q: an asset is named by its key, such as host:example.com or url:example.com/app", tenant.ErrInvalid, key)
		}
	}
	for _, kind := range out.Kinds {
		if _, err := license.ParseAssetKind(string(kind)); err != nil || kind == license.Auto {
			return s, fmt.Errorf("%w kind %.40q of targets: write domain, subdomain, ip, webapp or api", tenant.ErrInvalid, kind)
		}
	}
	for _, name := range s.Below {
		a, err := license.ParseAsset(name, license.Auto)
		if err != nil {
			return s, fmt.Errorf("targets below a name: %w", err)
		}
		if a.Kind != license.Domain && a.Kind != license.Subdomain {
			return s, fmt.Errorf("%w targets below %.80q: it is no name; write one such as example.com", tenant.ErrInvalid, name)
		}
		out.Below = append(out.Below, a.Canonical)
	}
	out.Below = distinct(out.Below)
	return out, nil
}

func distinct[S ~string](list []S) []S {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// keyed says whether a text has the form of an asset's key.
func keyed(key string) bool {
	kind, rest, _ := strings.Cut(key, ":")
	return rest != "" && len(key) <= MaxLocation+len("host:") && slices.Contains([]string{"host", "url", "ip4", "ip6"}, kind)
}

// Selects says whether an asset is one of the selected. One that is archived never is.
func (s ScanSelection) Selects(r AssetRecord) bool {
	return r.Archived.IsZero() && (len(s.Assets) == 0 || slices.Contains(s.Assets, r.Key)) &&
		(len(s.Kinds) == 0 || slices.Contains(s.Kinds, r.Asset.Kind)) &&
		(len(s.Below) == 0 || slices.ContainsFunc(s.Below, func(name string) bool { return below(r.Asset, name) }))
}

// below says whether an asset is of a host at or below a name.
func below(a license.Asset, name string) bool {
	host := a.Canonical
	if a.IsURL() {
		_, host, _ = strings.Cut(host, "://")
		host, _, _ = strings.Cut(host, "/")
		host, _, _ = strings.Cut(host, ":") // what is an IPv6 address in brackets is no name
	}
	return host == name || strings.HasSuffix(host, "."+name)
}

// all says whether nothing is left out.
func (s ScanSelection) all() bool {
	return len(s.Assets) == 0 && len(s.Kinds) == 0 && len(s.Below) == 0
}

// within looks whether each asset that is named is a customer's own. One that is not,
// or is not monitored any more, is a tenant.ErrNotFound.
func (s ScanSelection) within(room AssetView) error {
	for _, key := range s.Assets {
		r, err := room.Asset(key)
		if err != nil && !absent(err) {
			return err
		}
		if err != nil || !r.Archived.IsZero() {
			return fmt.Errorf("target %.80q: %w among the assets that the customer has monitored; add it, or name another", key, tenant.ErrNotFound)
		}
	}
	return nil
}

// among lists the selected assets of a customer by key, at most so many; 0 is all.
func (s ScanSelection) among(room AssetView, limit int) (found []AssetRecord, err error) {
	if len(s.Assets) > 0 {
		return s.named(room, limit)
	}
	q := AssetQuery{Limit: assetPage}
	if len(s.Kinds) == 1 {
		q.Kind = s.Kinds[0]
	}
	if limit > 0 && len(s.Below) == 0 {
		q.Limit = min(q.Limit, limit)
	}
	for {
		page, err := room.Assets(q)
		if err != nil {
			return nil, err
		}
		for _, r := range page {
			if s.Selects(r) {
				if found = append(found, r); len(found) == limit {
					return found, nil
				}
			}
		}
		if len(page) < q.Limit {
			return found, nil
		}
		q.After = page[len(page)-1].Key
	}
}

// tooMany says whether more assets of a customer are selected than one run scans.
func (s ScanSelection) tooMany(room AssetView) (bool, error) {
	count, err := room.AssetCount()
	// Ranges within ranges count nothing on top, so that there may be more assets than
	// are counted: but less than twice as many, as with all ranges that n addresses form.
	if err != nil || len(s.Assets) > 0 || 2*count.Current <= MaxTargets {
		return false, err
	}
	found, err := s.among(room, MaxTargets+1)
	return len(found) > MaxTargets, err
}

func (s ScanSelection) named(room AssetView, limit int) (found []AssetRecord, err error) {
	rest := s
	rest.Assets = nil // each is asked for by its key
	for _, key := range s.Assets {
		r, err := room.Asset(key)
		if err != nil && !absent(err) {
			return nil, err
		}
		if err == nil && rest.Selects(r) {
			if found = append(found, r); len(found) == limit {
				break
			}
		}
	}
	return found, nil
}
