package memory

import (
	"slices"

	"github.com/seed361c4c3e/distr-go/distr"
)

func copyFindingRecord(r distr.FindingRecord) distr.FindingRecord {
	r.First, r.Last, r.Resolved = instant(r.First), instant(r.Last), instant(r.Resolved)
	return r
}

func compareFindings(r distr.FindingRecord, m distr.FindingMark) int { return r.Mark().Compare(m) }

func (v *customerView) Findings(q distr.FindingQuery) ([]distr.FindingRecord, error) {
	return inside(v, func(c *customer) ([]distr.FindingRecord, error) {
		found := []distr.FindingRecord{}
		first, _ := slices.BinarySearchFunc(c.scans.findings, q.After, compareFindings)
		for _, r := range c.scans.findings[first:] {
			if q.Limit > 0 && len(found) == q.Limit {
				break
			}
			if q.Selects(r) {
				found = append(found, r)
			}
		}
		return found, nil
	})
}

// PutFindings merges two sorted lists, as PutAssets does.
func (t *customerTx) PutFindings(records []distr.FindingRecord) error {
	return t.quietly(func(c *customer) error {
		fresh := copies(records, copyFindingRecord)
		slices.SortStableFunc(fresh, func(a, b distr.FindingRecord) int { return compareFindings(a, b.Mark()) })
		merged := make([]distr.FindingRecord, 0, len(c.scans.findings)+len(fresh))
		rest := c.scans.findings
		for i, r := range fresh {
			if i+1 < len(fresh) && fresh[i+1].Mark() == r.Mark() {
				continue // the last of them counts
			}
			n, there := slices.BinarySearchFunc(rest, r.Mark(), compareFindings)
			merged = append(append(merged, rest[:n]...), r)
			if there {
				n++
			}
			rest = rest[n:]
		}
		c.scans.findings = append(merged, rest...)
		return nil
	})
}
