package distr

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/seed361c4c3e/distr-go/license"
	"github.com/seed361c4c3e/distr-go/tenant"
)

// A stocktaking is a customer's inventory while it is being changed. The count goes by
// what each change makes out: of two blocks of addresses one contains the other or
// they have nothing in common, so it is enough to look at what is around a block
// and what is in it.
type stocktaking struct {
	room     CustomerTx
	at       time.Time
	count    AssetCount
	was      int64
	dirty    bool              // the count, or how many ranges there are, has changed
	contract *license.Contract // by which assets are counted; nil: none

	changed map[string]AssetRecord          // not put yet
	ranges  map[netip.Prefix][]netip.Prefix // the monitored ranges, by patch, as far as they were looked at
}

func takeStock(room CustomerTx, at time.Time) (*stocktaking, error) {
	s := &stocktaking{room: room, at: at, changed: map[string]AssetRecord{}, ranges: map[netip.Prefix][]netip.Prefix{}}
	var err error
	if s.count, err = room.AssetCount(); err != nil {
		return nil, err
	}
	s.was = s.count.Current
	contracts, err := room.Contracts()
	if c, found := license.InForce(contracts, license.PerAsset, at); found && c.Terms.Model.Metered() {
		s.contract = &c
	}
	return s, err
}

// add monitors an asset.
func (s *stocktaking) add(a license.Asset) (AssetResult, error) {
	out := AssetResult{Asset: a}
	r, there, err := s.find(a.Key())
	if err != nil || there && r.Archived.IsZero() {
		if there {
			out.Asset = r.Asset
		}
		return out, err
	}
	if out.Counts, err = s.weight(a); err != nil {
		return out, err
	}
	if s.contract != nil && !s.contract.Terms.Admits(s.count.Current, out.Counts) {
		out.Err = &license.OverLimit{Contract: s.contract.ID, More: out.Counts, Standing: s.contract.Terms.Assess(s.count.Current)}
		out.Counts = 0
		return out, nil
	}
	out.Done = true
	return out, s.put(AssetRecord{Key: a.Key(), Asset: a, Added: s.at}, out.Counts)
}

// archive stops to monitor one.
func (s *stocktaking) archive(a license.Asset) (AssetResult, error) {
	out := AssetResult{Asset: a}
	r, there, err := s.find(a.Key())
	if err != nil {
		return out, err
	}
	if !there || !r.Archived.IsZero() {
		out.Err = fmt.Errorf("asset %s is not monitored: %w", a, tenant.ErrNotFound)
		return out, nil
	}
	out.Asset = r.Asset
	if out.Counts, err = s.weight(r.Asset); err != nil {
		return out, err
	}
	r.Archived = s.at
	out.Done = true
	return out, s.put(r, -out.Counts)
}

// put notes a change, and counts it.
func (s *stocktaking) put(r AssetRecord, more int64) error {
	s.changed[r.Key], s.dirty = r, true
	s.count.Current += more
	if !r.Ranged() {
		return nil
	}
	block, _ := r.Asset.Block()
	patch := license.Patch(block)
	list, err := s.rangesOf(patch)
	if r.Archived.IsZero() {
		s.count.Ranges++
		s.ranges[patch] = append(list, block)
	} else {
		s.count.Ranges--
		s.ranges[patch] = slices.DeleteFunc(list, func(p netip.Prefix) bool { return p == block })
	}
	return err
}

// find is what is kept under a key.
func (s *stocktaking) find(key string) (AssetRecord, bool, error) {
	if r, there := s.changed[key]; there {
		return r, true, nil
	}
	r, err := s.room.Asset(key)
	if absent(err) {
		return AssetRecord{}, false, nil
	}
	return r, err == nil, err
}

// flush puts what has changed.
func (s *stocktaking) flush() error {
	if len(s.changed) == 0 {
		return nil
	}
	records := slices.SortedFunc(maps.Values(s.changed), func(a, b AssetRecord) int { return strings.Compare(a.Key, b.Key) })
	clear(s.changed)
	return s.room.PutAssets(records)
}

// close puts all that has changed, and returns the alerts that this sets off.
func (s *stocktaking) close() ([]Event, error) {
	if !s.dirty {
		return nil, nil
	}
	if err := s.flush(); err != nil {
		return nil, err
	}
	if s.count.Current > s.count.Peak {
		s.count.Peak, s.count.PeakAt = s.count.Current, s.at
	}
	if err := s.room.SetAssetCount(s.count); err != nil || s.count.Current == s.was {
		return nil, err
	}
	return gauge(s.room, license.PerAsset, s.count.Current, s.at)
}

// standing is where use of the license stands.
func (s *stocktaking) standing() *license.Standing {
	if s.contract == nil {
		return nil
	}
	now := s.contract.Terms.Assess(s.count.Current)
	return &now
}
