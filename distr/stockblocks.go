package distr

import (
	"net/netip"

	"github.com/seed361c4c3e/distr-go/license"
)

// weight is by how much an asset makes out the count, besides what else is
// monitored.
func (s *stocktaking) weight(a license.Asset) (int64, error) {
	block, is := a.Block()
	if !is {
		return 1, nil
	}
	around, err := s.rangesOf(license.Patch(block))
	if err != nil {
		return 0, err
	}
	for _, p := range around {
		if p.Bits() < block.Bits() && p.Contains(block.Addr()) {
			return 0, nil
		}
	}
	if block.IsSingleIP() {
		return 1, nil
	}
	within, err := s.within(a)
	return a.Counts() - within, err
}

// rangesOf are the monitored ranges in a patch. They are not looked for when there
// are none at all.
func (s *stocktaking) rangesOf(patch netip.Prefix) ([]netip.Prefix, error) {
	if list, known := s.ranges[patch]; known || s.count.Ranges == 0 {
		return list, nil
	}
	first, last := license.KeysWithin(patch)
	records, err := s.room.Assets(AssetQuery{From: first, To: last, Ranges: true})
	list := []netip.Prefix{}
	for _, r := range records {
		if block, is := r.Asset.Block(); is {
			list = append(list, block)
		}
	}
	s.ranges[patch] = list
	return list, err
}

// within is how many addresses of a range are monitored by themselves, or in
// smaller ranges.
func (s *stocktaking) within(a license.Asset) (int64, error) {
	if err := s.flush(); err != nil {
		return 0, err
	}
	block, _ := a.Block()
	first, last := license.KeysWithin(block)
	records, err := s.room.Assets(AssetQuery{From: first, To: last})
	var inside license.Inventory
	for _, r := range records {
		if r.Key != first {
			inside.Add(r.Asset)
		}
	}
	return inside.Total(), err
}
